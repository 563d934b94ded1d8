package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.HashMap;
import java.util.Map;

/**
 * Means of values that are independent between clusters, such as sessions, and arbitrary within.
 *
 * <p>Clusters are any integer labels; only which values share one matters. Cost: O(n).
 */
public final class ClusteredMeans {
  private ClusteredMeans() {}

  /**
   * Mean with a cluster-robust standard error.
   *
   * <pre>se² = G/(G−1) · Σ_g (Σ_{i∈g} (x_i − x̄))² / n²,  G − 1 degrees of freedom</pre>
   *
   * <p>With one value per cluster this is s²/n. Source: Liang and Zeger (1986) [liang1986longitudinal],
   * with the factor G/(G−1) for few clusters.
   *
   * @param values at least one, finite
   * @param clusters the cluster of each value
   * @return the estimate; of unknown error when all values share one cluster
   * @throws IllegalArgumentException if the lengths differ, nothing is given or a value is not finite
   */
  public static MeanEstimate mean(double[] values, int[] clusters) {
    requireFinite("values", values, clusters.length);
    double mean = plainMean(values);
    double[] deviations = new double[values.length];
    for (int unit = 0; unit < values.length; unit++) {
      deviations[unit] = values[unit] - mean;
    }
    return estimate(mean, deviations, clusters);
  }

  /**
   * Saving 1 − mean(cost)/mean(baselineCost), paired, with a standard error by linearisation.
   *
   * <p>The error is that of the mean of −(cost_i − r · baseline_i)/mean(baseline), r the ratio of means
   * (delta method). Source: Cochran (1977) [cochran1977sampling], ratio estimates.
   *
   * @param baselineCost cost of each unit under the baseline, finite, of positive mean
   * @param cost cost of the same unit under the policy, finite
   * @param clusters the cluster of each unit
   * @return the saving as a fraction of the baseline's mean cost: 0.174 is 17.4 %
   * @throws IllegalArgumentException if the lengths differ, nothing is given, a value is not finite or
   *     the baseline's mean cost is not above 0
   */
  public static MeanEstimate saving(double[] baselineCost, double[] cost, int[] clusters) {
    requireFinite("baselineCost", baselineCost, clusters.length);
    requireFinite("cost", cost, clusters.length);
    double baselineMean = Require.positive("mean of baselineCost", plainMean(baselineCost));
    double ratio = plainMean(cost) / baselineMean;
    double[] influence = new double[cost.length];
    for (int unit = 0; unit < cost.length; unit++) {
      influence[unit] = (ratio * baselineCost[unit] - cost[unit]) / baselineMean;
    }
    return estimate(1 - ratio, influence, clusters);
  }

  /** Mean of a sample; exact when all values are equal. */
  static double plainMean(double[] values) {
    double first = values[0];
    double sum = 0;
    for (double value : values) {
      sum += value - first;
    }
    return first + sum / values.length;
  }

  /** The estimate whose error is that of the mean of {@code deviations}, which sum to 0. */
  private static MeanEstimate estimate(double mean, double[] deviations, int[] clusters) {
    Map<Integer, Integer> order = new HashMap<>();
    double[] sums = new double[deviations.length];
    for (int unit = 0; unit < deviations.length; unit++) {
      Integer known = order.putIfAbsent(clusters[unit], order.size());
      sums[known == null ? order.size() - 1 : known] += deviations[unit];
    }
    int count = order.size();
    if (count < 2) {
      return new MeanEstimate(mean, Double.POSITIVE_INFINITY, 0);
    }
    double squares = 0;
    for (int cluster = 0; cluster < count; cluster++) {
      squares += sums[cluster] * sums[cluster];
    }
    double standardError = Math.sqrt(squares * count / (count - 1)) / deviations.length;
    return new MeanEstimate(mean, standardError, count - 1);
  }

  private static void requireFinite(String name, double[] values, int clusterCount) {
    Require.atLeast("number of " + name, values.length, 1);
    if (values.length != clusterCount) {
      throw Require.unexpected("number of clusters", clusterCount, "" + values.length);
    }
    for (int unit = 0; unit < values.length; unit++) {
      if (!Double.isFinite(values[unit])) {
        throw Require.unexpected(name + "[" + unit + "]", values[unit], "a finite number");
      }
    }
  }
}
