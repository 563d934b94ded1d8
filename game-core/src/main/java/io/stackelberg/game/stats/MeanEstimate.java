package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Estimated mean with its standard error; intervals and tests follow Student's t.
 *
 * <p>Exact for independent normal units, asymptotic otherwise. With fewer than two units nothing is known
 * of the error: {@code standardError} is +infinity and {@code degreesOfFreedom} is 0, every interval is the
 * whole line and every p-value is 1.
 *
 * @param mean the estimate, finite
 * @param standardError its standard error, at least 0; +infinity exactly when {@code degreesOfFreedom} is 0
 * @param degreesOfFreedom independent units minus one, at least 0
 */
public record MeanEstimate(double mean, double standardError, int degreesOfFreedom)
    implements TestableMean {
  public MeanEstimate {
    Require.finite("mean", mean);
    Require.atLeast("degreesOfFreedom", degreesOfFreedom, 0);
    if (degreesOfFreedom > 0) {
      Require.nonNegative("standardError", standardError);
    } else if (standardError != Double.POSITIVE_INFINITY) {
      throw Require.unexpected(
          "standardError", standardError, "Infinity, for degreesOfFreedom is 0");
    }
  }

  /**
   * Two-sided interval.
   *
   * @param confidence in (0, 1)
   */
  @Override
  public Interval interval(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    double radius = radius((1 + confidence) / 2);
    return new Interval(mean, mean - radius, mean + radius);
  }

  /**
   * One-sided lower limit of the true mean.
   *
   * @param confidence in (0, 1)
   * @return the limit; −infinity when the error is unknown
   */
  @Override
  public double lowerBound(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    return mean - radius(confidence);
  }

  /**
   * One-sided p-value of the hypothesis that the true mean is at most {@code threshold}.
   *
   * @return in [0, 1]; without error 0 if the mean exceeds the threshold and 1 otherwise
   */
  @Override
  public double pGreater(double threshold) {
    return tail(mean - Require.finite("threshold", threshold));
  }

  /**
   * One-sided p-value of the hypothesis that the true mean is at least {@code threshold}.
   *
   * @return in [0, 1]; without error 0 if the mean is below the threshold and 1 otherwise
   */
  @Override
  public double pLess(double threshold) {
    return tail(Require.finite("threshold", threshold) - mean);
  }

  private double tail(double distance) {
    return degreesOfFreedom == 0 ? 1 : StudentError.tail(distance, standardError, degreesOfFreedom);
  }

  private double radius(double probability) {
    return degreesOfFreedom == 0
        ? Double.POSITIVE_INFINITY
        : StudentError.radius(probability, standardError, degreesOfFreedom);
  }
}
