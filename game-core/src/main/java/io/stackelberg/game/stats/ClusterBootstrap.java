package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Bootstrap interval of a saving, whole clusters such as sessions drawn with replacement.
 *
 * <p>Bias-corrected and accelerated; the acceleration comes from leaving out one cluster at a time. Asymptotic: with
 * few clusters it misses more often than its confidence says. Source: Efron (1987) [efron1987better].
 */
public final class ClusterBootstrap {
  private ClusterBootstrap() {}

  /**
   * Interval of 1 − Σ cost/Σ baselineCost.
   *
   * @param baselineCost sum of each cluster under the baseline, above 0
   * @param cost sum of the same cluster under the policy, finite
   * @param confidence in (0, 1)
   * @param resamples at least 100
   * @return the estimate between its ends; the estimate alone where every cluster saves the same
   * @throws IllegalArgumentException if there are fewer than two clusters or an argument is outside its range
   */
  public static Interval saving(
      double[] baselineCost,
      double[] cost,
      double confidence,
      int resamples,
      RandomGenerator random) {
    int clusters = Require.atLeast("number of clusters", cost.length, 2);
    if (baselineCost.length != clusters) {
      throw Require.unexpected("number of baseline costs", baselineCost.length, "" + clusters);
    }
    Require.inOpenUnitInterval("confidence", confidence);
    Require.atLeast("resamples", resamples, 100);
    double base = 0;
    double own = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      base += Require.positive("baselineCost[" + cluster + "]", baselineCost[cluster]);
      own += Require.finite("cost[" + cluster + "]", cost[cluster]);
    }
    double estimate = 1 - own / base;
    double[] drawn = new double[resamples];
    for (int resample = 0; resample < resamples; resample++) {
      double baseSum = 0;
      double ownSum = 0;
      for (int draw = 0; draw < clusters; draw++) {
        int cluster = random.nextInt(clusters);
        baseSum += baselineCost[cluster];
        ownSum += cost[cluster];
      }
      drawn[resample] = 1 - ownSum / baseSum;
    }
    Arrays.sort(drawn);
    NormalDistribution normal = new NormalDistribution();
    double below = 0;
    for (double value : drawn) {
      below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
    }
    // Half a resample on either side keeps the correction finite where all lie on one side.
    double bias = normal.inverseCumulativeProbability((below + 0.5) / (resamples + 1));
    double acceleration = acceleration(baselineCost, cost, base, own);
    double quantile = normal.inverseCumulativeProbability((1 + confidence) / 2);
    double low = end(drawn, normal, bias, acceleration, -quantile);
    double high = end(drawn, normal, bias, acceleration, quantile);
    return new Interval(estimate, Math.min(low, estimate), Math.max(high, estimate));
  }

  private static double end(
      double[] drawn, NormalDistribution normal, double bias, double acceleration, double z) {
    double shifted = bias + z;
    double level = normal.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    int index = (int) Math.floor(level * drawn.length);
    return drawn[Math.max(0, Math.min(drawn.length - 1, index))];
  }

  /** Skewness of the estimates without one cluster, over 6. */
  private static double acceleration(
      double[] baselineCost, double[] cost, double base, double own) {
    double[] without = new double[cost.length];
    double mean = 0;
    for (int cluster = 0; cluster < cost.length; cluster++) {
      without[cluster] = 1 - (own - cost[cluster]) / (base - baselineCost[cluster]);
      mean += without[cluster] / cost.length;
    }
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double deviation = mean - value;
      squares += deviation * deviation;
      cubes += deviation * deviation * deviation;
    }
    return squares == 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
  }
}
