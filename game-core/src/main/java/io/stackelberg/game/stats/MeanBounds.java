package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Radii around an empirical mean that hold at every sample size.
 *
 * <p>For independent values in [0, 1]; rescale other ranges to [0, 1] and the radius back. With
 * probability at least 1 − delta the true mean exceeds the empirical one by no more than a one-sided radius,
 * and lies within a two-sided one. A radius of 1 or more says nothing; it is returned as it is. Cost: O(1).
 */
public final class MeanBounds {
  private MeanBounds() {}

  /**
   * One-sided radius √(log(1/δ)/(2n)) of Hoeffding (1963) [hoeffding1963probability].
   *
   * @param n number of values, at least 1
   * @param delta in (0, 1)
   */
  public static double hoeffdingOneSided(int n, double delta) {
    return StrictMath.sqrt(logInverse(delta) / (2.0 * Require.atLeast("n", n, 1)));
  }

  /**
   * Two-sided radius √(log(2/δ)/(2n)) of Hoeffding (1963) [hoeffding1963probability].
   *
   * @param n number of values, at least 1
   * @param delta in (0, 1)
   */
  public static double hoeffdingTwoSided(int n, double delta) {
    Require.inOpenUnitInterval("delta", delta);
    return hoeffdingOneSided(n, delta / 2);
  }

  /**
   * One-sided empirical Bernstein radius √(2V log(2/δ)/n) + 7 log(2/δ)/(3(n−1)).
   *
   * <p>Source: Maurer and Pontil (2009) [maurer2009empirical], theorem 4. For small n it may exceed
   * Hoeffding's; choosing the smaller after seeing the data costs a split of delta.
   *
   * @param variance V, the unbiased sample variance (divisor n − 1), in [0, 0.5]
   * @param n number of values, at least 2
   * @param delta in (0, 1)
   */
  public static double empiricalBernsteinOneSided(double variance, int n, double delta) {
    Require.inRange("variance", variance, 0, 0.5);
    Require.atLeast("n", n, 2);
    Require.inOpenUnitInterval("delta", delta);
    double log = logInverse(delta / 2);
    return StrictMath.sqrt(2 * variance * log / n) + 7 * log / (3 * (n - 1.0));
  }

  /**
   * Two-sided empirical Bernstein radius: the one-sided one at δ/2, for each side.
   *
   * @param variance V, the unbiased sample variance (divisor n − 1), in [0, 0.5]
   * @param n number of values, at least 2
   * @param delta in (0, 1)
   */
  public static double empiricalBernsteinTwoSided(double variance, int n, double delta) {
    Require.inOpenUnitInterval("delta", delta);
    return empiricalBernsteinOneSided(variance, n, delta / 2);
  }

  /**
   * Radius √(2 log((2^k − 2)/δ)/n) around an empirical distribution, in l1 distance; half of it in total
   * variation.
   *
   * <p>Source: Weissman et al. (2003) [weissman2003inequalities].
   *
   * @param categories k, at least 2
   * @param n number of independent draws, at least 1
   * @param delta in (0, 1)
   */
  public static double weissmanL1(int categories, int n, double delta) {
    Require.atLeast("categories", categories, 2);
    Require.atLeast("n", n, 1);
    // log(2^k − 2) = k log 2 + log(1 − 2^(1−k)), which does not overflow.
    double logSubsets =
        categories * StrictMath.log(2) + StrictMath.log1p(-StrictMath.pow(2, 1 - categories));
    return StrictMath.sqrt(2 * (logSubsets + logInverse(delta)) / n);
  }

  private static double logInverse(double delta) {
    return -StrictMath.log(Require.inOpenUnitInterval("delta", delta));
  }
}
