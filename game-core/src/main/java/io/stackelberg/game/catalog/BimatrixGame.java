package io.stackelberg.game.catalog;

import io.stackelberg.game.Require;
import io.stackelberg.game.TieBreak;
import io.stackelberg.game.run.Tolerance;
import java.util.Arrays;

/**
 * Two-player game in matrix form: the leader commits to a row or a mixture of rows, the follower answers
 * with a column.
 *
 * <p>Two columns tie for the follower when their payoffs differ by at most 1e-9 of the range of all the
 * follower's payoffs. Immutable.
 */
public final class BimatrixGame {
  private static final double SUM_SLACK = 1e-9;

  private final double[][] leader;
  private final double[][] follower;
  private final double followerRange;

  /**
   * A game.
   *
   * @param leader the leader's payoffs, leader[row][column], finite, at least 1×1
   * @param follower the follower's payoffs, of the same shape
   * @throws IllegalArgumentException if the shapes differ, a row is ragged or a payoff is not finite
   */
  public BimatrixGame(double[][] leader, double[][] follower) {
    Require.atLeast("number of rows", leader.length, 1);
    Require.atLeast("number of columns", leader[0].length, 1);
    this.leader = copy("leader", leader, leader.length, leader[0].length);
    this.follower = copy("follower", follower, leader.length, leader[0].length);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] row : this.follower) {
      for (double payoff : row) {
        low = Math.min(low, payoff);
        high = Math.max(high, payoff);
      }
    }
    this.followerRange = high - low;
  }

  /** Number of the leader's pure commitments, at least 1. */
  public int rows() {
    return leader.length;
  }

  /** Number of the follower's actions, at least 1. */
  public int columns() {
    return leader[0].length;
  }

  /** The leader's payoff. */
  public double leaderPayoff(int row, int column) {
    return leader[row][column];
  }

  /** The follower's payoff. */
  public double followerPayoff(int row, int column) {
    return follower[row][column];
  }

  /** Columns that are best replies to a row, ties included, in increasing order; a fresh array. */
  public int[] bestReplies(int row) {
    return bestReplies(pure(row));
  }

  /**
   * Columns that are best replies to a mixture of rows, ties included, in increasing order.
   *
   * @param mixture one probability per row, summing to 1 within 1e-9
   * @return a fresh array, never empty
   */
  public int[] bestReplies(double[] mixture) {
    requireMixture(mixture);
    double[] payoffs = new double[columns()];
    double best = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < payoffs.length; column++) {
      payoffs[column] = expected(follower, mixture, column);
      best = Math.max(best, payoffs[column]);
    }
    int[] replies = new int[payoffs.length];
    int count = 0;
    for (int column = 0; column < payoffs.length; column++) {
      if (Tolerance.DEFAULT.ties(payoffs[column], best, followerRange)) {
        replies[count++] = column;
      }
    }
    return Arrays.copyOf(replies, count);
  }

  /**
   * The leader's value of a mixture of rows, the follower answering best.
   *
   * @param mixture one probability per row, summing to 1 within 1e-9
   * @param ties which of the tied replies counts
   */
  public double value(double[] mixture, TieBreak ties) {
    double sign = ties == TieBreak.OPTIMISTIC ? 1 : -1;
    double best = Double.NEGATIVE_INFINITY;
    for (int column : bestReplies(mixture)) {
      best = Math.max(best, sign * expected(leader, mixture, column));
    }
    return sign * best;
  }

  /** The leader's best value over single rows, by enumeration. */
  public double pureValue(TieBreak ties) {
    double best = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < rows(); row++) {
      best = Math.max(best, value(pure(row), ties));
    }
    return best;
  }

  private double[] pure(int row) {
    double[] mixture = new double[rows()];
    mixture[row] = 1;
    return mixture;
  }

  private void requireMixture(double[] mixture) {
    if (mixture.length != rows()) {
      throw Require.unexpected("length of mixture", mixture.length, "" + rows());
    }
    double sum = 0;
    for (int row = 0; row < mixture.length; row++) {
      sum += Require.inRange("mixture[" + row + "]", mixture[row], 0, 1 + SUM_SLACK);
    }
    Require.inRange("sum of mixture", sum, 1 - SUM_SLACK, 1 + SUM_SLACK);
  }

  private static double expected(double[][] payoffs, double[] mixture, int column) {
    double sum = 0;
    for (int row = 0; row < mixture.length; row++) {
      sum += mixture[row] * payoffs[row][column];
    }
    return sum;
  }

  private static double[][] copy(String name, double[][] payoffs, int rows, int columns) {
    if (payoffs.length != rows) {
      throw Require.unexpected("number of rows of " + name, payoffs.length, "" + rows);
    }
    double[][] copy = new double[rows][];
    for (int row = 0; row < rows; row++) {
      if (payoffs[row].length != columns) {
        throw Require.unexpected(
            "length of " + name + "[" + row + "]", payoffs[row].length, "" + columns);
      }
      copy[row] = payoffs[row].clone();
      for (int column = 0; column < columns; column++) {
        Require.finite(name + "[" + row + "][" + column + "]", copy[row][column]);
      }
    }
    return copy;
  }
}
