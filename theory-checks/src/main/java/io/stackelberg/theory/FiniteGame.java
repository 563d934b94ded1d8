package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.TieBreak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finite game against one or several types of follower, read as its definition says: values of mixtures by
 * comparing columns, optima by one linear program of Hipparchus per tuple of replies.
 *
 * <p>Two columns of a type tie where they differ by at most 1e-9 of the range of that type's payoffs.
 */
final class FiniteGame {
  /** Share of a payoff range within which utilities tie. */
  static final double TIE = 1e-9;

  /** Share of a payoff range from which an advantage is beyond the rounding of a linear program. */
  private static final double CLEAR = 1e-6;

  /** Share up to which an advantage is none: the slack of the supremum times a few ratios of payoffs. */
  private static final double NONE = 1e-7;

  /** A mixture and what it is worth. */
  record Optimum(double value, double[] mixture, int[] replies) {}

  /** What can be secured against every tie; {@code attained} is empty where the numbers do not tell. */
  record Secured(double supremum, Optional<Boolean> attained) {}

  final double[][][] leader;
  final double[][][] follower;
  final double[] prior;
  final double[] range;
  final double low;
  final double scale;

  /** Payoffs by type, row, column; the prior is positive and sums to 1. */
  FiniteGame(double[][][] leader, double[][][] follower, double[] prior) {
    if (leader.length == 0 || follower.length != leader.length || prior.length != leader.length) {
      throw Require.unexpected(
          "types",
          leader.length + ", " + follower.length + " and " + prior.length,
          "one leader matrix, one follower matrix and one probability each");
    }
    double sum = 0;
    for (double probability : prior) {
      sum += Require.positive("prior", probability);
    }
    Require.inRange("sum of the prior", sum, 1 - 1e-9, 1 + 1e-9);
    this.leader = leader;
    this.follower = follower;
    this.prior = prior;
    range = new double[prior.length];
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int type = 0; type < prior.length; type++) {
      checked("leader", leader[type]);
      range[type] = span(checked("follower", follower[type]));
      for (double[] row : leader[type]) {
        least = Math.min(least, Arrays.stream(row).min().orElseThrow());
        most = Math.max(most, Arrays.stream(row).max().orElseThrow());
      }
    }
    low = least;
    scale = most > least ? most - least : 1;
  }

  private double[][] checked(String name, double[][] matrix) {
    int rows = leader[0].length;
    if (rows == 0 || leader[0][0].length == 0 || matrix.length != rows) {
      throw Require.unexpected(name + " rows", matrix.length, "at least one, alike for all");
    }
    for (double[] row : matrix) {
      if (row.length != leader[0][0].length) {
        throw Require.unexpected(name + " columns", row.length, "" + leader[0][0].length);
      }
      for (double payoff : row) {
        Require.finite(name + " payoff", payoff);
      }
    }
    return matrix;
  }

  private static double span(double[][] follower) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] row : follower) {
      for (double payoff : row) {
        least = Math.min(least, payoff);
        most = Math.max(most, payoff);
      }
    }
    return most - least;
  }

  int rows() {
    return leader[0].length;
  }

  int columns() {
    return leader[0][0].length;
  }

  int types() {
    return prior.length;
  }

  /** Range of the leader's payoffs; 1 where they are all equal. */
  double leaderRange() {
    return scale;
  }

  /** Number of tuples of replies, one per type. */
  double tuples() {
    return Math.pow(columns(), types());
  }

  private static double mean(double[][] matrix, int column, double[] mixture) {
    double sum = 0;
    for (int row = 0; row < mixture.length; row++) {
      sum += mixture[row] * matrix[row][column];
    }
    return sum;
  }

  /** Whether no column pays this type more. */
  boolean isBest(int type, int column, double[] mixture) {
    double own = mean(follower[type], column, mixture);
    for (int other = 0; other < columns(); other++) {
      if (mean(follower[type], other, mixture) - own > TIE * range[type]) {
        return false;
      }
    }
    return true;
  }

  /** What the leader gets from a type's column. */
  double leaderMean(int type, int column, double[] mixture) {
    return mean(leader[type], column, mixture);
  }

  /** The replies at a mixture, ties broken for or against the leader. */
  int[] replies(double[] mixture, TieBreak ties) {
    int[] replies = new int[types()];
    double sign = ties == TieBreak.OPTIMISTIC ? 1 : -1;
    for (int type = 0; type < types(); type++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int column = 0; column < columns(); column++) {
        if (isBest(type, column, mixture) && sign * leaderMean(type, column, mixture) > best) {
          best = sign * leaderMean(type, column, mixture);
          replies[type] = column;
        }
      }
    }
    return replies;
  }

  /** Leader's expected value of these replies. */
  double value(double[] mixture, int[] replies) {
    double sum = 0;
    for (int type = 0; type < types(); type++) {
      sum += prior[type] * leaderMean(type, replies[type], mixture);
    }
    return sum;
  }

  /** Leader's expected value, the types answering best. */
  double value(double[] mixture, TieBreak ties) {
    return value(mixture, replies(mixture, ties));
  }

  double[] pure(int row) {
    double[] mixture = new double[rows()];
    mixture[row] = 1;
    return mixture;
  }

  /** The best single row. */
  Optimum bestPure(TieBreak ties) {
    Optimum best = null;
    for (int row = 0; row < rows(); row++) {
      double value = value(pure(row), ties);
      if (best == null || value > best.value()) {
        best = new Optimum(value, pure(row), replies(pure(row), ties));
      }
    }
    return best;
  }

  /** The best mixture, ties broken for the leader: one linear program per tuple of replies. */
  Optimum strong() {
    Optimum best = bestPure(TieBreak.OPTIMISTIC);
    for (int[] tuple : everyTuple()) {
      ReplyProgram program = new ReplyProgram(this, tuple, 0);
      for (int type = 0; type < types(); type++) {
        program.payAtMost(type, tuple[type]);
      }
      Optional<double[]> mixture = program.maximiseValue();
      if (mixture.isPresent()) {
        double value = value(mixture.get(), TieBreak.OPTIMISTIC);
        if (value > best.value()) {
          best = new Optimum(value, mixture.get(), replies(mixture.get(), TieBreak.OPTIMISTIC));
        }
      }
    }
    return best;
  }

  /**
   * What is secured against every tie. Mixtures at which no two different columns tie are dense, so the
   * supremum is the largest value over the tuples whose regions have an interior, columns that are equal for
   * the type counted at their worst; it is attained where some mixture pays it whatever ties there.
   *
   * @return empty where it cannot be told whether some region has an interior
   */
  Optional<Secured> weak() {
    double supremum = Double.NEGATIVE_INFINITY;
    List<int[]> open = new ArrayList<>();
    for (int[] tuple : everyTuple()) {
      double interior = new ReplyProgram(this, tuple, 1).largestSlack();
      if (interior > TIE && interior < CLEAR) {
        return Optional.empty();
      }
      if (interior >= CLEAR) {
        open.add(tuple);
        ReplyProgram program = new ReplyProgram(this, tuple, 0);
        program.payAtMostTwins();
        double[] mixture = program.maximiseValue().orElseThrow();
        supremum = Math.max(supremum, value(mixture, worstTwins(tuple, mixture)));
      }
    }
    Optional<Boolean> attained = Optional.of(false);
    for (int[] tuple : open) {
      Optional<Boolean> here = attains(tuple, supremum);
      if (here.isPresent() && here.get()) {
        return Optional.of(new Secured(supremum, here));
      }
      attained = here.isEmpty() ? here : attained;
    }
    return Optional.of(new Secured(supremum, attained));
  }

  /** Adds to the tuple, one after the other, the columns that tie wherever the supremum is paid. */
  private Optional<Boolean> attains(int[] tuple, double supremum) {
    boolean[][] counted = new boolean[types()][columns()];
    for (int type = 0; type < types(); type++) {
      for (int column = 0; column < columns(); column++) {
        counted[type][column] = twins(type, tuple[type], column);
      }
    }
    while (true) {
      ReplyProgram program = new ReplyProgram(this, tuple, 0);
      program.payAtMost(counted);
      program.payAtLeast(supremum - TIE / 100 * scale);
      if (!program.isFeasible()) {
        return Optional.of(false);
      }
      boolean grown = false;
      for (int type = 0; type < types(); type++) {
        for (int column = 0; column < columns(); column++) {
          double slack = counted[type][column] ? 1 : program.largestSlack(type, column);
          if (slack > NONE && slack < CLEAR) {
            return Optional.empty();
          }
          if (slack <= NONE) {
            counted[type][column] = true;
            grown = true;
          }
        }
      }
      if (!grown) {
        return Optional.of(true);
      }
    }
  }

  /** Whether two columns pay a type the same everywhere. */
  boolean twins(int type, int one, int other) {
    for (double[] row : follower[type]) {
      if (Math.abs(row[one] - row[other]) > TIE * range[type]) {
        return false;
      }
    }
    return true;
  }

  private int[] worstTwins(int[] tuple, double[] mixture) {
    int[] worst = tuple.clone();
    for (int type = 0; type < types(); type++) {
      for (int column = 0; column < columns(); column++) {
        if (twins(type, tuple[type], column)
            && leaderMean(type, column, mixture) < leaderMean(type, worst[type], mixture)) {
          worst[type] = column;
        }
      }
    }
    return worst;
  }

  private List<int[]> everyTuple() {
    List<int[]> tuples = new ArrayList<>();
    int[] tuple = new int[types()];
    while (true) {
      tuples.add(tuple.clone());
      int type = 0;
      while (type < tuple.length && ++tuple[type] == columns()) {
        tuple[type++] = 0;
      }
      if (type == tuple.length) {
        return tuples;
      }
    }
  }
}
