package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Test, at any time, that a mean exceeds one value fixed beforehand: the capital of a gambler who bets on it.
 *
 * <p>It rejects "the mean is at most m" exactly when the lower end of {@link
 * BettingBound#confidenceSequence(double[], double, BettingBound.Options)} at twice the level exceeds m, and needs
 * no search for that end. Values lie in [0, 1] and have the same mean given those before; the order must not
 * depend on them. For "the mean is at least m" give 1 − value and 1 − m.
 *
 * <p>Holds a state, for one thread. Cost: O(1) per value.
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting], hedged capital; validity at every stopping
 * time: Ville (1939) [ville1939etude].
 */
public final class BettingTest {
  private final double mean;
  private final double cap;
  private final double logThreshold;
  private final PredictableMoments before = new PredictableMoments();
  private double logCapital;

  /**
   * A test without values.
   *
   * @param mean m, in [0, 1]
   * @param alpha probability that a true hypothesis is ever rejected, in (0, 1)
   * @param options declared in advance
   */
  public BettingTest(double mean, double alpha, BettingBound.Options options) {
    this.mean = Require.inUnitInterval("mean", mean);
    this.cap = options.truncation() / mean;
    this.logThreshold = -StrictMath.log(Require.inOpenUnitInterval("alpha", alpha));
  }

  /**
   * Takes in the next value.
   *
   * @param unit in [0, 1]
   */
  public void add(double unit) {
    Require.inUnitInterval("unit", unit);
    double bet = Math.min(before.sequenceBet(logThreshold), cap);
    logCapital += StrictMath.log1p(bet * (unit - mean));
    before.add(unit);
  }

  /** Whether the capital is such now that a mean of at most m is rejected. */
  public boolean isRejected() {
    return logCapital >= logThreshold;
  }
}
