package io.stackelberg.leader.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.DifferentiableResponse;
import io.stackelberg.game.DifferentiableUtility;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.Smoothness;
import io.stackelberg.game.catalog.AnnouncementGame;
import io.stackelberg.game.catalog.Catalog;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hipparchus.analysis.differentiation.Gradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseValueTest {
  private static final CommitmentRegion SQUARE =
      CommitmentRegion.box(new double[2], new double[] {1, 1});

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** U_F = constant + slope · (c, q) per action; with Hipparchus's numbers too. */
  private record Linear(double[] constants, double[][] slopes) implements DifferentiableUtility {
    @Override
    public double of(Context context, Commitment commitment, int action) {
      Announcement announced = (Announcement) commitment;
      return constants[action]
          + slopes[action][0] * announced.costIncentive()
          + slopes[action][1] * announced.qualityTarget();
    }

    @Override
    public Smoothness differentiate(
        Context context, Commitment commitment, int action, double[] derivative) {
      System.arraycopy(slopes[action], 0, derivative, 0, 2);
      return Smoothness.REGULAR;
    }
  }

  /** R1-grid of the catalogue, its follower's utility a − a²/2 − c a given with its slope. */
  private static ResponseValue r1Grid() {
    AnnouncementGame game = Catalog.r1Grid().game();
    Linear utility =
        new Linear(new double[] {0, 0.375, 0.5}, new double[][] {{0, 0}, {-0.5, 0}, {-1, 0}});
    DifferentiableResponse follower =
        new QuantalFollower(game.actions(), utility, 0.1).differentiable().orElseThrow();
    return new ResponseValue(
        game.context(), follower, game.outcomes(), CostUnit.TOKENS, game.leaderUtility(), SQUARE);
  }

  @Test
  void theGridGameHasItsPrintedValues() {
    assertEquals(-1.0512449070, r1Grid().evaluate(new double[] {0.2, 0.5}).value(), 1e-9);
    assertEquals(-1.0052101177, r1Grid().evaluate(new double[] {0, 0.5}).value(), 1e-9);
    for (double c = 0; c <= 1; c += 0.05) {
      assertEquals(
          Catalog.r1Grid().game().value(new Announcement(0.5, c)),
          r1Grid().evaluate(new double[] {c, 0.5}).value(),
          1e-12);
    }
  }

  @Test
  void bothMethodsLeaveTheNoisyFollowerWithoutIncentive() {
    for (AscentMethod method : List.of(new ProjectedGradient(), new Adam())) {
      AscentSolution solution =
          method.solve(r1Grid(), SolveLimits.DEFAULT, new SplittableRandom(3));
      assertEquals(StopReason.CONVERGED, solution.stopReason());
      assertEquals(0, solution.pointOrThrow()[0], 1e-12);
      assertEquals(-1.0052101177, solution.valueOrThrow(), 1e-9);
      assertEquals(0, ResponseValue.announcement(solution.pointOrThrow()).costIncentive(), 1e-12);
    }
  }

  /** Value and gradient against forward-mode differentiation of the same sum, and central differences. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithAutomaticDifferentiationAndDifferences(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 2 + random.nextInt(6);
    Linear utility = new Linear(Followers.matrix(random, 1, n)[0], Followers.matrix(random, n, 2));
    double temperature = 0.05 + random.nextDouble();
    double[] quality = Followers.matrix(random, 1, n)[0];
    double[] tokens = new double[n];
    for (int a = 0; a < n; a++) {
      tokens[a] = 2 * random.nextDouble();
    }
    ShortfallUtility leader =
        new ShortfallUtility(0.8, 2, 1, 0.5, IncentiveForm.values()[n % 2], 1);
    ActionSet actions =
        ActionSet.named(IntStream.range(0, n).mapToObj(a -> "a" + a).toList());
    ResponseValue value = new ResponseValue(
        Context.named("x"),
        new QuantalFollower(actions, utility, temperature).differentiable().orElseThrow(),
        (context, action) -> new ExpectedOutcome(
            quality[action], OptionalDouble.of(tokens[action]), OptionalDouble.empty()),
        CostUnit.TOKENS,
        leader,
        SQUARE);
    double[] at = {0.1 + 0.8 * random.nextDouble(), 0.1 + 0.8 * random.nextDouble()};
    ValueGradient found = value.evaluate(at);
    Gradient c = Gradient.variable(2, 0, at[0]);
    Gradient q = Gradient.variable(2, 1, at[1]);
    Gradient sum = Gradient.constant(2, 0);
    Gradient weighted = Gradient.constant(2, 0);
    for (int a = 0; a < n; a++) {
      Gradient weight = c.multiply(utility.slopes[a][0])
          .add(q.multiply(utility.slopes[a][1]))
          .add(utility.constants[a])
          .divide(temperature)
          .exp();
      Gradient spend = leader.incentiveForm() == IncentiveForm.SUBSIDY
          ? c.multiply(Math.max(0, 1 - tokens[a]))
          : Gradient.constant(2, 0);
      Gradient payoff =
          spend.multiply(-0.5).subtract(tokens[a] + 2 * Math.max(0, 0.8 - quality[a]));
      sum = sum.add(weight);
      weighted = weighted.add(weight.multiply(payoff));
    }
    Gradient expected = weighted.divide(sum);
    assertEquals(expected.getValue(), found.value(), 1e-12);
    for (int j = 0; j < 2; j++) {
      double slope = found.gradientOrThrow()[j];
      assertEquals(expected.getPartialDerivative(j), slope, 1e-11, "coordinate " + j);
      double wide = central(value, at, j, 2e-3);
      double narrow = central(value, at, j, 1e-3);
      assertEquals((4 * narrow - wide) / 3, slope, 1e-5 * (1 + Math.abs(slope)));
    }
  }

  /** The ascent is never worse than the best of a grid over the square, for one or two peaks. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noGridPointBeatsTheAscentInTheGridGameWithOtherWeights(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AnnouncementGame game = Catalog.r1Grid().game();
    Linear utility = new Linear(new double[] {0, 0.375, 0.5}, new double[][] {
      {0, 0}, {-0.5, random.nextDouble()}, {-1, random.nextDouble()}
    });
    ResponseValue value = new ResponseValue(
        game.context(),
        new QuantalFollower(game.actions(), utility, 0.05 + random.nextDouble() / 4)
            .differentiable()
            .orElseThrow(),
        game.outcomes(),
        CostUnit.TOKENS,
        new ShortfallUtility(
            1, 1 + random.nextDouble(), random.nextDouble(), 0.5, IncentiveForm.SUBSIDY, 1),
        SQUARE);
    AscentSolution solution = new ProjectedGradient().solve(value, SolveLimits.DEFAULT, random);
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= 40; i++) {
      for (int j = 0; j <= 40; j++) {
        best = Math.max(best, value.evaluate(new double[] {i / 40.0, j / 40.0}).value());
      }
    }
    assertTrue(solution.valueOrThrow() >= best - 1e-10, solution.valueOrThrow() + " below " + best);
  }

  private static double central(ResponseValue value, double[] at, int coordinate, double step) {
    double[] up = at.clone();
    double[] down = at.clone();
    up[coordinate] += step;
    down[coordinate] -= step;
    return (value.evaluate(up).value() - value.evaluate(down).value()) / (2 * step);
  }
}
