package io.stackelberg.leader.gradient;

/** Leader's utility of a commitment and the action vector that answers it, with partial derivatives. */
@FunctionalInterface
public interface ContinuousUtility {
  /**
   * Utility U_L(l, a), writing its partial derivatives.
   *
   * @param commitmentSlope receives dU_L/dl, one entry per coordinate
   * @param actionSlope receives dU_L/da, one entry per variable of the follower
   * @return the utility, finite
   */
  double of(double[] commitment, double[] action, double[] commitmentSlope, double[] actionSlope);
}
