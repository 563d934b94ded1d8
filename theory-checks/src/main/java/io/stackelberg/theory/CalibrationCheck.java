package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Calibration of forecasts of an event, recomputed from its definitions, overall and per region.
 *
 * <p>The binned error (ECE) is a plug-in estimate, biased upwards, and bounds nothing by itself: the answer rests
 * on an interval of it, of radius √((B log 2 + log(2R/δ))/(2n)) for R regions, for independent forecasts. A small
 * binned error says nothing of what happens within a bin. Cost: O(n²).
 */
public final class CalibrationCheck {
  private static final String NAME = "calibration (section 2)";

  private CalibrationCheck() {}

  /**
   * Compares forecasts with what happened.
   *
   * @param forecasts p, each in [0, 1], at least one
   * @param outcomes y, each 0 or 1
   * @param regions the region of each, such as that of the leader's action; all equal for one table
   * @param bins B, in [1, 500]
   * @param tolerance binned error that counts as calibrated, in (0, 1)
   * @param delta probability of a wrong answer, in (0, 1)
   */
  public static CheckResult check(
      double[] forecasts,
      double[] outcomes,
      int[] regions,
      int bins,
      double tolerance,
      double delta) {
    int n = Require.atLeast("number of p", forecasts.length, 1);
    Require.inRange("number of y", outcomes.length, n, n);
    Require.inRange("number of regions", regions.length, n, n);
    Require.inRange("bins", bins, 1, 500);
    Require.inOpenUnitInterval("tolerance", tolerance);
    Require.inOpenUnitInterval("delta", delta);
    TreeMap<Integer, List<Integer>> members = new TreeMap<>();
    for (int index = 0; index < n; index++) {
      Require.inUnitInterval("p[" + index + "]", forecasts[index]);
      if (outcomes[index] != 0 && outcomes[index] != 1) {
        throw Require.unexpected("y[" + index + "]", outcomes[index], "0 or 1");
      }
      members.computeIfAbsent(regions[index], region -> new ArrayList<>()).add(index);
    }
    List<Integer> all = IntStream.range(0, n).boxed().toList();
    double brier = 0;
    double gap = 0;
    for (int index : all) {
      double error = outcomes[index] - forecasts[index];
      brier += error * error / n;
      gap += error / n;
    }
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(Quantity.of("brier_one_sided", brier));
    quantities.add(Quantity.of("log_loss", logLoss(forecasts, outcomes, 1)));
    quantities.add(Quantity.of("gap", gap));
    quantities.add(Quantity.of("ece", binnedError(forecasts, outcomes, all, bins)));
    double temperature = temperature(forecasts, outcomes);
    quantities.add(Quantity.of("temperature", temperature));
    quantities.add(Quantity.of("tempered_log_loss", logLoss(forecasts, outcomes, 1 / temperature)));
    quantities.add(Quantity.of("isotonic", isotonic(forecasts, outcomes)));
    double low = Double.NEGATIVE_INFINITY;
    double high = 0;
    int worst = regions[0];
    List<Double> errors = new ArrayList<>();
    for (int region : members.keySet()) {
      List<Integer> chosen = members.get(region);
      double error = binnedError(forecasts, outcomes, chosen, bins);
      double radius = Math.sqrt(
          (bins * Math.log(2) + Math.log(2 * members.size() / delta)) / (2.0 * chosen.size()));
      errors.add(error);
      if (error - radius > low) {
        low = error - radius;
        worst = region;
      }
      high = Math.max(high, error + radius);
    }
    quantities.add(new Quantity("region_ece", errors));
    quantities.add(Quantity.of("worst_ece", Math.max(0, low), Math.min(1, high)));
    if (low > tolerance) {
      return new CheckResult.Violated(
          NAME,
          Rigour.FINITE_SAMPLE,
          "region " + worst + ": binned error at least " + low,
          "Forecasts are off by more than " + tolerance + ", however sharp they are.",
          quantities);
    }
    return high <= tolerance
        ? new CheckResult.Holds(
            NAME,
            Rigour.FINITE_SAMPLE,
            tolerance - high,
            "The binned error of every region is at most " + high + ".",
            quantities)
        : new CheckResult.Inconclusive(
            NAME,
            Rigour.FINITE_SAMPLE,
            "more forecasts, or fewer bins and regions",
            "The largest binned error of a region lies between " + Math.max(0, low) + " and "
                + Math.min(1, high) + ".",
            quantities);
  }

