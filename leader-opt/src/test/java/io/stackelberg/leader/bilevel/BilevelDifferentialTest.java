package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random small programs against enumeration of all complementarity patterns by another LP library. */
class BilevelDifferentialTest {
  private static final int PER_SEED = 60;

  @Tag("slow")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithEnumeration(long seed) {
    Random random = new Random(seed);
    for (int trial = 0; trial < PER_SEED; trial++) {
      BilevelProblem problem = problem(random, trial);
      assertAgrees(problem, "trial " + trial + " of seed " + seed);
    }
  }

  @Tag("slow")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void alternativesClaimNothingWrong(long seed) {
    Random random = new Random(seed);
    int proved = 0;
    int reached = 0;
    for (int trial = 0; trial < PER_SEED; trial++) {
      BilevelProblem problem = problem(random, trial);
      double expected = BilevelEnumeration.optimum(problem);
      double size = 1e-6 * Math.max(1, Math.abs(expected));
      String where = "trial " + trial + ", expected " + expected;
      SolveLimits limits = SolveLimits.DEFAULT.withMaxEvaluations(300);
      BilevelSolution local = new ScholtesRegularisation().solve(problem, limits);
      assertClaims(local, expected, where);
      reached += local.hasPoint() && local.upperValue().orElseThrow() <= expected + size ? 1 : 0;
      try {
        BilevelSolution global = new StrongDualityBranchAndBound().solve(problem, limits);
        assertClaims(global, expected, where);
        proved += global.stopReason() == StopReason.PROVEN_OPTIMAL ? 1 : 0;
      } catch (IllegalArgumentException outside) {
        assertTrue(outside.getMessage().contains("a bounded interval"), outside.getMessage());
      }
    }
    assertTrue(proved >= 8, "proved by strong duality: " + proved);
    assertTrue(reached >= 15, "reached by regularisation: " + reached);
  }

  private static void assertClaims(BilevelSolution solution, double expected, String where) {
    double size = 1e-6 * Math.max(1, Math.abs(expected));
    String shown = where + ", " + solution.stopReason() + ", bound " + solution.bound();
    if (solution.stopReason() == StopReason.INFEASIBLE) {
      assertEquals(Double.POSITIVE_INFINITY, expected, shown);
      return;
    }
    if (solution.stopReason() == StopReason.UNBOUNDED) {
      assertEquals(Double.NEGATIVE_INFINITY, expected, shown);
      return;
    }
    assertTrue(Double.isInfinite(expected) || solution.bound() <= expected + size, shown);
    if (solution.hasPoint()) {
      assertTrue(solution.upperValue().orElseThrow() >= expected - size, shown);
    }
    if (solution.stopReason() == StopReason.PROVEN_OPTIMAL) {
      assertEquals(expected, solution.upperValue().orElseThrow(), size, shown);
    }
  }

  @Test
  void drawsEveryKindOfAnswer() {
    Map<StopReason, Integer> kinds = new EnumMap<>(StopReason.class);
    Random random = new Random(1);
    for (int trial = 0; trial < PER_SEED; trial++) {
      BilevelSolution solution =
          new ComplementarityBranchAndBound().solve(problem(random, trial), SolveLimits.DEFAULT);
      kinds.merge(solution.stopReason(), 1, Integer::sum);
    }
    assertTrue(kinds.getOrDefault(StopReason.PROVEN_OPTIMAL, 0) >= 10, kinds.toString());
    assertTrue(kinds.getOrDefault(StopReason.INFEASIBLE, 0) >= 3, kinds.toString());
    assertTrue(kinds.getOrDefault(StopReason.UNBOUNDED, 0) >= 3, kinds.toString());
  }

  private static void assertAgrees(BilevelProblem problem, String where) {
    double expected = BilevelEnumeration.optimum(problem);
    BilevelSolution solution =
        new ComplementarityBranchAndBound().solve(problem, SolveLimits.DEFAULT);
    if (expected == Double.POSITIVE_INFINITY) {
      assertEquals(StopReason.INFEASIBLE, solution.stopReason(), where);
    } else if (expected == Double.NEGATIVE_INFINITY) {
      assertEquals(StopReason.UNBOUNDED, solution.stopReason(), where);
    } else {
      assertEquals(
          StopReason.PROVEN_OPTIMAL, solution.stopReason(), () -> where + ", expected " + expected);
      assertEquals(
          expected,
          solution.upperValue().orElseThrow(),
          1e-6 * Math.max(1, Math.abs(expected)),
          where);
    }
  }

  /**
   * A program with integer data, hence degenerate vertices. Every second has a quadratic follower, every third
   * a coupling row, every fourth rows scaled over six orders of magnitude, every fifth no bounds on x, every
   * sixth a repeated lower row.
   */
  static BilevelProblem problem(Random random, int trial) {
    int nx = 1 + random.nextInt(2);
    int ny = 1 + random.nextInt(2);
    int n = nx + ny;
    int m = 2 + random.nextInt(3) + (trial % 6 == 0 ? 1 : 0);
    double[][] rows = new double[m][];
    double[] limits = new double[m];
    for (int r = 0; r < m; r++) {
      rows[r] = integers(random, n, 4);
      limits[r] = random.nextInt(9) - (random.nextInt(4) == 0 ? 4 : 0);
      if (r < ny) {
        // A floor for each answer keeps many followers bounded.
        rows[r] = new double[n];
        rows[r][nx + r] = -1;
        limits[r] = random.nextInt(3);
      }
    }
    if (trial % 6 == 0) {
      rows[m - 1] = rows[m - 2].clone();
      limits[m - 1] = limits[m - 2];
    }
    if (trial % 4 == 0) {
      for (int r = 0; r < m; r++) {
        double scale = StrictMath.pow(10, random.nextInt(7) - 3);
        limits[r] *= scale;
        for (int j = 0; j < n; j++) {
          rows[r][j] *= scale;
        }
      }
    }
    double[][] quadratic = new double[0][];
    if (trial % 2 == 0) {
      // Rank one plus a cross term: semidefinite in y, not always definite.
      double[] factor = integers(random, n, 2);
      quadratic = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          quadratic[i][j] = factor[i] * factor[j];
        }
      }
    }
    BilevelLevel lower = new BilevelLevel(quadratic, integers(random, n, 4), 0, rows, limits);
    boolean coupled = trial % 3 == 0;
    int bounds = trial % 5 == 0 ? 0 : 2 * nx;
    double[][] upperRows = new double[bounds + (coupled ? 1 : 0)][n];
    double[] upperLimits = new double[upperRows.length];
    for (int b = 0; b < bounds; b++) {
      upperRows[b][b / 2] = b % 2 == 0 ? 1 : -1;
      upperLimits[b] = b % 2 == 0 ? 10 : random.nextInt(3);
    }
    if (coupled) {
      upperRows[bounds] = integers(random, n, 3);
      upperLimits[bounds] = random.nextInt(8) - 3;
    }
    BilevelLevel upper = new BilevelLevel(
        new double[0][], integers(random, n, 5), random.nextInt(3), upperRows, upperLimits);
    return new BilevelProblem(nx, ny, upper, lower);
  }

  private static double[] integers(Random random, int size, int range) {
    double[] row = new double[size];
    for (int j = 0; j < size; j++) {
      row[j] = random.nextInt(2 * range + 1) - range;
    }
    return row;
  }
}
