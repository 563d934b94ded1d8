package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplementarityBranchAndBoundTest {
  private static final double[][] NONE = {};
  private static final double[] NO_LIMITS = {};

  private static BilevelSolution solve(BilevelProblem problem) {
    return new ComplementarityBranchAndBound().solve(problem, SolveLimits.DEFAULT);
  }

  private static BilevelLevel linear(double[] c, double[][] rows, double[] limits) {
    return new BilevelLevel(NONE, c, 0, rows, limits);
  }

  private static BilevelProblem bard() {
    return new BilevelProblem(
        1,
        1,
        linear(new double[] {1, 1}, new double[][] {{-1, 0}}, new double[] {0}),
        linear(
            new double[] {-5, -1},
            new double[][] {{-1, -0.5}, {-0.25, 1}, {1, 0.5}, {1, -2}, {0, -1}},
            new double[] {-2, 2, 8, 2, 0}));
  }

  @Test
  void bardsLinearExample() {
    // Bard (1984), example 1: F = 28/9 at (8/9, 20/9), where the rows −x − y/2 ≤ −2 and −x/4 + y ≤
    // 2 meet.
    BilevelSolution solution = solve(bard());
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(28.0 / 9, solution.upperValue().orElseThrow(), 1e-9);
    assertArrayEquals(new double[] {8.0 / 9}, solution.x(), 1e-9);
    assertArrayEquals(new double[] {20.0 / 9}, solution.y(), 1e-9);
    assertEquals(28.0 / 9, solution.bound(), 1e-8);
    assertFalse(solution.verification().isEmpty());
  }

  @Test
  void quadraticFollowerTracksTheLeader() {
    // f = (y − x)²/2, 0 ≤ y ≤ 1, F = −x + 2 (y)² over 0 ≤ x ≤ 3: y = min(x, 1), so F(x) = 2x² − x
    // up to 1 and
    // 2 − x beyond: −1/8 at x = 1/4 against −1 at x = 3.
    BilevelLevel upper = new BilevelLevel(
        new double[][] {{0, 0}, {0, 4}},
        new double[] {-1, 0},
        0,
        new double[][] {{1, 0}, {-1, 0}},
        new double[] {3, 0});
    BilevelLevel lower = new BilevelLevel(
        new double[][] {{1, -1}, {-1, 1}},
        new double[] {0, 0},
        0,
        new double[][] {{0, 1}, {0, -1}},
        new double[] {1, 0});
    BilevelSolution solution = solve(new BilevelProblem(1, 1, upper, lower));
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(-1, solution.upperValue().orElseThrow(), 1e-9);
  }

  @Test
  void optimisticFollowerBreaksTiesForTheLeader() {
    BilevelSolution solution = solve(new BilevelProblem(
        1,
        1,
        linear(new double[] {1, -1}, new double[][] {{-1, 0}}, new double[] {0}),
        linear(new double[] {0, 0}, new double[][] {{0, 1}, {0, -1}}, new double[] {2, 2})));
    assertEquals(-2, solution.upperValue().orElseThrow(), 1e-9);
  }

  @Test
  void couplingRowThatNoAnswerSatisfiesIsInfeasible() {
    // The follower always answers 1, the leader's row wants y ≤ 0; the high-point relaxation is
    // feasible.
    BilevelSolution solution = solve(new BilevelProblem(
        1,
        1,
        linear(
            new double[] {1, 0}, new double[][] {{1, 0}, {-1, 0}, {0, 1}}, new double[] {1, 0, 0}),
        linear(new double[] {0, -1}, new double[][] {{0, 1}, {0, -1}}, new double[] {1, 1})));
    assertEquals(StopReason.INFEASIBLE, solution.stopReason());
    assertFalse(solution.hasPoint());
  }

  @Test
  void followerWithoutAMinimumIsInfeasible() {
    BilevelSolution solution = solve(new BilevelProblem(
        1,
        1,
        linear(new double[] {1, 0}, new double[][] {{-1, 0}}, new double[] {0}),
        linear(new double[] {0, -1}, new double[][] {{0, -1}}, new double[] {0})));
    assertEquals(StopReason.INFEASIBLE, solution.stopReason());
  }

  @Test
  void unboundedOnlyWhereAnswersRunAway() {
    double[][] answerRows = {{-1, 1}, {0, -1}};
    double[] answerLimits = {0, 0};
    // y = x follows upwards (f = −y, y ≤ x), F = −y falls for ever.
    assertEquals(
        StopReason.UNBOUNDED,
        solve(new BilevelProblem(
                1,
                1,
                linear(new double[] {0, -1}, NONE, NO_LIMITS),
                linear(new double[] {0, -1}, answerRows, answerLimits)))
            .stopReason());
    // With f = y the answer stays 0 although the high-point relaxation is unbounded.
    BilevelSolution bounded = solve(new BilevelProblem(
        1,
        1,
        linear(new double[] {0, -1}, NONE, NO_LIMITS),
        linear(new double[] {0, 1}, answerRows, answerLimits)));
    assertEquals(StopReason.PROVEN_OPTIMAL, bounded.stopReason());
    assertEquals(0, bounded.upperValue().orElseThrow(), 1e-9);
  }

  @Test
  void limitsAreHonoured() {
    BilevelSolution counted = new ComplementarityBranchAndBound()
        .solve(bard(), SolveLimits.DEFAULT.withMaxEvaluations(1));
    assertEquals(StopReason.EVALUATION_LIMIT, counted.stopReason());
    assertTrue(counted.bound() <= 28.0 / 9 + 1e-9);
    BilevelSolution timed = new ComplementarityBranchAndBound()
        .solve(bard(), SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(1)));
    assertEquals(StopReason.TIME_LIMIT, timed.stopReason());
  }

  @Test
  void rejectsFollowersThatAreNotConvex() {
    BilevelLevel upper = linear(new double[] {1, 0}, NONE, NO_LIMITS);
    BilevelLevel lower =
        new BilevelLevel(new double[][] {{0, 0}, {0, -1}}, new double[] {0, 0}, 0, NONE, NO_LIMITS);
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> new BilevelProblem(1, 1, upper, lower));
    assertTrue(thrown.getMessage().contains("convex in y"), thrown.getMessage());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noGridPointBeatsAnyQuadraticLeader(long seed) {
    // One x, one y: the follower's answer has a closed form. F is any quadratic, convex or not.
    Random random = new Random(seed);
    double cross = random.nextInt(7) - 3;
    double curve = random.nextInt(3) + 1;
    double slope = random.nextInt(9) - 4;
    double[][] quadratic = new double[2][2];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j <= i; j++) {
        quadratic[i][j] = random.nextInt(9) - 4;
        quadratic[j][i] = quadratic[i][j];
      }
    }
    BilevelLevel upper = new BilevelLevel(
        quadratic,
        new double[] {random.nextInt(9) - 4, random.nextInt(9) - 4},
        1,
        new double[][] {{1, 0}, {-1, 0}},
        new double[] {2, 2});
    BilevelLevel lower = new BilevelLevel(
        new double[][] {{0, cross}, {cross, curve}},
        new double[] {0, slope},
        0,
        new double[][] {{-1, 1}, {0, -1}},
        new double[] {3, 1});
    BilevelSolution solution = solve(new BilevelProblem(1, 1, upper, lower));
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    double best = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= 40_000; step++) {
      double x = -2 + step * 1e-4;
      double y = Math.min(3 + x, Math.max(-1, -(cross * x + slope) / curve));
      best = Math.min(best, upper.objective(new double[] {x, y}));
    }
    double value = solution.upperValue().orElseThrow();
    assertTrue(value <= best + 1e-7, value + " against " + best);
    // |∂F| ≤ 32 in x and y, |dy/dx| ≤ 3: |dF/dx| ≤ 128, and a grid point is at most 5e-5 away.
    assertEquals(best, value, 1e-2);
  }

  @Tag("slow")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noGridPointBeatsLeadersOfTwoAnswers(long seed) {
    // f = Σ curve_i y_i²/2 + (cross_i · x + slope_i) y_i over boxes: each answer is a clamped
    // ratio. F is any
    // quadratic, most often neither convex nor concave.
    Random random = new Random(seed);
    double[][] quadratic = new double[4][4];
    double[][] followers = new double[4][4];
    double[] slopes = new double[4];
    double[] leading = new double[4];
    double[] cap = {1 + random.nextInt(2), 1 + random.nextInt(2)};
    for (int i = 0; i < 4; i++) {
      leading[i] = random.nextInt(9) - 4;
      for (int j = 0; j <= i; j++) {
        quadratic[i][j] = random.nextInt(7) - 3;
        quadratic[j][i] = quadratic[i][j];
      }
    }
    for (int i = 2; i < 4; i++) {
      followers[i][i] = 1 + random.nextInt(3);
      slopes[i] = random.nextInt(5) - 2;
      for (int j = 0; j < 2; j++) {
        followers[i][j] = random.nextInt(5) - 2;
        followers[j][i] = followers[i][j];
      }
    }
    BilevelLevel upper = new BilevelLevel(
        quadratic,
        leading,
        0,
        new double[][] {{1, 0, 0, 0}, {-1, 0, 0, 0}, {0, 1, 0, 0}, {0, -1, 0, 0}},
        new double[] {2, 2, 2, 2});
    BilevelLevel lower = new BilevelLevel(
        followers,
        slopes,
        0,
        new double[][] {{0, 0, 1, 0}, {0, 0, -1, 0}, {0, 0, 0, 1}, {0, 0, 0, -1}},
        new double[] {cap[0], 1, cap[1], 1});
    BilevelSolution solution = new ComplementarityBranchAndBound()
        .solve(
            new BilevelProblem(2, 2, upper, lower),
            SolveLimits.DEFAULT.withMaxEvaluations(200_000));
    double best = Double.POSITIVE_INFINITY;
    double[] z = new double[4];
    for (int one = 0; one <= 200; one++) {
      for (int two = 0; two <= 200; two++) {
        z[0] = -2 + 0.02 * one;
        z[1] = -2 + 0.02 * two;
        for (int i = 2; i < 4; i++) {
          double pull = followers[i][0] * z[0] + followers[i][1] * z[1] + slopes[i];
          z[i] = Math.min(cap[i - 2], Math.max(-1, -pull / followers[i][i]));
        }
        best = Math.min(best, upper.objective(z));
      }
    }
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    double value = solution.upperValue().orElseThrow();
    assertTrue(value <= best + 1e-7, value + " against " + best);
    // |∂F| ≤ 28 per coordinate, |dy/dx| ≤ 2: |dF/dx| ≤ 140 per coordinate, a grid point at most
    // 0.01 away in each.
    assertEquals(best, value, 2.8);
  }
}