  private static double binnedError(
      double[] forecasts, double[] outcomes, List<Integer> chosen, int bins) {
    double[] gaps = new double[bins];
    for (int index : chosen) {
      int bin = 0;
      while (bin < bins - 1 && forecasts[index] > (bin + 1.0) / bins) {
        bin++;
      }
      gaps[bin] += (outcomes[index] - forecasts[index]) / chosen.size();
    }
    return Arrays.stream(gaps).map(Math::abs).sum();
  }

  /** Mean log-loss of σ(β logit p). */
  private static double logLoss(double[] forecasts, double[] outcomes, double inverse) {
    double loss = 0;
    for (int index = 0; index < forecasts.length; index++) {
      double towards = outcomes[index] == 1 ? forecasts[index] : 1 - forecasts[index];
      double margin = inverse * (Math.log(towards) - Math.log(1 - towards));
      loss += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
    }
    return loss / forecasts.length;
  }

  /** Bisection of the slope in 1/T, in which the loss is convex; an end of [1e-3, 1e3] without a minimum. */
  private static double temperature(double[] forecasts, double[] outcomes) {
    double low = 1e-3;
    double high = 1e3;
    for (int step = 0; step < 200; step++) {
      double middle = Math.sqrt(low * high);
      double slope = 0;
      for (int index = 0; index < forecasts.length; index++) {
        double towards = outcomes[index] == 1 ? forecasts[index] : 1 - forecasts[index];
        double margin = Math.log(towards) - Math.log(1 - towards);
        slope -= Math.abs(margin) == Double.POSITIVE_INFINITY
            ? (margin < 0 ? margin : 0)
            : margin / (1 + Math.exp(middle * margin));
      }
      // middle is 1/T.
      if (slope < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 1 / Math.sqrt(low * high);
  }

  /** Non-decreasing fit in order of p: equal p pooled, then neighbours pooled while they fall. */
  private static double[] isotonic(double[] forecasts, double[] outcomes) {
    int[] order = IntStream.range(0, forecasts.length)
        .boxed()
        .sorted(Comparator.comparingDouble(index -> forecasts[index]))
        .mapToInt(Integer::intValue)
        .toArray();
    double[] sums = new double[order.length];
    int[] sizes = new int[order.length];
    int blocks = 0;
    for (int position = 0; position < order.length; position++) {
      boolean tied = position > 0 && forecasts[order[position]] == forecasts[order[position - 1]];
      if (tied) {
        blocks--;
      } else {
        sums[blocks] = 0;
        sizes[blocks] = 0;
      }
      sums[blocks] += outcomes[order[position]];
      sizes[blocks]++;
      blocks++;
    }
    boolean pooled = true;
    while (pooled) {
      pooled = false;
      for (int block = 0; block + 1 < blocks && !pooled; block++) {
        if (sums[block] / sizes[block] > sums[block + 1] / sizes[block + 1]) {
          sums[block] += sums[block + 1];
          sizes[block] += sizes[block + 1];
          System.arraycopy(sums, block + 2, sums, block + 1, blocks - block - 2);
          System.arraycopy(sizes, block + 2, sizes, block + 1, blocks - block - 2);
          blocks--;
          pooled = true;
        }
      }
    }
    double[] fit = new double[order.length];
    int position = 0;
    for (int block = 0; block < blocks; block++) {
      for (int member = 0; member < sizes[block]; member++) {
        fit[position++] = sums[block] / sizes[block];
      }
    }
    return fit;
  }
}
