package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Closed-form bounds on a mean by bets that estimate the variance as they go: predictable plug-in empirical
 * Bernstein.
 *
 * <pre>
 *   centre Σ λ_t X_t / Σ λ_t,
 *   half-width (log(2/α) + Σ (X_t − μ̂_{t−1})² (−log(1 − λ_t) − λ_t)) / Σ λ_t
 * </pre>
 *
 * <p>λ_t as in {@link BettingBound}, but at most {@code largestBet}. Wider than {@code BettingBound}, which
 * needs a search; symmetric, and cheap to follow along. Values in [0, 1] of equal mean given the past, in an
 * order that does not depend on them. Ends are cut to [0, 1]. Cost: O(n).
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting], theorem 2 and corollary 1.
 */
public final class PredictableBernstein {
  private PredictableBernstein() {}

  /**
   * Choices that must be made before the data are seen.
   *
   * @param largestBet largest λ_t, in (0, 1)
   */
  public record Options(double largestBet) {
    /** At most one half. */
    public static final Options DEFAULT = new Options(0.5);

    public Options {
      Require.inOpenUnitInterval("largestBet", largestBet);
    }

    /** These options with another largest bet. */
    public Options withLargestBet(double largestBet) {
      return new Options(largestBet);
    }
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
   * @return ends in [0, 1]; the estimate is the weighted mean Σ λ_t X_t / Σ λ_t, not the sample mean
   * @throws IllegalArgumentException if a value lies outside [0, 1]; the message names value and index
   */
  public static Interval interval(double[] unit, double alpha, Options options) {
    BettingBound.requireUnit(unit);
    double logThreshold = BettingBound.logTwoOver(alpha);
    PredictableMoments before = new PredictableMoments();
    double[] bets = new double[unit.length];
    for (int index = 0; index < unit.length; index++) {
      bets[index] = before.bet(logThreshold, unit.length);
      before.add(unit[index]);
    }
    return interval(unit, bets, logThreshold, options.largestBet());
  }

  /** {@link #confidenceSequence(double[], double, Options)} with the default options. */
  public static Interval confidenceSequence(double[] unit, double alpha) {
    return confidenceSequence(unit, alpha, Options.DEFAULT);
  }

  /**
   * The last interval of a sequence that holds at all sample sizes at once; no running intersection is taken.
   *
   * @param unit the values so far, at least one, each in [0, 1], in the order they arrived
   * @param alpha probability that any interval of the sequence misses the true mean, in (0, 1)
   * @param options declared in advance
   * @return as of {@link #interval(double[], double, Options)}
   * @throws IllegalArgumentException if a value lies outside [0, 1]; the message names value and index
   */
  public static Interval confidenceSequence(double[] unit, double alpha, Options options) {
    BettingBound.requireUnit(unit);
    double logThreshold = BettingBound.logTwoOver(alpha);
    PredictableMoments before = new PredictableMoments();
    double[] bets = new double[unit.length];
    for (int index = 0; index < unit.length; index++) {
      bets[index] = before.sequenceBet(logThreshold);
      before.add(unit[index]);
    }
    return interval(unit, bets, logThreshold, options.largestBet());
  }

  private static Interval interval(
      double[] unit, double[] bets, double logThreshold, double largestBet) {
    PredictableMoments before = new PredictableMoments();
    double stakes = 0;
    double weighted = 0;
    double width = logThreshold;
    for (int index = 0; index < unit.length; index++) {
      double bet = Math.min(bets[index], largestBet);
      double deviation = unit[index] - before.mean();
      stakes += bet;
      weighted += bet * unit[index];
      width += deviation * deviation * (-StrictMath.log1p(-bet) - bet);
      before.add(unit[index]);
    }
    double centre = Math.min(1, weighted / stakes);
    double radius = width / stakes;
    return new Interval(centre, Math.max(0, centre - radius), Math.min(1, centre + radius));
  }
}
