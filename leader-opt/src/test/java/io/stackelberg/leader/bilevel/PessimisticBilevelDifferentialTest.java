package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs with one x and a box of y: the follower's best answers at each grid point by enumerating the
 * vertices of its polygon, no linear program.
 */
class PessimisticBilevelDifferentialTest {
  private static final int GRID = 2_000;

  @Tag("slow")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noGridPointBeatsTheInfimumAndOneComesNear(long seed) {
    Random random = new Random(seed);
    int differ = 0;
    for (int trial = 0; trial < 12; trial++) {
      String where = "trial " + trial;
      BilevelProblem problem = problem(random, trial % 2 == 0, trial % 3 == 0);
      PessimisticSolution solution =
          new PessimisticBilevel().solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(50_000));
      double strong = Double.POSITIVE_INFINITY;
      double weak = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= GRID; i++) {
        double[] range = range(problem, -1 + 2.0 * i / GRID);
        strong = Math.min(strong, range[0]);
        weak = Math.min(weak, range[1]);
      }
      if (weak == Double.POSITIVE_INFINITY && solution.stopReason() == StopReason.INFEASIBLE) {
        continue;
      }
      assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), where);
      double infimum = solution.infimum().orElseThrow();
      double optimistic = solution.optimistic().upperValue().orElseThrow();
      assertTrue(optimistic <= infimum + 1e-6, where);
      assertTrue(infimum <= weak + 1e-6, where + ": " + infimum + " against " + weak);
      assertTrue(optimistic <= strong + 1e-6, where);
      // Coefficients are whole and at most 3: y moves at most 18 times as fast as x, F at most 3 +
      // 2 · 3 · 18 = 111 times, and a grid point of the same region is at most 1/1000 away.
      assertEquals(weak, infimum, 0.111, where);
      differ += infimum > optimistic + 1e-3 ? 1 : 0;
      double[] guaranteed = range(problem, solution.x()[0]);
      // Near a region's border answers within 1e-9 of the best are counted as best.
      assertEquals(guaranteed[1], solution.guaranteed().orElseThrow(), 1e-3, where);
    }
    assertTrue(differ >= 1, "pessimistic values above the optimistic: " + differ);
  }

  /** Over −1 ≤ x ≤ 1, with ties of the follower likely; x in its costs or its rows. */
  private static BilevelProblem problem(Random random, boolean inCosts, boolean isIndifferent) {
    double[][] quadratic = new double[3][3];
    double[] slope = new double[3];
    for (int i = 1; i < 3; i++) {
      double cross = inCosts ? random.nextInt(5) - 2 : 0;
      quadratic[0][i] = cross;
      quadratic[i][0] = cross;
      slope[i] = isIndifferent ? 0 : random.nextInt(5) - 2;
    }
    if (isIndifferent) {
      slope[1] = 1;
    }
    double[] row = {random.nextInt(5) - 2, 1 + random.nextInt(3), random.nextInt(5) - 2};
    BilevelLevel lower = new BilevelLevel(
        quadratic,
        slope,
        0,
        new double[][] {{0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}, row},
        new double[] {1, 1, 1, 1, 3 + random.nextInt(2)});
    double[] cost = {random.nextInt(7) - 3, random.nextInt(7) - 3, random.nextInt(7) - 3};
    BilevelLevel upper = new BilevelLevel(
        new double[0][], cost, 0, new double[][] {{1, 0, 0}, {-1, 0, 0}}, new double[] {1, 1});
    return new BilevelProblem(1, 2, upper, lower);
  }

  /** Least and greatest F over the best vertices at x. */
  private static double[] range(BilevelProblem problem, double x) {
    BilevelLevel lower = problem.lower();
    double least = Double.POSITIVE_INFINITY;
    double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int pass = 0; pass < 2; pass++) {
      for (int a = 0; a < lower.rowCount(); a++) {
        for (int b = 0; b < a; b++) {
          double det = lower.row(a, 1) * lower.row(b, 2) - lower.row(a, 2) * lower.row(b, 1);
          if (det == 0) {
            continue;
          }
          double one = lower.rightHandSide(a) - lower.row(a, 0) * x;
          double other = lower.rightHandSide(b) - lower.row(b, 0) * x;
          double[] z = {
            x,
            (one * lower.row(b, 2) - other * lower.row(a, 2)) / det,
            (lower.row(a, 1) * other - lower.row(b, 1) * one) / det
          };
          if (lower.violation(z) > 1e-9) {
            continue;
          }
          double value = lower.objective(z);
          if (pass == 0) {
            least = Math.min(least, value);
          } else if (value <= least + 1e-9) {
            range[0] = Math.min(range[0], problem.upper().objective(z));
            range[1] = Math.max(range[1], problem.upper().objective(z));
          }
        }
      }
    }
    return range[1] == Double.NEGATIVE_INFINITY
        ? new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}
        : range;
  }
}
