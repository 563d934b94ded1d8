package io.stackelberg.response.ope;

import io.stackelberg.game.Require;

/**
 * Lower bound on the mean of nonnegative values without any upper bound on them, by betting.
 *
 * <p>A gambler who bets λ_i(m) = min(λ_i, ½/m), λ_i chosen before seeing z_i, against the mean being m holds
 * Π(1 + λ_i(m)(z_i − m)) &gt; 0, which for m at or above the true conditional mean is a supermartingale from 1; it
 * reaches 1/alpha with probability at most alpha. The bound is the infimum of the m at which it did not.
 * The capital falls in m, so bisection finds it.
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting]; for weighted rewards Waudby-Smith et
 * al. (2024) [waudbysmith2024anytime].
 */
public final class NonNegativeBetting {
  private static final int HALVINGS = 60;

  private NonNegativeBetting() {}

  /**
   * Bound with the bets λ_i = √(2 log(1/α)/(σ̂²_{i−1} n)), σ̂² the running variance with prior mean ½ and prior
   * variance ¼, each weighing one value.
   *
   * @param values at least one, each finite and at least 0, in an order that does not depend on them
   * @param alpha probability of exceeding the true mean, in (0, 1)
   */
  public static double lowerBound(double[] values, double alpha) {
    double logThreshold = -StrictMath.log(Require.inOpenUnitInterval("alpha", alpha));
    double[] bets = new double[values.length];
    double sum = 0.5;
    double squares = 0.25;
    for (int index = 0; index < values.length; index++) {
      double variance = squares / (index + 1);
      bets[index] = StrictMath.sqrt(2 * logThreshold / (variance * values.length));
      sum += values[index];
      double deviation = values[index] - sum / (index + 2);
      squares += deviation * deviation;
    }
    return lowerBound(values, bets, alpha);
  }

  /**
   * Bound with given bets.
   *
   * @param bets one per value, at least 0, each fixed before its value is seen
   * @return in [0, largest value], rounded down by at most 1e-15 of the largest value
   */
  static double lowerBound(double[] values, double[] bets, double alpha) {
    Require.atLeast("number of values", values.length, 1);
    double logThreshold = -StrictMath.log(Require.inOpenUnitInterval("alpha", alpha));
    double open = 0;
    for (double value : values) {
      open = Math.max(open, Require.nonNegative("value", value));
    }
    if (logCapital(values, bets, 0) < logThreshold) {
      return 0;
    }
    // At the largest value no factor exceeds 1.
    double excluded = 0;
    for (int step = 0; step < HALVINGS; step++) {
      double middle = (excluded + open) / 2;
      if (logCapital(values, bets, middle) < logThreshold) {
        open = middle;
      } else {
        excluded = middle;
      }
    }
    return excluded;
  }

  private static double logCapital(double[] values, double[] bets, double m) {
    double cap = 0.5 / m;
    double sum = 0;
    for (int index = 0; index < values.length; index++) {
      sum += StrictMath.log1p(Math.min(bets[index], cap) * (values[index] - m));
    }
    return sum;
  }
}
