package io.stackelberg.response;

import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.log.TurnLog;
import java.util.random.RandomGenerator;

/** Learns how the follower answers, P(a | x, l), from logged turns; keeps no state between calls. */
@FunctionalInterface
public interface ResponseEstimator {
  /**
   * Fits a follower model.
   *
   * @param log turns with the commitment and the action taken; at least one
   * @param random the only source of randomness
   */
  FollowerModel fit(TurnLog log, RandomGenerator random);
}
