package io.stackelberg.leader;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.Optional;

/**
 * What a solver found, why it stopped and what it proved.
 *
 * @param stopReason why it stopped
 * @param policy the best policy found; empty when there is none
 * @param value the leader's value of that policy per context, recomputed; NaN when there is none. Mean
 *     quality, minus mean cost, or expected utility, by objective: always maximised
 * @param upperBound proved bound on the optimal value; +infinity when nothing was proved
 * @param meanQuality expected quality per context under the policy; NaN when there is none
 * @param meanCost expected cost per context under the policy; NaN when there is none
 * @param prices multipliers of the coupling constraint between which the policy draws, at least 0; empty
 *     without such a constraint
 * @param evaluations evaluated pairs of context and commitment
 */
public record LeaderSolution(
    StopReason stopReason,
    Optional<LeaderPolicy> policy,
    double value,
    double upperBound,
    double meanQuality,
    double meanCost,
    List<Double> prices,
    long evaluations) {
  public LeaderSolution {
    prices = List.copyOf(prices);
  }

  /** A solution without a policy. */
  static LeaderSolution none(StopReason reason, long evaluations) {
    return new LeaderSolution(
        reason,
        Optional.empty(),
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NaN,
        Double.NaN,
        List.of(),
        evaluations);
  }

  /** Distance from the value to the proved bound; +infinity when nothing was proved. */
  public double gap() {
    return upperBound - value;
  }

  /**
   * The policy.
   *
   * @throws IllegalStateException if there is none; the message carries the summary
   */
  public LeaderPolicy policyOrThrow() {
    return policy.orElseThrow(() -> new IllegalStateException("the solver stopped with "
        + stopReason + " after " + evaluations + " evaluations and has no policy."));
  }
}
