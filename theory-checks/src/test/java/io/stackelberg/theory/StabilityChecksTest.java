package io.stackelberg.theory;

import static io.stackelberg.theory.Answers.assertNumbers;
import static io.stackelberg.theory.Answers.holds;
import static io.stackelberg.theory.Answers.inconclusive;
import static io.stackelberg.theory.Answers.number;
import static io.stackelberg.theory.Answers.violated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Regularity;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** C04 to C08: bounds on how far responses move. */
class StabilityChecksTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static OptionalDouble claim(double value) {
    return OptionalDouble.of(value);
  }

  private static CheckResult reply(
      double[][] curvature, double[] gain, double[] cost, double size, OptionalDouble claimed) {
    double[] low = new double[gain.length];
    double[] high = new double[gain.length];
    java.util.Arrays.fill(low, size > 1 ? -size : 0);
    java.util.Arrays.fill(high, size);
    return ReplyLipschitzCheck.check(
        curvature,
        gain,
        cost,
        low,
        high,
        new double[2],
        new double[] {1, 2},
        claimed,
        500,
        new SplittableRandom(1));
  }

  private static CheckResult diagonal(double size, OptionalDouble claimed) {
    double[][] curvature = {{2, 0, 0}, {0, 4, 0}, {0, 0, 5}};
    return reply(curvature, new double[] {1, 1, 1}, new double[] {2, 1, 3}, size, claimed);
  }

  @Test
  void constantsOfADiagonalFollower() {
    CheckResult result = holds(diagonal(1, NONE));
    assertNumbers(result, "L_al", 1e-9, 4.0791433289);
    assertNumbers(result, "bound", 1e-9, 2.0395716645);
    assertNumbers(result, "unconstrained_constant", 1e-9, 1.3246498985);
    assertNumbers(result, "samples", 0, 1000);
    assertTrue(number(result, "largest_ratio") <= 1 + 1e-9);
    // With room for every reply the exact constant is reached, so a smaller claim is refuted.
    violated(diagonal(100, claim(1.32)), Rigour.SAMPLED, "times as far");
    inconclusive(diagonal(100, claim(1.33)));
    holds(diagonal(100, claim(2.04)));
  }

  @Test
  void aSingularCurvatureLetsTheReplyJump() {
    // U_F = a (1 − c) with q = 1 folded in: jumps from 1 to 0 where q = c.
    CheckResult singular = reply(new double[][] {{0}}, new double[] {1}, new double[] {1}, 1, NONE);
    violated(singular, Rigour.SAMPLED, "the reply moves from");
    // Beside a coordinate of full curvature too; a singular H that is not diagonal is left open.
    violated(
        reply(new double[][] {{2, 0}, {0, 0}}, new double[] {1, 1}, new double[] {1, 1}, 1, NONE),
        Rigour.SAMPLED,
        "the reply moves from");
    inconclusive(reply(
        new double[][] {{1, 1}, {1, 1}}, new double[] {1, 0.5}, new double[] {1, 0.2}, 1, NONE));
    inconclusive(reply(new double[][] {{-1}}, new double[] {1}, new double[] {1}, 1, NONE));
  }

  private static CheckResult logit(double temperature, OptionalDouble claimed) {
    return LogitStabilityCheck.check(
        new double[][] {{4}, {0}},
        new double[] {-2, 0},
        temperature,
        new double[] {0.4},
        new double[] {0.6},
        new double[] {0},
        new double[] {1},
        claimed,
        1000,
        new SplittableRandom(1));
  }

  @Test
  void logitOfTwoActions() {
    CheckResult result = holds(logit(0.5, claim(2)));
    assertNumbers(result, "tv", 1e-9, 0.3799489623);
    assertNumbers(result, "tv_bound", 1e-9, 0.3799489623);
    assertNumbers(result, "tv_lipschitz", 1e-9, 2);
    assertTrue(number(result, "largest_ratio") <= 1 + 1e-9);
  }

  @Test
  void constantsGrowAsTheTemperatureFalls() {
    violated(logit(0.01, claim(2)), Rigour.SAMPLED, "per unit of distance");
    violated(logit(0, NONE), Rigour.SAMPLED, "the best action is");
    inconclusive(logit(0.5, claim(1.9999999)));
  }

  @Test
  void logitOfThreeActions() {
    CheckResult result = holds(LogitStabilityCheck.check(
        new double[][] {{1, -2}, {0, 0}, {-1, 3}},
        new double[3],
        1,
        new double[2],
        new double[] {0.1, 0},
        new double[] {-1, -1},
        new double[] {1, 1},
        NONE,
        1000,
        new SplittableRandom(1)));
    assertNumbers(result, "tv_lipschitz", 1e-9, 1.3462912018);
    assertNumbers(result, "l2_lipschitz", 1e-9, 1.9321642254);
  }

  @Test
  void lossOfTheNoisyFollower() {
    // R1-grid at c = 0.2, T = 0.1: utilities a − a²/2 − c a of a = 0, ½, 1.
    CheckResult grid = holds(LogitStabilityCheck.check(
        new double[][] {{0}, {-0.5}, {-1}},
        new double[] {0, 0.375, 0.5},
        0.1,
        new double[] {0.2},
        new double[] {0.3},
        new double[] {0},
        new double[] {1},
        NONE,
        100,
        new SplittableRandom(1)));
    assertNumbers(grid, "response", 1e-9, 0.0272270585, 0.4259028531, 0.5468700884);
    assertNumbers(grid, "follower_loss", 1e-9, 0.0188156889);
    assertNumbers(grid, "loss_bound", 1e-9, 0.1098612289);
    // Eight actions, margin 0.6: 7 e^{-6}, T log 8.
    double[][] weights = new double[8][1];
    CheckResult eight = holds(LogitStabilityCheck.check(
        weights,
        new double[] {0.6, 0, 0, 0, 0, 0, 0, 0},
        0.1,
        new double[1],
        new double[1],
        new double[1],
        new double[] {1},
        NONE,
        10,
        new SplittableRandom(1)));
    assertNumbers(eight, "miss_bound", 1e-9, 0.0173512652);
    assertNumbers(eight, "loss_bound", 1e-9, 0.2079441542);
    assertTrue(number(eight, "miss_probability") <= number(eight, "miss_bound"));
  }

  @Test
  void ballsOfOneMargin() {
    CheckResult result =
        holds(MarginBallCheck.check(new double[] {1, 0.4}, claim(1), claim(1), claim(0.6)));
    assertNumbers(result, "radius_L_F", 1e-9, 0.3);
    assertNumbers(result, "radius_L_gap", 1e-9, 0.6);
    inconclusive(MarginBallCheck.check(new double[] {1, 0.4}, claim(1), NONE, claim(0.6)));
    inconclusive(MarginBallCheck.check(new double[] {1, 1}, claim(1), NONE, NONE));
    assertNumbers(
        holds(MarginBallCheck.check(new double[] {1, 0.4}, claim(0), NONE, NONE)),
        "radius_L_F",
        0,
        Double.POSITIVE_INFINITY);
  }

  @Test
  void aRadiusThatReachesTheChangeIsRefuted() {
    // U(a1) = 1, U(a2) = l at l = 0.4: at l = 1.05 the second action is best.
    double[][] weights = {{0}, {1}};
    double[] constants = {1, 0};
    double[] point = {0.4};
    violated(
        MarginBallCheck.checkAffine(weights, constants, point, claim(1), claim(0.7)),
        Rigour.EXACT,
        "at l = [1.0");
    holds(MarginBallCheck.checkAffine(weights, constants, point, claim(1), claim(0.6)));
    violated(
        MarginBallCheck.checkAffine(weights, constants, point, claim(0.5), NONE),
        Rigour.EXACT,
        "changes by 1.0");
  }

  /** f(l) = ReLU(l1 − l2) + ReLU(l2 − l1) = |l1 − l2|. */
  private static CheckResult absolute(OptionalDouble claimed) {
    return NetworkLipschitzCheck.check(
        new Regularity.Layers(
            List.of("l1", "l2"),
            List.of(List.of(List.of(1.0, -1.0), List.of(-1.0, 1.0)), List.of(List.of(1.0, 1.0))),
            List.of(List.of(0.0, 0.0), List.of(0.0))),
        new double[2],
        new double[] {1, 1},
        claimed,
        1000,
        new SplittableRandom(1));
  }

  @Test
  void constantsOfTheAbsoluteDifference() {
    CheckResult result = holds(absolute(NONE));
    assertNumbers(result, "jacobian_bound", 1e-9, 1.4142135624);
    assertNumbers(result, "norm_product", 1e-9, 2.8284271247);
    assertNumbers(result, "lipschitz", 1e-9, 1.4142135624);
    assertNumbers(result, "output_low", 1e-9, 0);
    assertNumbers(result, "output_high", 1e-9, 2);
    assertTrue(number(result, "largest_ratio") > 0.99);
    assertTrue(number(result, "largest_ratio") <= 1 + 1e-9);
    violated(absolute(claim(1)), Rigour.SAMPLED, "times as far");
  }

  private static CheckResult stumps(Regularity.Side side, OptionalDouble claimed) {
    return TreeCellsCheck.check(
        List.of(stump(0.3, 1), stump(0.6, -0.5)),
        side,
        new double[] {0},
        new double[] {1},
        claimed,
        1000,
        new SplittableRandom(1));
  }

  private static SplitTree stump(double threshold, double right) {
    return new SplitTree.Split(
        0, threshold, new SplitTree.Leaf(List.of(0.0)), new SplitTree.Leaf(List.of(right)));
  }

  @Test
  void cellsOfTwoStumps() {
    for (Regularity.Side side : Regularity.Side.values()) {
      CheckResult result = holds(stumps(side, NONE));
      assertNumbers(result, "cell_values", 1e-9, 0, 1, 0.5);
      assertNumbers(result, "jumps", 1e-9, 1, 0.5);
      assertEquals(1, number(result, "largest_jump"));
      violated(stumps(side, claim(1e6)), Rigour.EXACT, "times as far");
    }
  }

  @Test
  void cellsOfTwoCoordinatesAndOfThresholdsOutsideTheBox() {
    SplitTree tree = new SplitTree.Split(
        1,
        0.5,
        new SplitTree.Leaf(List.of(1.0, 0.0)),
        new SplitTree.Split(
            0, 2, new SplitTree.Leaf(List.of(0.0, 1.0)), new SplitTree.Leaf(List.of(9.0, 9.0))));
    CheckResult result = holds(TreeCellsCheck.check(
        List.of(tree),
        Regularity.Side.LESS_OR_EQUAL,
        new double[2],
        new double[] {1, 1},
        NONE,
        100,
        new SplittableRandom(1)));
    assertNumbers(result, "cells", 0, 2);
    assertNumbers(result, "jumps", 1e-9, Math.sqrt(2));
  }
}
