package io.stackelberg.leader.risk;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Mean − aversion / 2 × variance of a lottery, maximised over the simplex by a primal active set.
 *
 * <p>The commitment of the steepest slope joins the support; the maximum over the support's affine hull is
 * approached until a probability falls to 0 and leaves. Every step raises the value, and no support repeats
 * (Wolfe 1959 [wolfe1959simplex]). Where the hull has a direction without curvature, the step follows it to
 * the boundary. Payoffs are scaled to a range of 1.
 */
final class SimplexQuadratic {
  private static final double FLAT = 1e-12;

  private final int n;
  private final double[] mean;
  private final double[][] curvature;
  private final double[] lottery;
  private final List<Integer> support = new ArrayList<>();
  private final double tolerated;
  private long steps;

  SimplexQuadratic(ScenarioPayoffs payoffs, double aversion) {
    this.n = payoffs.commitments();
    double range = payoffs.range();
    double scale = range > 0 ? range : 1;
    double low = -payoffs.extreme(-1);
    this.mean = new double[n];
    this.curvature = new double[n][n];
    this.lottery = new double[n];
    this.tolerated = 1 + aversion * scale / 8;
    for (int scenario = 0; scenario < payoffs.scenarios(); scenario++) {
      for (int i = 0; i < n; i++) {
        mean[i] += payoffs.probability(scenario) * (payoffs.payoff(scenario, i) - low) / scale;
      }
    }
    for (int scenario = 0; scenario < payoffs.scenarios(); scenario++) {
      double weight = payoffs.probability(scenario) * aversion * scale;
      double[] centred = new double[n];
      for (int i = 0; i < n; i++) {
        centred[i] = (payoffs.payoff(scenario, i) - low) / scale - mean[i];
        for (int j = 0; j <= i; j++) {
          curvature[i][j] += weight * centred[i] * centred[j];
          curvature[j][i] = curvature[i][j];
        }
      }
    }
  }

  double[] lottery() {
    return lottery;
  }

  long steps() {
    return steps;
  }

  StopReason solve(SolveLimits limits) {
    Deadline deadline = new Deadline(limits);
    double slack = 0.5 * limits.tolerance().relative() * tolerated;
    int first = 0;
    for (int i = 1; i < n; i++) {
      double gain = mean[i] - 0.5 * curvature[i][i];
      first = gain > mean[first] - 0.5 * curvature[first][first] ? i : first;
    }
    support.add(first);
    lottery[first] = 1;
    while (true) {
      double[] slope = slope();
      int steepest = 0;
      double average = 0;
      for (int i = 0; i < n; i++) {
        steepest = slope[i] > slope[steepest] ? i : steepest;
        average += lottery[i] * slope[i];
      }
      if (slope[steepest] - average <= slack) {
        return StopReason.PROVEN_OPTIMAL;
      }
      Optional<StopReason> limit = deadline.reached(steps);
      if (limit.isPresent()) {
        return limit.get();
      }
      if (support.contains(steepest)) {
        return StopReason.NUMERICAL_FAILURE;
      }
      support.add(steepest);
      while (!isMaximalOnHull()) {
        steps++;
      }
      steps++;
    }
  }

  private double[] slope() {
    double[] slope = mean.clone();
    for (int i : support) {
      for (int j = 0; j < n; j++) {
        slope[j] -= lottery[i] * curvature[i][j];
      }
    }
    return slope;
  }

  /** Moves to the maximum over the affine hull, or to the first probability that falls to 0. */
  private boolean isMaximalOnHull() {
    int size = support.size();
    if (size == 1) {
      lottery[support.get(0)] = 1;
      return true;
    }
    double[] direction = new double[size];
    boolean isCurved = direction(direction);
    double step = isCurved ? 1 : Double.POSITIVE_INFINITY;
    int leaving = -1;
    for (int place = 0; place < size; place++) {
      double room = -lottery[support.get(place)] / direction[place];
      if (direction[place] < 0 && room < step) {
        step = room;
        leaving = place;
      }
    }
    if (step == Double.POSITIVE_INFINITY) {
      return true; // a direction of length 0: nothing is left to gain
    }
    double sum = 0;
    for (int place = 0; place < size; place++) {
      int i = support.get(place);
      lottery[i] = place == leaving ? 0 : Math.max(0, lottery[i] + step * direction[place]);
      sum += lottery[i];
    }
    for (int i : support) {
      lottery[i] /= sum;
    }
    if (leaving >= 0) {
      support.remove(leaving);
    }
    return leaving < 0;
  }

  /**
   * Newton's direction within the hull, by the square root of the curvature reduced by the first of the
   * support; where a pivot vanishes, the rising direction without curvature.
   *
   * @return whether the direction is Newton's
   */
  private boolean direction(double[] direction) {
    int m = support.size() - 1;
    int origin = support.get(0);
    double[] slope = slope();
    double[][] root = new double[m][m];
    double[] right = new double[m];
    int flat = m;
    for (int row = 0; row < m && flat == m; row++) {
      int i = support.get(row + 1);
      right[row] = slope[i] - slope[origin];
      double own = reduced(i, i, origin);
      double pivot = own;
      for (int column = 0; column < row; column++) {
        double entry = reduced(i, support.get(column + 1), origin);
        for (int k = 0; k < column; k++) {
          entry -= root[row][k] * root[column][k];
        }
        root[row][column] = entry / root[column][column];
        pivot -= root[row][column] * root[row][column];
      }
      if (pivot <= FLAT * own || pivot <= 0) {
        flat = row;
      } else {
        root[row][row] = StrictMath.sqrt(pivot);
      }
    }
    double[] solved = new double[m];
    if (flat == m) {
      for (int row = 0; row < m; row++) {
        double entry = right[row];
        for (int k = 0; k < row; k++) {
          entry -= root[row][k] * solved[k];
        }
        solved[row] = entry / root[row][row];
      }
      transposed(root, solved, m);
    } else {
      for (int k = 0; k < flat; k++) {
        solved[k] = -root[flat][k];
      }
      transposed(root, solved, flat);
      solved[flat] = 1;
      double rise = 0;
      for (int k = 0; k <= flat; k++) {
        rise += solved[k] * right[k];
      }
      for (int k = 0; k <= flat && rise < 0; k++) {
        solved[k] = -solved[k];
      }
    }
    Arrays.fill(direction, 0);
    for (int k = 0; k < m; k++) {
      direction[k + 1] = solved[k];
      direction[0] -= solved[k];
    }
    return flat == m;
  }

  private double reduced(int i, int j, int origin) {
    return curvature[i][j]
        - curvature[i][origin]
        - curvature[origin][j]
        + curvature[origin][origin];
  }

  private static void transposed(double[][] root, double[] solved, int size) {
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        solved[row] -= root[k][row] * solved[k];
      }
      solved[row] /= root[row][row];
    }
  }
}
