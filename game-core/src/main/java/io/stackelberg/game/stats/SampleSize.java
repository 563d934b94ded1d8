package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** Sample sizes for planning a comparison, by the normal approximation. */
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
    double size = Math.ceil(2 * effect * effect);
    return (long) Require.inRange("required sample size", size, 1, LARGEST);
  }
}
