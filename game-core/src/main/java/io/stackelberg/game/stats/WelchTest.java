package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Two-sided test that two independent samples have the same mean, variances not assumed equal.
 *
 * <pre>t = (x̄ − ȳ)/√(s_x²/n_x + s_y²/n_y)</pre>
 *
 * <p>Values must be independent; for turns of a session use {@link ClusteredMeans}. Source: Welch (1947)
 * [welch1947generalization].
 *
 * @param t the statistic; ±infinity when both samples are constant and differ
 * @param degreesOfFreedom Satterthwaite's, above 0; n_x + n_y − 2 when both samples are constant
 * @param p two-sided p-value, in [0, 1]
 */
public record WelchTest(double t, double degreesOfFreedom, double p) {
  public WelchTest {
    Require.inRange("t", t, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    Require.positive("degreesOfFreedom", degreesOfFreedom);
    Require.inUnitInterval("p", p);
  }

  /**
   * Tests {@code x} against {@code y}.
   *
   * @param x at least two finite values
   * @param y at least two finite values
   * @return the test; t is positive when {@code x} has the larger mean
   */
  public static WelchTest of(double[] x, double[] y) {
    double difference = mean("x", x) - mean("y", y);
    double xError = squaredError(x);
    double yError = squaredError(y);
    double error = xError + yError;
    if (error == 0) {
      return new WelchTest(
          difference == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, difference),
          x.length + y.length - 2,
          difference == 0 ? 1 : 0);
    }
    double t = difference / Math.sqrt(error);
    // Shares of the error rather than its square, which may underflow.
    double xShare = xError / error;
    double yShare = yError / error;
    double degreesOfFreedom =
        1 / (xShare * xShare / (x.length - 1) + yShare * yShare / (y.length - 1));
    double p =
        Math.min(1, 2 * new TDistribution(degreesOfFreedom).cumulativeProbability(-Math.abs(t)));
    return new WelchTest(t, degreesOfFreedom, p);
  }

  private static double mean(String name, double[] values) {
    Require.atLeast("number of values in " + name, values.length, 2);
    for (int index = 0; index < values.length; index++) {
      if (!Double.isFinite(values[index])) {
        throw Require.unexpected(name + "[" + index + "]", values[index], "a finite number");
      }
    }
    return ClusteredMeans.plainMean(values);
  }

  /** s²/n, s² the unbiased variance. */
  private static double squaredError(double[] values) {
    double mean = ClusteredMeans.plainMean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1) / values.length;
  }
}
