package io.stackelberg.leader.bilevel;

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
      grid = Math.min(grid, upper.value(new double[] {x, reply(lower, x, -1, 1)}));
    }
    // The grid's points are bilevel-feasible up to the reply's 1e-7: the bound may not exceed them.
    assertTrue(solution.lowerBound() <= grid + 1e-6, solution.lowerBound() + " above " + grid);
    assertEquals(grid, solution.upperValue(), 0.01);
    double x = solution.x().get(0);
    double y = solution.y().get(0);
    double least = lower.value(new double[] {x, reply(lower, x, -1, 1)});
    assertTrue(lower.value(new double[] {x, y}) <= least + 1e-9);
    assertEquals(upper.value(new double[] {x, y}), solution.upperValue());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWhereTheLeaderMovesTheFollowersBounds(int seed) {
    SplittableRandom random = new SplittableRandom(1_000 + seed);
    Polynomial upper = random(random, new int[][] {{1, 0}, {2, 0}, {0, 1}, {0, 2}, {1, 1}});
    Polynomial lower =
        random(random, new int[][] {{0, 1}, {1, 1}, {0, 2}, {1, 2}, {0, 3}, {2, 1}, {0, 4}});
    // a + b x + c y + d x y <= 0 binds y from one side, at -(a + b x) / (c + d x).
    Polynomial moving = random(random, new int[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}});
    var problem = new PolynomialBilevelProblem(
        1,
        1,
        upper,
        lower,
        List.of(bound(1, 0), bound(-1, 0)),
        List.of(bound(0, 1), bound(0, -1), moving));
    var solution = new PolynomialBilevelSolver().solve(problem, SolveLimits.DEFAULT);
    double grid = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= LEADER_STEPS; step++) {
      double x = -1 + 2.0 * step / LEADER_STEPS;
      double[] range = range(moving, x);
      if (range[0] <= range[1]) {
        double y = reply(lower, x, range[0], range[1]);
        grid = Math.min(grid, upper.value(new double[] {x, y}));
      }
    }
    if (grid == Double.POSITIVE_INFINITY) {
      assertEquals(StopReason.INFEASIBLE, solution.stopReason());
      return;
    }
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertTrue(solution.lowerBound() <= grid + 1e-6, solution.lowerBound() + " above " + grid);
    assertEquals(grid, solution.upperValue(), 0.01);
    double x = solution.x().get(0);
    double y = solution.y().get(0);
    double[] range = range(moving, x);
    double least = lower.value(new double[] {x, reply(lower, x, range[0], range[1])});
    // Constraints hold within 1e-9 of their range, which moves f by a small multiple.
    assertTrue(lower.value(new double[] {x, y}) <= least + 1e-6);
    assertTrue(moving.value(new double[] {x, y}) <= 1e-8);
  }

  /** Ends of {y in [-1, 1] : moving(x, y) <= 0}, the lower above the upper when empty. */
  private static double[] range(Polynomial moving, double x) {
    double at0 = moving.value(new double[] {x, 0});
    double slope = moving.value(new double[] {x, 1}) - at0;
    double end = -at0 / slope;
    return slope > 0 ? new double[] {-1, Math.min(1, end)} : new double[] {Math.max(-1, end), 1};
  }

  /** The follower's global minimiser: best of a grid, narrowed by thirds. */
  private static double reply(Polynomial lower, double x, double from, double to) {
    double best = from;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= FOLLOWER_STEPS; step++) {
      double y = from + (to - from) * step / FOLLOWER_STEPS;
      double value = lower.value(new double[] {x, y});
      if (value < least) {
        least = value;
        best = y;
      }
    }
    double low = Math.max(from, best - (to - from) / FOLLOWER_STEPS);
    double high = Math.min(to, best + (to - from) / FOLLOWER_STEPS);
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
