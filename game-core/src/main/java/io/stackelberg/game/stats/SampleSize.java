package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** Sample sizes for planning: of tests by the normal approximation, of intervals that hold at every size. */
public final class SampleSize {
  private static final double LARGEST = 0x1p53;

  private SampleSize() {}

  /**
   * Values per arm with which a non-inferiority test of two independent arms reaches a power.
   *
   * <pre>⌈2σ² (z_{1−α} + z_power)² / (margin + trueDifference)²⌉</pre>
   *
   * <p>Source: Chow, Shao and Wang (2008) [chow2008sample], equal arms and variances.
   *
   * @param standardDeviation σ of a value in either arm, above 0
   * @param margin largest loss that counts as none, above 0
   * @param trueDifference true new − baseline, a loss being negative; above −margin
   * @param alpha level of the one-sided test, in (0, 1)
   * @param power probability of establishing non-inferiority, in (alpha, 1)
   * @throws IllegalArgumentException if an argument is outside its range: at or beyond a loss of {@code
   *     margin} no sample is large enough
   */
  public static long requiredSampleSize(
      double standardDeviation, double margin, double trueDifference, double alpha, double power) {
    return size(2, standardDeviation, margin, trueDifference, alpha, power);
  }

  /**
   * Pairs with which a non-inferiority test of paired values reaches a power.
   *
   * <pre>⌈σ_D² (z_{1−α} + z_power)² / (margin + trueDifference)²⌉</pre>
   *
   * @param standardDeviation σ_D of a pair's difference, above 0; the rest as of {@link #requiredSampleSize}
   */
  public static long requiredPairs(
      double standardDeviation, double margin, double trueDifference, double alpha, double power) {
    return size(1, standardDeviation, margin, trueDifference, alpha, power);
  }

  /**
   * Values needed when they come in clusters, for what {@code independent} independent ones would give.
   *
   * <p>Source: Kish (1965) [kish1965survey], design effect 1 + (m − 1) ρ. A planning figure: it never stands in
   * for a cluster-robust error.
   *
   * @param independent number of independent values, at least 1
   * @param clusterSize m, values per cluster, at least 1
   * @param correlation ρ of two values of a cluster, in [0, 1]
   */
  public static long requiredInClusters(long independent, int clusterSize, double correlation) {
    Require.atLeast("independent", independent, 1);
    double size = Math.ceil(independent * designEffect(clusterSize, correlation));
    return (long) Require.inRange("required sample size", size, 1, LARGEST);
  }

  /** Independent values that n values in clusters are worth: n/(1 + (m − 1) ρ), a diagnostic only. */
  public static double effectiveSize(long n, int clusterSize, double correlation) {
    return Require.atLeast("n", n, 1) / designEffect(clusterSize, correlation);
  }

  /**
   * Values per candidate with which Hoeffding's two-sided radius of all candidates at once is at most {@code
   * radius}: ⌈log(2K/δ)/(2 radius²)⌉.
   *
   * @param radius half-width on the scale where values lie in [0, 1], in (0, 1)
   * @param candidates K, at least 1
   * @param delta probability that any interval misses, in (0, 1)
   */
  public static long forHoeffding(double radius, int candidates, double delta) {
    Require.inOpenUnitInterval("radius", radius);
    Require.atLeast("candidates", candidates, 1);
    Require.inOpenUnitInterval("delta", delta);
    double size = Math.ceil(StrictMath.log(2 * candidates / delta) / (2 * radius * radius));
    return (long) Require.inRange("required sample size", size, 1, Integer.MAX_VALUE);
  }

  /**
   * Smallest number of values per candidate with which the two-sided empirical Bernstein radius of all
   * candidates at once is at most {@code radius}, for a variance expected beforehand.
   *
   * @param variance expected unbiased sample variance, in [0, 0.5]
   * @param radius half-width on the scale where values lie in [0, 1], in (0, 1)
   * @param candidates K, at least 1
   * @param delta probability that any interval misses, in (0, 1)
   */
  public static long forEmpiricalBernstein(
      double variance, double radius, int candidates, double delta) {
    Require.inOpenUnitInterval("radius", radius);
    Require.atLeast("candidates", candidates, 1);
    Require.inOpenUnitInterval("delta", delta);
    double each = delta / candidates;
    int tooFew = 1;
    int enough = Integer.MAX_VALUE;
    if (!(MeanBounds.empiricalBernsteinTwoSided(variance, enough, each) <= radius)) {
      throw Require.unexpected("radius", radius, "one that " + enough + " values can reach");
    }
    // The radius falls in n.
    while (enough - tooFew > 1) {
      int middle = tooFew + (enough - tooFew) / 2;
      if (MeanBounds.empiricalBernsteinTwoSided(variance, middle, each) <= radius) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  private static double designEffect(int clusterSize, double correlation) {
    return 1
        + (Require.atLeast("clusterSize", clusterSize, 1) - 1)
            * Require.inUnitInterval("correlation", correlation);
  }

  private static long size(
      int arms,
      double standardDeviation,
      double margin,
      double trueDifference,
      double alpha,
      double power) {
    Require.positive("standardDeviation", standardDeviation);
    Require.positive("margin", margin);
    Require.finite("trueDifference", trueDifference);
    Require.inOpenUnitInterval("alpha", alpha);
    Require.inOpenUnitInterval("power", power);
    double distance = margin + trueDifference;
    if (!(distance > 0)) {
      throw Require.unexpected("trueDifference", trueDifference, "a number > -margin = " + -margin);
    }
    if (power <= alpha) {
      throw Require.unexpected("power", power, "a number > alpha = " + alpha);
    }
    NormalDistribution normal = new NormalDistribution();
    double quantiles =
        normal.inverseCumulativeProbability(1 - alpha) + normal.inverseCumulativeProbability(power);
    double effect = standardDeviation * quantiles / distance;
    double size = Math.ceil(arms * effect * effect);
    return (long) Require.inRange("required sample size", size, 1, LARGEST);
  }
}
