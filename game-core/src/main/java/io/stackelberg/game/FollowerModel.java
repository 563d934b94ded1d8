package io.stackelberg.game;

/**
 * How the follower answers a commitment, known or learned: P(a | x, l).
 *
 * <p>Implementations keep no state between calls; one instance may serve many threads.
 */
public interface FollowerModel {
  /** The actions, in the order of the returned probabilities. */
  ActionSet actions();

  /**
   * Response probabilities.
   *
   * @return a fresh array, one probability per action, summing to 1; unavailable actions get 0
   * @throws IllegalArgumentException if the commitment is of a class this follower does not answer, or
   *     is not feasible at the context
   */
  double[] respond(Context context, Commitment commitment);
}
