package io.stackelberg.game;

/** Follower's utility that also gives its derivatives with respect to the commitment's coordinates. */
public interface DifferentiableUtility extends FollowerUtility {
  /**
   * Writes dU_F(x, l, a) / dl.
   *
   * @param derivative receives one entry per coordinate, in the order of {@link Commitment#coordinates()}
   * @return whether the derivative exists at this commitment; where it does not, what was written belongs to
   *     one adjoining piece
   */
  Smoothness differentiate(
      Context context, Commitment commitment, int actionIndex, double[] derivative);
}
