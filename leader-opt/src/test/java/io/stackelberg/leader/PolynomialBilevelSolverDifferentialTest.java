package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random problems with a nonconvex follower, x and y in [-1, 1], against a two-level grid. */
class PolynomialBilevelSolverDifferentialTest {
  private static final int LEADER_STEPS = 4_000;
  private static final int FOLLOWER_STEPS = 400;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 30);
  }

  private static Polynomial random(SplittableRandom random, int[][] powers) {
    List<Polynomial.Term> terms = new ArrayList<>();
    for (int[] power : powers) {
      terms.add(new Polynomial.Term(2 * random.nextDouble() - 1, List.of(power[0], power[1])));
    }
    return new Polynomial(2, terms);
  }

  private static Polynomial bound(int x, int y) {
    return new Polynomial(
        2,
        List.of(
            new Polynomial.Term(x + y, List.of(Math.abs(x), Math.abs(y))),
            new Polynomial.Term(-1, List.of(0, 0))));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithATwoLevelGrid(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Polynomial upper = random(random, new int[][] {{1, 0}, {2, 0}, {0, 1}, {0, 2}, {1, 1}});
    Polynomial lower =
        random(random, new int[][] {{0, 1}, {1, 1}, {0, 2}, {1, 2}, {0, 3}, {2, 1}, {0, 4}});
    var problem = new PolynomialBilevelProblem(
        1, 1, upper, lower, List.of(bound(1, 0), bound(-1, 0)), List.of(bound(0, 1), bound(0, -1)));
    var solution = new PolynomialBilevelSolver().solve(problem, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    double grid = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= LEADER_STEPS; step++) {
      double x = -1 + 2.0 * step / LEADER_STEPS;
      grid = Math.min(grid, upper.value(new double[] {x, reply(lower, x)}));
    }
    // The grid's points are bilevel-feasible up to the reply's 1e-7: the bound may not exceed them.
    assertTrue(solution.lowerBound() <= grid + 1e-6, solution.lowerBound() + " above " + grid);
    assertEquals(grid, solution.upperValue(), 0.01);
    double x = solution.x().get(0);
    double y = solution.y().get(0);
    double least = lower.value(new double[] {x, reply(lower, x)});
    assertTrue(lower.value(new double[] {x, y}) <= least + 1e-9);
    assertEquals(upper.value(new double[] {x, y}), solution.upperValue());
  }

  /** The follower's global minimiser: best of a grid, narrowed by thirds. */
  private static double reply(Polynomial lower, double x) {
    double best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= FOLLOWER_STEPS; step++) {
      double y = -1 + 2.0 * step / FOLLOWER_STEPS;
      double value = lower.value(new double[] {x, y});
      if (value < least) {
        least = value;
        best = y;
      }
    }
    double low = Math.max(-1, best - 2.0 / FOLLOWER_STEPS);
    double high = Math.min(1, best + 2.0 / FOLLOWER_STEPS);
    while (high - low > 1e-8) {
      double first = low + (high - low) / 3;
      double second = high - (high - low) / 3;
      if (lower.value(new double[] {x, first}) < lower.value(new double[] {x, second})) {
        high = second;
      } else {
        low = first;
      }
    }
    return (low + high) / 2;
  }
}
