package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

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
    return of(
        MeanDifference.of(MeanDifference.Summary.of("x", x), MeanDifference.Summary.of("y", y)));
  }

  /** Tests that a difference is 0. */
  public static WelchTest of(MeanDifference difference) {
    double mean = difference.mean();
    if (difference.standardError() == 0) {
      return new WelchTest(
          mean == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, mean),
          difference.degreesOfFreedom(),
          mean == 0 ? 1 : 0);
    }
    double p = 2 * Math.min(difference.pGreater(0), difference.pLess(0));
    return new WelchTest(
        mean / difference.standardError(), difference.degreesOfFreedom(), Math.min(1, p));
  }
}
