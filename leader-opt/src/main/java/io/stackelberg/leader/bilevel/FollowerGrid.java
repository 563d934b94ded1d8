package io.stackelberg.leader.bilevel;

import java.util.Arrays;

/**
 * Least value of the follower's objective at one x, by a fine grid and a pattern search from its best
 * points: a second look that shares nothing with the search but the polynomials' values.
 */
final class FollowerGrid {
  private static final int POINTS = 20_000;
  private static final int POLISHED = 8;

  private FollowerGrid() {}

  /** The least feasible value found; +infinity when no point of the grid is feasible. */
  static double least(PolynomialBilevelProblem problem, BilevelScope scope, double[] answer) {
    int followers = problem.followerVariables();
    int perAxis = Math.max(3, (int) StrictMath.pow(POINTS, 1.0 / followers));
    long total = 1;
    for (int axis = 0; axis < followers; axis++) {
      total *= perAxis;
    }
    double[][] best = new double[POLISHED][];
    double[] values = new double[POLISHED];
    Arrays.fill(values, Double.POSITIVE_INFINITY);
    for (long index = 0; index < total; index++) {
      double[] point = answer.clone();
      long rest = index;
      for (int axis = 0; axis < followers; axis++) {
        int variable = problem.leaderVariables() + axis;
        double share = (double) (rest % perAxis) / (perAxis - 1);
        point[variable] =
            scope.box.low[variable] + share * (scope.box.high[variable] - scope.box.low[variable]);
        rest /= perAxis;
      }
      double value = value(problem, scope, point);
      // Spread over the grid, so that different basins are polished.
      int slot = (int) (index * POLISHED / total);
      if (value < values[slot]) {
        values[slot] = value;
        best[slot] = point;
      }
    }
    double least = value(problem, scope, answer);
    for (double[] start : best) {
      if (start != null) {
        least = Math.min(least, polish(problem, scope, start, perAxis));
      }
    }
    return Math.min(least, polish(problem, scope, answer, perAxis));
  }

  private static double polish(
      PolynomialBilevelProblem problem, BilevelScope scope, double[] start, int perAxis) {
    double[] point = start.clone();
    double value = value(problem, scope, point);
    for (double step = 1.0 / (perAxis - 1); step > 1e-13; ) {
      boolean moved = false;
      for (int variable = problem.leaderVariables(); variable < point.length; variable++) {
        double whole = scope.box.high[variable] - scope.box.low[variable];
        for (int sign = -1; sign <= 1; sign += 2) {
          double before = point[variable];
          point[variable] = Math.max(
              scope.box.low[variable],
              Math.min(scope.box.high[variable], before + sign * step * whole));
          double next = value(problem, scope, point);
          if (next < value) {
            value = next;
            moved = true;
          } else {
            point[variable] = before;
          }
        }
      }
      step = moved ? step : step / 2;
    }
    return value;
  }

  private static double value(
      PolynomialBilevelProblem problem, BilevelScope scope, double[] point) {
    for (int index = 0; index < scope.lowerLimits.length; index++) {
      if (!(problem.lowerConstraints().get(index).value(point) <= scope.lowerLimits[index])) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return problem.lowerObjective().value(point);
  }
}
