package io.stackelberg.response;

import io.stackelberg.game.log.TurnLog;
import java.util.random.RandomGenerator;

/** Learns what each action yields from logged turns; keeps no state between calls. */
@FunctionalInterface
public interface OutcomeEstimator {
  /**
   * Fits an outcome model.
   *
   * @param log turns with judged quality; at least one
   * @param random the only source of randomness
   * @throws IllegalArgumentException if a turn has no quality
   */
  OutcomeFit fit(TurnLog log, RandomGenerator random);
}
