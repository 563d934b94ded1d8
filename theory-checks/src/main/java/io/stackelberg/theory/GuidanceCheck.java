package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BettingBound;
import java.util.ArrayList;
import java.util.List;

/**
 * That guiding the follower is at least as good as leaving it alone (theory T5), for a budget that admits the
 * null instruction.
 */
public final class GuidanceCheck {
  private static final String NAME = "guidance dominance (T5)";

  private GuidanceCheck() {}

  /**
   * Enumerates the instructions.
   *
   * @param values J_L of each instruction under the one selection of the follower's response that is used for
   *     all of them
   * @param costs cost of each instruction, at least 0
   * @param budget instructions costing at most this are feasible
   * @param none index of the null instruction
   */
  public static CheckResult check(double[] values, double[] costs, double budget, int none) {
    Require.atLeast("number of instructions", values.length, 1);
    Require.inRange("number of costs", costs.length, values.length, values.length);
    Require.inRange("null", none, 0, values.length - 1);
    Require.finite("B", budget);
    int best = -1;
    for (int instruction = 0; instruction < values.length; instruction++) {
      Require.finite("J_L[" + instruction + "]", values[instruction]);
      Require.nonNegative("cost[" + instruction + "]", costs[instruction]);
      if (costs[instruction] <= budget && (best < 0 || values[instruction] > values[best])) {
        best = instruction;
      }
    }
    if (best < 0) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "budget " + budget,
          "No instruction is feasible, the null one included.",
          List.of(Quantity.of("unguided_value", values[none])));
    }
    double gap = values[best] - values[none];
    List<Quantity> quantities = List.of(
        Quantity.of("guided_value", values[best]),
        Quantity.of("unguided_value", values[none]),
        Quantity.of("gap", gap));
    if (costs[none] <= budget) {
      return new CheckResult.Holds(
          NAME,
          Rigour.EXACT,
          gap,
          "Instruction " + best + " gains " + gap + " over none"
              + (gap > 0 ? "." : ": guidance does not help, nor harm."),
          quantities);
    }
    String infeasible =
        "The null instruction costs " + costs[none] + ", more than the budget " + budget + ".";
    return gap < 0
        ? new CheckResult.Violated(
            NAME,
            Rigour.EXACT,
            "instruction " + best + ": " + values[best] + " < " + values[none],
            infeasible + " The best feasible one is worse than none.",
            quantities)
        : new CheckResult.Inconclusive(
            NAME,
            Rigour.EXACT,
            "a budget that admits the null instruction",
            infeasible,
            quantities);
  }

  /**
   * That guidance is strictly better, from paired outcomes: a finite-sample lower bound of the mean gain.
   *
   * @param gains guided minus unguided, one per independent unit, each in [{@code −range}, {@code range}]
   * @param range declared in advance, above 0
   * @param delta probability that the bound exceeds the mean gain, in (0, 1)
   */
  public static CheckResult checkStrict(double[] gains, double range, double delta) {
    Require.positive("range", range);
    double[] unit = new double[gains.length];
    for (int index = 0; index < gains.length; index++) {
      Require.inRange("D[" + index + "]", gains[index], -range, range);
      unit[index] = (gains[index] / range + 1) / 2;
    }
    double low = range * (2 * BettingBound.lowerBound(unit, delta) - 1);
    double high = range * (2 * BettingBound.upperBound(unit, delta) - 1);
    List<Quantity> quantities =
        List.of(Quantity.of("gain_lower_bound", low), Quantity.of("gain_upper_bound", high));
    if (low > 0) {
      return new CheckResult.Holds(
          NAME,
          Rigour.FINITE_SAMPLE,
          low,
          "The mean gain is at least " + low + " with probability " + (1 - delta) + ".",
          quantities);
    }
    return high < 0
        ? new CheckResult.Violated(
            NAME,
            Rigour.FINITE_SAMPLE,
            "mean gain at most " + high,
            "Guidance is worse than none with probability " + (1 - delta) + ".",
            quantities)
        : new CheckResult.Inconclusive(
            NAME,
            Rigour.FINITE_SAMPLE,
            "more units",
            "The lower bound " + low + " of the mean gain is not above 0.",
            quantities);
  }

  /**
   * That committing is at least as good for the leader as a Nash equilibrium, ties going its way.
   *
   * @param leader M_L, one row per action of the leader
   * @param follower M_F, of the same shape
   * @param row the leader's mixture in the equilibrium
   * @param column the follower's
   * @param commitments the mixtures the leader may commit to; single rows alone may all be worse
   */
  public static CheckResult checkAgainstNash(
      double[][] leader,
      double[][] follower,
      double[] row,
      double[] column,
      double[][] commitments) {
    double range = range(leader) + range(follower);
    double nash = 0;
    double followers = 0;
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < column.length; j++) {
        nash += row[i] * column[j] * leader[i][j];
        followers += row[i] * column[j] * follower[i][j];
      }
    }
    double tolerance = 1e-9 * range;
    List<Double> atRow = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      double value = 0;
      for (int j = 0; j < column.length; j++) {
        value += column[j] * leader[i][j];
      }
      atRow.add(value);
    }
    double bestRow = atRow.stream().mapToDouble(value -> value).max().orElseThrow();
    double bestColumn = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < column.length; j++) {
      bestColumn = Math.max(bestColumn, payoff(follower, row, j));
    }
    List<Quantity> equilibrium = List.of(Quantity.of("nash_value", nash));
    if (bestRow > nash + tolerance || bestColumn > followers + tolerance) {
      return new CheckResult.Inconclusive(
          NAME,
          Rigour.EXACT,
          "a Nash equilibrium",
          "A player gains " + Math.max(bestRow - nash, bestColumn - followers) + " by deviating.",
          equilibrium);
    }
    double best = Double.NEGATIVE_INFINITY;
    for (double[] mixture : commitments) {
      double reply = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < column.length; j++) {
        reply = Math.max(reply, payoff(follower, mixture, j));
      }
      for (int j = 0; j < column.length; j++) {
        if (payoff(follower, mixture, j) >= reply - tolerance) {
          best = Math.max(best, payoff(leader, mixture, j));
        }
      }
    }
    List<Quantity> quantities =
        List.of(Quantity.of("commitment_value", best), Quantity.of("nash_value", nash));
    return best < nash - tolerance
        ? new CheckResult.Violated(
            NAME,
            Rigour.EXACT,
            "best of " + commitments.length + " commitments " + best + " < Nash " + nash,
            "These commitments do not dominate the equilibrium; mixed ones would.",
            quantities)
        : new CheckResult.Holds(
            NAME,
            Rigour.EXACT,
            Math.max(0, best - nash),
            "Committing gives " + best + ", the equilibrium " + nash + ".",
            quantities);
  }

  private static double payoff(double[][] payoffs, double[] mixture, int column) {
    double value = 0;
    for (int i = 0; i < mixture.length; i++) {
      value += mixture[i] * payoffs[i][column];
    }
    return value;
  }

  private static double range(double[][] payoffs) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] row : payoffs) {
      for (double payoff : row) {
        low = Math.min(low, Require.finite("payoff", payoff));
        high = Math.max(high, payoff);
      }
    }
    return high - low;
  }
}
