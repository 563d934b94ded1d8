package io.stackelberg.leader.risk;

import io.stackelberg.game.Require;

/** How the leader values a random payoff; larger is better. */
public sealed interface RiskMeasure {
  /**
   * Mean − aversion / 2 × variance (Markowitz 1952 [markowitz1952portfolio]).
   *
   * @param aversion in 1/payoff, at least 0; at 0 the leader is risk neutral
   */
  record MeanVariance(double aversion) implements RiskMeasure {
    public MeanVariance {
      Require.nonNegative("aversion", aversion);
    }
  }

  /**
   * Conditional value at risk: the mean of the worst {@code tailShare} of the probability (Rockafellar and
   * Uryasev 2000 [rockafellar2000optimization], there of losses and with 1 − tailShare as the level).
   *
   * @param tailShare in (0, 1]; at 1 this is the mean, at or below the least positive probability of a
   *     scenario the worst case
   */
  record ConditionalValueAtRisk(double tailShare) implements RiskMeasure {
    public ConditionalValueAtRisk {
      if (!(tailShare > 0 && tailShare <= 1)) {
        throw Require.unexpected("tailShare", tailShare, "a number in (0, 1]");
      }
    }
  }
}
