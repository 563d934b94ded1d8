package io.stackelberg.leader.finite;

import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import java.util.Arrays;

/**
 * The leader's expected payoff against a logit follower, as a smooth function of the mixture of rows.
 *
 * <p>Payoffs of the leader are held relative to the middle of their range, so that rounding is relative to
 * the range and not to an offset.
 */
final class LogitPayoff {
  private static final double UNIT_ROUNDING = 0x1p-52;

  final double[][] leader;
  final double[][] follower;
  final double precision;
  final double middle;
  final double leaderRange;
  private final double followerRange;
  private long evaluations;

  LogitPayoff(BimatrixGame game, double precision) {
    this.precision = precision;
    leader = new double[game.rows()][game.columns()];
    follower = new double[game.rows()][game.columns()];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double followerSpan = 0;
    for (int row = 0; row < leader.length; row++) {
      for (int column = 0; column < leader[row].length; column++) {
        low = Math.min(low, game.leaderPayoff(row, column));
        high = Math.max(high, game.leaderPayoff(row, column));
        // A constant per row moves no response: relative to the first column, offsets cancel.
        follower[row][column] = game.followerPayoff(row, column) - game.followerPayoff(row, 0);
        followerSpan = Math.max(followerSpan, Math.abs(follower[row][column]));
      }
    }
    middle = low / 2 + high / 2;
    leaderRange = high - low;
    followerRange = followerSpan;
    for (int row = 0; row < leader.length; row++) {
      for (int column = 0; column < leader[row].length; column++) {
        leader[row][column] = game.leaderPayoff(row, column) - middle;
      }
    }
  }

  int rows() {
    return leader.length;
  }

  int columns() {
    return leader[0].length;
  }

  /** Mixtures evaluated so far, for value or gradient. */
  long evaluations() {
    return evaluations;
  }

  /**
   * Bound on what rounding does to a computed payoff: the exponents carry an error of (rows + 8) units of
   * precision × follower's range, sums one of (rows + columns), each times the leader's range.
   */
  double rounding() {
    double units = 4.0 * (rows() + columns() + 8) * (1 + precision * followerRange);
    return UNIT_ROUNDING * (units * leaderRange + 4 * Math.abs(middle));
  }

  /** Expected payoffs per column. */
  static double[] expected(double[][] payoffs, double[] mixture) {
    double[] sums = new double[payoffs[0].length];
    for (int row = 0; row < mixture.length; row++) {
      for (int column = 0; column < sums.length; column++) {
        sums[column] += mixture[row] * payoffs[row][column];
      }
    }
    return sums;
  }

  /** The follower's probabilities per column. */
  double[] response(double[] mixture) {
    evaluations++;
    double[] weights = expected(follower, mixture);
    double highest = Double.NEGATIVE_INFINITY;
    for (double utility : weights) {
      highest = Math.max(highest, utility);
    }
    double total = 0;
    for (int column = 0; column < weights.length; column++) {
      weights[column] = StrictMath.exp(precision * (weights[column] - highest));
      total += weights[column];
    }
    for (int column = 0; column < weights.length; column++) {
      weights[column] /= total;
    }
    return weights;
  }

  /** The leader's expected payoff, relative to the middle. */
  double value(double[] mixture) {
    double[] probabilities = response(mixture);
    double[] payoffs = expected(leader, mixture);
    double sum = 0;
    for (int column = 0; column < payoffs.length; column++) {
      sum += probabilities[column] * payoffs[column];
    }
    return sum;
  }

  /** Derivatives by each row's probability: Σ_j P_j (L_ij + precision (u_j − ū) F_ij). */
  double[] gradient(double[] mixture) {
    double[] probabilities = response(mixture);
    double[] payoffs = expected(leader, mixture);
    double mean = 0;
    for (int column = 0; column < payoffs.length; column++) {
      mean += probabilities[column] * payoffs[column];
    }
    double[] gradient = new double[mixture.length];
    for (int row = 0; row < gradient.length; row++) {
      for (int column = 0; column < payoffs.length; column++) {
        gradient[row] += probabilities[column]
            * (leader[row][column] + precision * (payoffs[column] - mean) * follower[row][column]);
      }
    }
    return gradient;
  }

  /** A local maximiser by projected gradient ascent with a step that doubles and halves. */
  double[] climb(double[] start, int maxSteps, Deadline deadline) {
    double[] point = start.clone();
    double value = value(point);
    double step = 1 / (1 + precision * followerRange) / Math.max(leaderRange, Double.MIN_NORMAL);
    for (int count = 0; count < maxSteps && deadline.reached(evaluations).isEmpty(); count++) {
      double[] slope = gradient(point);
      boolean moved = false;
      for (int trial = 0;
          trial < 60 && !moved && deadline.reached(evaluations).isEmpty();
          trial++) {
        double[] next = new double[point.length];
        for (int row = 0; row < next.length; row++) {
          next[row] = point[row] + step * slope[row];
        }
        project(next);
        double reached = value(next);
        if (reached > value) {
          point = next;
          value = reached;
          moved = true;
          step *= 2;
        } else {
          step /= 2;
        }
      }
      if (!moved) {
        return point;
      }
    }
    return point;
  }

  /** Replaces the vector by the nearest mixture. */
  static void project(double[] vector) {
    double[] sorted = vector.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double shift = 0;
    for (int count = 1; count <= sorted.length; count++) {
      double next = sorted[sorted.length - count];
      sum += next;
      double candidate = (sum - 1) / count;
      if (next > candidate) {
        shift = candidate;
      }
    }
    double total = 0;
    for (int row = 0; row < vector.length; row++) {
      vector[row] = Math.max(0, vector[row] - shift);
      total += vector[row];
    }
    for (int row = 0; row < vector.length; row++) {
      vector[row] /= total;
    }
  }
}
