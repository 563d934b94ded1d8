package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Difference of the means of two independent samples, variances not assumed equal.
 *
 * <p>For paired values, such as turns both policies played, take {@link ClusteredMeans#mean} of the
 * differences instead, which is narrower. Exact for normal values and equal variances, asymptotic otherwise.
 * Source: Welch (1947) [welch1947generalization].
 *
 * @param mean x̄ − ȳ, finite
 * @param standardError √(s_x²/n_x + s_y²/n_y), at least 0
 * @param degreesOfFreedom Satterthwaite's, above 0; n_x + n_y − 2 when both samples are constant
 */
public record MeanDifference(double mean, double standardError, double degreesOfFreedom)
    implements TestableMean {
  public MeanDifference {
    Require.finite("mean", mean);
    Require.nonNegative("standardError", standardError);
    Require.positive("degreesOfFreedom", degreesOfFreedom);
  }

  /**
   * What is known of a sample.
   *
   * @param mean finite
   * @param standardDeviation unbiased (divisor n − 1), at least 0
   * @param n number of values, at least 2
   */
  public record Summary(double mean, double standardDeviation, int n) {
    public Summary {
      Require.finite("mean", mean);
      Require.nonNegative("standardDeviation", standardDeviation);
      Require.atLeast("n", n, 2);
    }

    /**
     * Summary of values.
     *
     * @param name names the sample in messages
     * @param values at least two, finite
     */
    public static Summary of(String name, double[] values) {
      Require.atLeast("number of values in " + name, values.length, 2);
      for (int index = 0; index < values.length; index++) {
        Require.finite(name + "[" + index + "]", values[index]);
      }
      double mean = ClusteredMeans.plainMean(values);
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Summary(mean, Math.sqrt(squares / (values.length - 1)), values.length);
    }
  }

  /** Mean of {@code x} minus mean of {@code y}. */
  public static MeanDifference of(Summary x, Summary y) {
    double xError = x.standardDeviation() * x.standardDeviation() / x.n();
    double yError = y.standardDeviation() * y.standardDeviation() / y.n();
    double error = xError + yError;
    double difference = x.mean() - y.mean();
    if (error == 0) {
      return new MeanDifference(difference, 0, x.n() + y.n() - 2);
    }
    // Shares of the error rather than its square, which may underflow.
    double xShare = xError / error;
    double yShare = yError / error;
    return new MeanDifference(
        difference,
        Math.sqrt(error),
        1 / (xShare * xShare / (x.n() - 1) + yShare * yShare / (y.n() - 1)));
  }

  @Override
  public Interval interval(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    double radius = StudentError.radius((1 + confidence) / 2, standardError, degreesOfFreedom);
    return new Interval(mean, mean - radius, mean + radius);
  }

  @Override
  public double lowerBound(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    return mean - StudentError.radius(confidence, standardError, degreesOfFreedom);
  }

  @Override
  public double pGreater(double threshold) {
    return StudentError.tail(
        mean - Require.finite("threshold", threshold), standardError, degreesOfFreedom);
  }

  @Override
  public double pLess(double threshold) {
    return StudentError.tail(
        Require.finite("threshold", threshold) - mean, standardError, degreesOfFreedom);
  }
}
