package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanBounds;
import io.stackelberg.game.stats.PredictableBernstein;
import java.util.ArrayList;
import java.util.List;

/**
 * Intervals of a mean recomputed from their definitions (theory 4.1), moments summed anew for each
 * bet.
 *
 * <p>Holds when the values lie in their declared range and the library's intervals agree with the recomputed
 * ones within 1e-9. Cost: O(n²).
 */
public final class MeanBoundsCheck {
  private static final String NAME = "mean bounds (4.1)";
  private static final double TOLERANCE = 1e-9;

  private MeanBoundsCheck() {}

  /**
   * Recomputes all two-sided intervals, none with a running intersection.
   *
   * <p>Reporting the narrowest needs it to be fixed in advance, or delta split over the methods.
   *
   * @param values at least two, in the order they arrived
   * @param low least value possible
   * @param high largest value possible
   * @param delta probability of missing the mean, in (0, 1)
   */
  public static CheckResult check(double[] values, double low, double high, double delta) {
    Require.atLeast("number of X", values.length, 2);
    Require.inOpenUnitInterval("delta", delta);
    double width = Require.positive("hi - lo", high - low);
    double[] unit = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      if (!(values[index] >= low && values[index] <= high)) {
        return new CheckResult.Violated(
            NAME,
            Rigour.EXACT,
            "X[" + index + "] = " + values[index],
            "A value outside the declared range [" + low + ", " + high + "]: no bound applies.");
      }
      unit[index] = Math.min(1, Math.max(0, (values[index] - low) / width));
    }
    double mean = mean(unit, unit.length);
    double variance = 0;
    for (double value : unit) {
      variance += (value - mean) * (value - mean) / (unit.length - 1);
    }
    int n = unit.length;
    double log = Math.log(2 / delta);
    double hoeffding = Math.sqrt(log / (2 * n));
    double bernsteinLog = Math.log(4 / delta);
    double bernstein =
        Math.sqrt(2 * variance * bernsteinLog / n) + 7 * bernsteinLog / (3 * (n - 1.0));
    double[] fixed = bets(unit, log, false);
    double[] sequence = bets(unit, log, true);
    double[] bernsteinFixed = predictable(unit, fixed, log);
    double[] bernsteinSequence = predictable(unit, sequence, log);
    double[] hedgedFixed = hedged(unit, fixed, log);
    double[] hedgedSequence = hedged(unit, sequence, log);
    double difference = Math.abs(hoeffding - MeanBounds.hoeffdingTwoSided(n, delta));
    difference = Math.max(
        difference,
        Math.abs(
            bernstein - MeanBounds.empiricalBernsteinTwoSided(Math.min(0.5, variance), n, delta)));
    difference =
        Math.max(difference, distance(bernsteinFixed, PredictableBernstein.interval(unit, delta)));
    difference = Math.max(
        difference,
        distance(bernsteinSequence, PredictableBernstein.confidenceSequence(unit, delta)));
    difference = Math.max(difference, distance(hedgedFixed, BettingBound.interval(unit, delta)));
    difference = Math.max(
        difference, distance(hedgedSequence, BettingBound.confidenceSequence(unit, delta)));
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(Quantity.of("mean", low + width * mean));
    quantities.add(Quantity.of("hoeffding_radius", width * hoeffding));
    quantities.add(Quantity.of("empirical_bernstein_radius", width * bernstein));
    quantities.add(scaled("prpl_eb_ci", bernsteinFixed, low, width));
    quantities.add(scaled("prpl_eb_cs", bernsteinSequence, low, width));
    quantities.add(scaled("hedged_ci", hedgedFixed, low, width));
    quantities.add(scaled("hedged_cs", hedgedSequence, low, width));
    quantities.add(Quantity.of("largest_difference", difference));
    return difference <= TOLERANCE
        ? new CheckResult.Holds(
            NAME,
            Rigour.FINITE_SAMPLE,
            TOLERANCE - difference,
            "Each interval holds with probability " + (1 - delta)
                + " for independent values, if its method was fixed in advance.",
            quantities)
        : new CheckResult.Violated(
            NAME,
            Rigour.EXACT,
            "difference " + difference,
            "The library's intervals are not what their definition gives.",
            quantities);
  }

  private static Quantity scaled(String name, double[] ends, double low, double width) {
    return Quantity.of(name, low + width * ends[0], low + width * ends[1]);
  }

  private static double distance(double[] ends, Interval interval) {
    return Math.max(Math.abs(ends[0] - interval.low()), Math.abs(ends[1] - interval.high()));
  }

  private static double mean(double[] unit, int count) {
    double sum = 0;
    for (int index = 0; index < count; index++) {
      sum += unit[index] / count;
    }
    return sum;
  }

  /** (½ + ΣX)/(t + 1) after {@code count} values. */
  private static double shrunkMean(double[] unit, int count) {
    double sum = 0.5;
    for (int index = 0; index < count; index++) {
      sum += unit[index];
    }
    return sum / (count + 1);
  }

  private static double[] bets(double[] unit, double log, boolean atEveryTime) {
    double[] means = new double[unit.length + 1];
    for (int t = 0; t <= unit.length; t++) {
      means[t] = shrunkMean(unit, t);
    }
    double[] bets = new double[unit.length];
    for (int t = 1; t <= unit.length; t++) {
      double squares = 0.25;
      for (int i = 1; i < t; i++) {
        squares += (unit[i - 1] - means[i]) * (unit[i - 1] - means[i]);
      }
      double horizon = atEveryTime ? t * Math.log(1 + t) : unit.length;
      bets[t - 1] = Math.sqrt(2 * log / (squares / t * horizon));
    }
    return bets;
  }

  private static double[] predictable(double[] unit, double[] bets, double log) {
    double stakes = 0;
    double weighted = 0;
    double width = log;
    for (int index = 0; index < unit.length; index++) {
      double bet = Math.min(bets[index], 0.5);
      double deviation = unit[index] - shrunkMean(unit, index);
      stakes += bet;
      weighted += bet * unit[index];
      width += deviation * deviation * (-Math.log(1 - bet) - bet);
    }
    double centre = weighted / stakes;
    return new double[] {Math.max(0, centre - width / stakes), Math.min(1, centre + width / stakes)
    };
  }

  private static double[] hedged(double[] unit, double[] bets, double logThreshold) {
    // The capital against small means falls in m, that against large ones rises.
    double low = 0;
    if (logCapital(unit, bets, 0, 1) >= logThreshold) {
      double open = 1;
      for (int step = 0; step < 50; step++) {
        double middle = (low + open) / 2;
        if (logCapital(unit, bets, middle, 1) >= logThreshold) {
          low = middle;
        } else {
          open = middle;
        }
      }
    }
    double high = 1;
    if (logCapital(unit, bets, 1, -1) >= logThreshold) {
      double open = 0;
      for (int step = 0; step < 50; step++) {
        double middle = (high + open) / 2;
        if (logCapital(unit, bets, middle, -1) >= logThreshold) {
          high = middle;
        } else {
          open = middle;
        }
      }
    }
    return new double[] {Math.min(low, high), Math.max(low, high)};
  }

  private static double logCapital(double[] unit, double[] bets, double m, int side) {
    double cap = 0.5 / (side > 0 ? m : 1 - m);
    double log = 0;
    for (int index = 0; index < unit.length; index++) {
      log += Math.log(1 + side * Math.min(bets[index], cap) * (unit[index] - m));
    }
    return log;
  }
}
