package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Bounds on a mean by betting against every candidate value: the hedged capital of theory 4.1.
 *
 * <p>A gambler who bets {@code λ_t}, chosen before seeing X_t, against the mean being m holds the capital
 * Π(1 + λ_t (X_t − m)) after n values. If m is the true conditional mean this is a nonnegative martingale of
 * mean 1, so it reaches 1/alpha with probability at most alpha; the values of m at which it does are
 * excluded.
 *
 * <ul>
 *   <li>Values must lie in [0, 1] and have the same mean given the past; independence is enough.
 *   <li>{@code lowerBound}, {@code upperBound} and {@code interval} choose bets for the n given and hold
 *       for an n fixed in advance. {@code confidenceSequence} holds at every n at once, hence also at one
 *       chosen while looking at the data.
 *   <li>Order matters: it must not depend on the values.
 *   <li>Each end is rounded outwards by at most 1e-12. No running intersection is taken.
 * </ul>
 *
 * <p>Bets: λ_t = √(2 log(2/α)/(σ̂²_{t−1} n)), with t log(1+t) in the place of n for the sequence; a one-sided
 * bound at alpha uses 1/α in the place of 2/α throughout, so it is the end of the interval at 2 alpha. Prior
 * mean ½ and prior variance ¼, each weighing one value.
 *
 * <p>Cost: O(n) per bisection step, 40 steps per end.
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting], hedged capital.
 */
public final class BettingBound {
  private static final int HALVINGS = 40;

  private BettingBound() {}

  /**
   * Choices that must be made before the data are seen.
   *
   * <p>Half the capital is customary. Where few independent units are at hand, as sessions are, and the
   * declared range is wide, such as five times the mean of a cost, the cap binds and half cannot reach a useful
   * power; 0.9 then bets what the data deserve. Neither may be chosen after seeing which is narrower.
   *
   * @param truncation largest share of the capital a single value can lose, in (0, 1); a bet against m is
   *     at most truncation/m
   */
  public record Options(double truncation) {
    /** Half the capital. */
    public static final Options DEFAULT = new Options(0.5);

    public Options {
      Require.inOpenUnitInterval("truncation", truncation);
    }

    /** These options with another truncation. */
    public Options withTruncation(double truncation) {
      return new Options(truncation);
    }
  }

  /** {@link #lowerBound(double[], double, Options)} with the default options. */
  public static double lowerBound(double[] unit, double alpha) {
    return lowerBound(unit, alpha, Options.DEFAULT);
  }

  /**
   * One-sided lower bound on the mean, for a number of values fixed in advance.
   *
   * @param unit at least one value, each in [0, 1]
   * @param alpha probability of exceeding the true mean, in (0, 1)
   * @param options declared in advance
   * @return in [0, 1]
   * @throws IllegalArgumentException if a value lies outside [0, 1]; the message names value and index
   */
  public static double lowerBound(double[] unit, double alpha, Options options) {
    requireUnit(unit);
    double logThreshold = -StrictMath.log(Require.inOpenUnitInterval("alpha", alpha));
    return lowerEnd(unit, fixedSizeBets(unit, logThreshold), logThreshold, options.truncation());
  }

  /** {@link #upperBound(double[], double, Options)} with the default options. */
  public static double upperBound(double[] unit, double alpha) {
    return upperBound(unit, alpha, Options.DEFAULT);
  }

  /**
   * One-sided upper bound on the mean, for a number of values fixed in advance.
   *
   * @param unit at least one value, each in [0, 1]
   * @param alpha probability of falling below the true mean, in (0, 1)
   * @param options declared in advance
   * @return in [0, 1]
   * @throws IllegalArgumentException if a value lies outside [0, 1]; the message names value and index
   */
  public static double upperBound(double[] unit, double alpha, Options options) {
    requireUnit(unit);
    double logThreshold = -StrictMath.log(Require.inOpenUnitInterval("alpha", alpha));
    return upperEnd(unit, fixedSizeBets(unit, logThreshold), logThreshold, options.truncation());
  }

  /** {@link #interval(double[], double, Options)} with the default options. */
  public static Interval interval(double[] unit, double alpha) {
    return interval(unit, alpha, Options.DEFAULT);
  }

