package io.stackelberg.leader.finite;

import io.stackelberg.game.catalog.BimatrixGame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A game with both players' payoffs scaled to [0, 1], and the linear programs over the follower's best-reply
 * regions. Actions strictly dominated by another action are left out.
 */
final class FollowerRegions {
  /** Two payoffs within this share of the range tie. */
  static final double TIE = 1e-9;

  final int rows;
  final int columns;
  final double leaderLow;
  final double leaderRange;
  final double[][] leader; // [column][row], scaled
  final double[][] follower; // [column][row], scaled
  final int[] live;
  final int[] place; // of a column among the live ones; -1 when dominated
  final double[] most; // largest probability of each row

  FollowerRegions(BimatrixGame game) {
    this(game, DoubleStream.generate(() -> 1).limit(game.rows()).toArray());
  }

  /** Mixtures restricted to probabilities up to {@code most}. */
  FollowerRegions(BimatrixGame game, double[] most) {
    this.most = most;
    rows = game.rows();
    columns = game.columns();
    leader = new double[columns][rows];
    follower = new double[columns][rows];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        leader[column][row] = game.leaderPayoff(row, column);
        follower[column][row] = game.followerPayoff(row, column);
      }
    }
    double[] range = scale(leader);
    leaderLow = range[0];
    leaderRange = range[1];
    scale(follower);
    place = new int[columns];
    int count = 0;
    for (int column = 0; column < columns; column++) {
      place[column] = isDominated(column) ? -1 : count++;
    }
    live = new int[count];
    for (int column = 0; column < columns; column++) {
      if (place[column] >= 0) {
        live[place[column]] = column;
      }
    }
  }

  /** Turns a scaled leader's payoff into the game's own. */
  double unscaled(double payoff) {
    return leaderLow + leaderRange * payoff;
  }

  /**
   * Variables: a probability per row, the follower's value; a row per live action says that it pays at most
   * that value, the last that probabilities sum to 1. Fixing an action's slack at 0 restricts the mixtures
   * to its region.
   */
  DenseSimplex program() {
    double[][] matrix = new double[live.length + 1][];
    double[] rhs = new double[matrix.length];
    for (int index = 0; index < live.length; index++) {
      matrix[index] = Arrays.copyOf(follower[live[index]], rows + 1);
      matrix[index][rows] = -1;
    }
    matrix[live.length] = new double[rows + 1];
    Arrays.fill(matrix[live.length], 0, rows, 1);
    rhs[live.length] = 1;
    DenseSimplex program = new DenseSimplex(matrix, rhs);
    for (int variable = 0; variable <= rows; variable++) {
      program.setBounds(variable, 0, variable < rows ? most[variable] : 1);
    }
    program.setSlackBounds(live.length, 0, 0);
    return program;
  }

  /** Each action's largest scaled payoff for the leader; −∞ for a dominated action. */
  double[] ceilings() {
    double[] ceilings = new double[columns];
    Arrays.fill(ceilings, Double.NEGATIVE_INFINITY);
    for (int column : live) {
      ceilings[column] = Arrays.stream(leader[column]).max().orElseThrow();
    }
    return ceilings;
  }

  /** The mixture of a program's last point, cleaned of rounding. */
  double[] mixture(DenseSimplex program) {
    double[] mixture = new double[rows];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      mixture[row] = Math.max(0, program.value(row));
      sum += mixture[row];
    }
    for (int row = 0; row < rows; row++) {
      mixture[row] /= sum;
    }
    return mixture;
  }

  static double expected(double[] payoffs, double[] mixture) {
    double sum = 0;
    for (int row = 0; row < mixture.length; row++) {
      sum += mixture[row] * payoffs[row];
    }
    return sum;
  }

  /** The live actions in groups that pay the follower the same whatever the leader does. */
  List<int[]> equivalentReplies() {
    List<int[]> groups = new ArrayList<>();
    boolean[] isTaken = new boolean[columns];
    for (int first : live) {
      if (isTaken[first]) {
        continue;
      }
      int[] group = new int[live.length];
      int size = 0;
      for (int column : live) {
        if (!isTaken[column] && paysTheSame(first, column)) {
          isTaken[column] = true;
          group[size++] = column;
        }
      }
      groups.add(Arrays.copyOf(group, size));
    }
    return groups;
  }

  private boolean paysTheSame(int one, int other) {
    for (int row = 0; row < rows; row++) {
      if (!(Math.abs(follower[one][row] - follower[other][row]) <= TIE)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDominated(int column) {
    for (int other = 0; other < columns; other++) {
      int row = 0;
      while (row < rows && follower[other][row] - follower[column][row] > 2 * TIE) {
        row++;
      }
      if (row == rows) {
        return true;
      }
    }
    return false;
  }

  /** Scales to [0, 1]; returns the least payoff and the range, 1 when all payoffs are equal. */
  private static double[] scale(double[][] payoffs) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] column : payoffs) {
      for (double payoff : column) {
        low = Math.min(low, payoff);
        high = Math.max(high, payoff);
      }
    }
    double range = high > low ? high - low : 1;
    for (double[] column : payoffs) {
      for (int row = 0; row < column.length; row++) {
        column[row] = (column[row] - low) / range;
      }
    }
    return new double[] {low, range};
  }
}
