package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.random.RandomGenerator;

/**
 * One-sided permutation test that paired differences have a mean above a threshold.
 *
 * <p>Under the hypothesis that each difference is symmetric about the threshold its distance to it is as likely
 * with either sign. p = (1 + flips whose sum reaches the observed one)/(1 + flips), which is valid at every number
 * of flips. Exact for symmetric differences; for others it is only asymptotic. Source: Phipson and Smyth (2010)
 * [phipson2010permutation], p-values of drawn permutations.
 *
 * @param p in (0, 1]
 * @param flips number of drawn sign patterns, at least 1
 */
public record SignFlipTest(double p, int flips) {
  public SignFlipTest {
    Require.inUnitInterval("p", p);
    Require.atLeast("flips", flips, 1);
  }

  /**
   * Tests that the mean exceeds {@code threshold}.
   *
   * @param differences independent, finite, at least one
   * @param threshold finite
   * @param flips at least 1
   */
  public static SignFlipTest above(
      double[] differences, double threshold, int flips, RandomGenerator random) {
    Require.atLeast("number of differences", differences.length, 1);
    Require.finite("threshold", threshold);
    Require.atLeast("flips", flips, 1);
    double observed = 0;
    double scale = 0;
    double[] distances = new double[differences.length];
    for (int unit = 0; unit < distances.length; unit++) {
      distances[unit] = Require.finite("differences[" + unit + "]", differences[unit]) - threshold;
      observed += distances[unit];
      scale += Math.abs(distances[unit]);
    }
    // A pattern that differs from the observed one by rounding alone reaches it.
    double reached = observed - 1e-12 * scale;
    int count = 0;
    for (int flip = 0; flip < flips; flip++) {
      double sum = 0;
      for (double distance : distances) {
        sum += random.nextBoolean() ? distance : -distance;
      }
      count += sum >= reached ? 1 : 0;
    }
    return new SignFlipTest((1.0 + count) / (1 + flips), flips);
  }
}