  /**
   * Two-sided interval, for a number of values fixed in advance.
   *
   * @param unit at least one value, each in [0, 1]
   * @param alpha probability of missing the true mean, in (0, 1)
   * @param options declared in advance
   * @return ends in [0, 1]; the estimate is the sample mean or, where a trend in the data has excluded
   *     that, the end nearest to it
   * @throws IllegalArgumentException if a value lies outside [0, 1]; the message names value and index
   */
  public static Interval interval(double[] unit, double alpha, Options options) {
    requireUnit(unit);
    double logThreshold = logTwoOver(alpha);
    return hedge(unit, fixedSizeBets(unit, logThreshold), logThreshold, options);
  }

  /** {@link #confidenceSequence(double[], double, Options)} with the default options. */
  public static Interval confidenceSequence(double[] unit, double alpha) {
    return confidenceSequence(unit, alpha, Options.DEFAULT);
  }

  /**
   * The last interval of a sequence that holds at all sample sizes at once.
   *
   * @param unit the values so far, at least one, each in [0, 1], in the order they arrived
   * @param alpha probability that any interval of the sequence misses the true mean, in (0, 1)
   * @param options declared in advance
   * @return as of {@link #interval(double[], double, Options)}
   * @throws IllegalArgumentException if a value lies outside [0, 1]; the message names value and index
   */
  public static Interval confidenceSequence(double[] unit, double alpha, Options options) {
    requireUnit(unit);
    double logThreshold = logTwoOver(alpha);
    PredictableMoments before = new PredictableMoments();
    double[] bets = new double[unit.length];
    for (int index = 0; index < unit.length; index++) {
      bets[index] = before.sequenceBet(logThreshold);
      before.add(unit[index]);
    }
    return hedge(unit, bets, logThreshold, options);
  }

  private static double[] fixedSizeBets(double[] unit, double logThreshold) {
    PredictableMoments before = new PredictableMoments();
    double[] bets = new double[unit.length];
    for (int index = 0; index < unit.length; index++) {
      bets[index] = before.bet(logThreshold, unit.length);
      before.add(unit[index]);
    }
    return bets;
  }

  static Interval hedge(double[] unit, double[] bets, double logThreshold, Options options) {
    double lower = lowerEnd(unit, bets, logThreshold, options.truncation());
    double upper = upperEnd(unit, bets, logThreshold, options.truncation());
    return around(unit, lower, upper);
  }

  /** The ends in order, around the sample mean or the end nearest to it. */
  static Interval around(double[] unit, double lower, double upper) {
    // Both players may have won at some m, leaving no candidate; any interval then covers as often.
    double low = Math.min(lower, upper);
    double high = Math.max(lower, upper);
    return new Interval(Math.max(low, Math.min(high, ClusteredMeans.plainMean(unit))), low, high);
  }

  /** Largest m, rounded down, against which betting on larger values has reached the threshold. */
  static double lowerEnd(double[] unit, double[] bets, double logThreshold, double truncation) {
    if (logCapital(unit, bets, 0, truncation) < logThreshold) {
      return 0;
    }
    // The capital falls in m, and at m = 1 it is at most 1.
    double excluded = 0;
    double open = 1;
    for (int step = 0; step < HALVINGS; step++) {
      double middle = (excluded + open) / 2;
      if (logCapital(unit, bets, middle, truncation) < logThreshold) {
        open = middle;
      } else {
        excluded = middle;
      }
    }
    return excluded;
  }

  /** The lower end of the mirrored values, mirrored. */
  static double upperEnd(double[] unit, double[] bets, double logThreshold, double truncation) {
    return 1 - lowerEnd(mirrored(unit), bets, logThreshold, truncation);
  }

  static double[] mirrored(double[] unit) {
    double[] mirrored = new double[unit.length];
    for (int index = 0; index < unit.length; index++) {
      mirrored[index] = 1 - unit[index];
    }
    return mirrored;
  }

  static double logCapital(double[] unit, double[] bets, double m, double truncation) {
    double cap = truncation / m;
    double sum = 0;
    for (int index = 0; index < unit.length; index++) {
      sum += StrictMath.log1p(Math.min(bets[index], cap) * (unit[index] - m));
    }
    return sum;
  }

  static double logTwoOver(double alpha) {
    return StrictMath.log(2 / Require.inOpenUnitInterval("alpha", alpha));
  }

  static void requireUnit(double[] unit) {
    Require.atLeast("number of values", unit.length, 1);
    for (int index = 0; index < unit.length; index++) {
      if (!(unit[index] >= 0 && unit[index] <= 1)) {
        throw Require.unexpected("unit[" + index + "]", unit[index], "a number in [0, 1]");
      }
    }
  }
}
