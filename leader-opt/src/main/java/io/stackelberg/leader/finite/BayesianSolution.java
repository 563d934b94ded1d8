package io.stackelberg.leader.finite;

import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.Optional;

/**
 * What {@link BayesianStackelbergSolver} found.
 *
 * @param stopReason why it stopped
 * @param value the leader's expected value, recomputed in the game's own payoffs, ties going to the leader
 * @param mixture one probability per row
 * @param replies the action of each type at the mixture
 * @param upperBound no commitment has a larger value
 * @param weak what the leader secures when every type breaks ties against it; empty when it was not reached
 * @param programs linear programs solved
 */
public record BayesianSolution(
    StopReason stopReason,
    double value,
    List<Double> mixture,
    List<Integer> replies,
    double upperBound,
    Optional<WeakValue> weak,
    long programs) {
  public BayesianSolution {
    mixture = List.copyOf(mixture);
    replies = List.copyOf(replies);
  }
}
