package io.stackelberg.response.ope;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Logged turns, the policy to be evaluated on them, and what is known about how they were logged.
 *
 * <p>The value estimated is E[mean over a session's turns of the reward had the target policy drawn the
 * commitment of that turn], each session counting once, at the contexts which the logging policy met. With
 * one turn per session it is the target's mean reward. In longer sessions the target's effect on later
 * contexts is not part of it, and the number of turns must not depend on draws or rewards.
 *
 * <p>Sessions are independent of each other; within a session turns may depend in any way, as long as
 * each propensity is the probability of the draw given all that happened before.
 *
 * @param log the turns, at least one; the order of sessions must not depend on rewards
 * @param target the policy to be evaluated, fixed without looking at these turns
 * @param reward what is to be estimated, with its declared range
 * @param logging the policy that drew the commitments, where it is known: tells the probabilities of
 *     commitments not drawn, and that of the drawn one where the turn does not carry it
 * @param model expected rewards learned from other data, where there are any
 * @param largestWeight bound on target/logging probability over all contexts and commitments that could
 *     occur, known without the data, such as 1/(exploration share); at least 1. Never the largest weight
 *     that happened to occur
 */
public record LoggedDecisions(
    TurnLog log,
    LeaderPolicy target,
    Reward reward,
    Optional<LeaderPolicy> logging,
    Optional<RewardModel> model,
    OptionalDouble largestWeight) {
  public LoggedDecisions {
    Require.nonEmpty("turns", log.turns());
    if (largestWeight.isPresent()) {
      Require.inRange("largestWeight", largestWeight.getAsDouble(), 1, Double.MAX_VALUE);
    }
  }

  /** Decisions of which only what the turns carry is known. */
  public static LoggedDecisions of(TurnLog log, LeaderPolicy target, Reward reward) {
    return new LoggedDecisions(
        log, target, reward, Optional.empty(), Optional.empty(), OptionalDouble.empty());
  }

  /** The same decisions, logged by a known policy. */
  public LoggedDecisions withLogging(LeaderPolicy logging) {
    return new LoggedDecisions(log, target, reward, Optional.of(logging), model, largestWeight);
  }

  /** The same decisions with a model of the reward, learned from other data. */
  public LoggedDecisions withModel(RewardModel model) {
    return new LoggedDecisions(log, target, reward, logging, Optional.of(model), largestWeight);
  }

  /** The same decisions with a bound on the weights, known without the data. */
  public LoggedDecisions withLargestWeight(double largestWeight) {
    return new LoggedDecisions(
        log, target, reward, logging, model, OptionalDouble.of(largestWeight));
  }
}
