package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * Share of successes among independent trials, with an interval that holds for every number of trials.
 *
 * <p>Source: Clopper and Pearson (1934) [clopper1934fiducial]; each end spends half of the error probability.
 *
 * @param successes in [0, {@code trials}]
 * @param trials at least 1
 */
public record BinomialProportion(int successes, int trials) {
  public BinomialProportion {
    Require.atLeast("trials", trials, 1);
    Require.inRange("successes", successes, 0, trials);
  }

  /** The share observed. */
  public double share() {
    return (double) successes / trials;
  }

  /**
   * Two-sided interval of the true share.
   *
   * @param confidence in (0, 1)
   */
  public Interval interval(double confidence) {
    double tail = (1 - Require.inOpenUnitInterval("confidence", confidence)) / 2;
    double low = successes == 0
        ? 0
        : new BetaDistribution(successes, trials - successes + 1.0)
            .inverseCumulativeProbability(tail);
    double high = successes == trials
        ? 1
        : new BetaDistribution(successes + 1.0, trials - successes)
            .inverseCumulativeProbability(1 - tail);
    return new Interval(share(), Math.min(low, share()), Math.max(high, share()));
  }
}
