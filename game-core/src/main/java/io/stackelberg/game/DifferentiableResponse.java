package io.stackelberg.game;

/**
 * Follower model, known or learned, that also gives the derivatives of its response probabilities with
 * respect to the commitment's coordinates.
 *
 * <p>Coordinates stand in the order of {@link Commitment#coordinates()}, that is, sorted by name.
 */
public interface DifferentiableResponse extends FollowerModel {
  /**
   * Writes the response and its derivatives; allocates nothing that the caller could reuse.
   *
   * @param probabilities receives P(a | x, l), as {@link #respond} returns it; one entry per action
   * @param derivatives receives dP(a | x, l) / dl, indexed [action][coordinate]; each column sums to 0
   * @return whether the derivative exists at this commitment; where it does not, what was written belongs to
   *     one adjoining piece
   * @throws IllegalArgumentException if the commitment is of a class this follower does not answer, or has
   *     no neighbours, as a {@link Directive}
   */
  Smoothness differentiate(
      Context context, Commitment commitment, double[] probabilities, double[][] derivatives);
}
