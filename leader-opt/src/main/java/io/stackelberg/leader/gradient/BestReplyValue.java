package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;

/**
 * Leader's value of a commitment that a quadratic follower answers best: V(l) = U_L(l, a(l)), with dV/dl =
 * dU_L/dl + dU_L/da · da/dl.
 *
 * @param follower how the follower answers
 * @param utility the leader's utility
 * @param region where commitments lie
 */
public record BestReplyValue(
    QuadraticFollower follower, ContinuousUtility utility, CommitmentRegion region)
    implements ContinuousProblem {
  public BestReplyValue {
    if (region.dimension() != follower.coordinates()) {
      throw Require.unexpected(
          "dimension of the region", region.dimension(), follower.coordinates() + "");
    }
  }

  @Override
  public ValueGradient evaluate(double[] point) {
    QuadraticReply reply = follower.respond(point);
    double[] slope = new double[point.length];
    double[] actionSlope = new double[follower.size()];
    double value = utility.of(point, reply.action(), slope, actionSlope);
    ResponseJacobian jacobian = reply.jacobian();
    double[] through = jacobian.pullBackOnePiece(actionSlope);
    for (int i = 0; i < slope.length; i++) {
      slope[i] += through[i];
    }
    return new ValueGradient(value, slope, jacobian.smoothness());
  }
}
