package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * What a change and its two-sided p-value, as papers report them, imply of the error behind them.
 *
 * <p>By the normal approximation: z = Φ⁻¹(1 − p/2) and standard error |change|/z. This takes the report at its
 * word: that the p-value tests this change against none, two-sided, and counts independent units. None of that
 * can be checked from the two numbers. The same holds where only a p-value is reported: limits are then
 * multiples of an unknown change.
 *
 * @param change in any unit, finite, not 0
 * @param p two-sided p-value, in (0, 1)
 */
public record ReportedChange(double change, double p) {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  public ReportedChange {
    Require.finite("change", change);
    if (change == 0) {
      throw Require.unexpected("change", change, "a number other than 0, for p is below 1");
    }
    z(p);
  }

  /**
   * |z| that a two-sided p-value stands for.
   *
   * @throws IllegalArgumentException if {@code p} is not in (0, 1), or so near to an end that |z| is 0 or
   *     infinite in double precision
   */
  public static double z(double p) {
    Require.inOpenUnitInterval("p", p);
    return Require.positive("|z| of p = " + p, -NORMAL.inverseCumulativeProbability(p / 2));
  }

  /**
   * One-sided limit of the loss over the observed loss, whatever that was: 1 + z_confidence/|z|.
   *
   * @param p two-sided p-value of the loss, in (0, 1)
   * @param confidence in [0.5, 1)
   */
  public static double worstLossFactor(double p, double confidence) {
    return 1 + quantile(confidence) / z(p);
  }

  /** |z|, above 0. */
  public double z() {
    return z(p);
  }

  /** Implied standard error, above 0. */
  public double standardError() {
    return Math.abs(change) / z();
  }

  /**
   * Two-sided interval.
   *
   * @param confidence in (0, 1)
   */
  public Interval interval(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    double radius = NORMAL.inverseCumulativeProbability((1 + confidence) / 2) * standardError();
    return new Interval(change, change - radius, change + radius);
  }

  /**
   * One-sided lower limit.
   *
   * @param confidence in [0.5, 1)
   */
  public double lowerBound(double confidence) {
    return change - quantile(confidence) * standardError();
  }

  /**
   * One-sided p-value of "a loss of {@code margin} or more", a negative change being a loss.
   *
   * @param margin above 0
   */
  public double nonInferiority(double margin) {
    Require.positive("margin", margin);
    return NORMAL.cumulativeProbability(-(change + margin) / standardError());
  }

  /**
   * Units with which non-inferiority would be shown, were the observed change the true one.
   *
   * <p>The implied error is taken to fall with the square root of the number of units.
   *
   * @param units those behind the report, at least 1
   * @param margin above −change
   * @param alpha level of the one-sided test, in (0, 0.5]
   * @param power in (alpha, 1)
   */
  public long requiredUnits(int units, double margin, double alpha, double power) {
    Require.atLeast("units", units, 1);
    return SampleSize.requiredPairs(
        standardError() * Math.sqrt(units), margin, change, alpha, power);
  }

  private static double quantile(double confidence) {
    if (!(confidence >= 0.5 && confidence < 1)) {
      throw Require.unexpected("confidence", confidence, "a number in [0.5, 1)");
    }
    return NORMAL.inverseCumulativeProbability(confidence);
  }
}
