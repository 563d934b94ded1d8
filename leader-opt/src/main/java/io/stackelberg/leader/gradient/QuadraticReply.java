package io.stackelberg.leader.gradient;

/** Best reply of a {@link QuadraticFollower} to one commitment, with what its derivative needs. */
public final class QuadraticReply {
  private final QuadraticFollower follower;
  private final DualActiveSet solved;
  private final double[] linear;

  QuadraticReply(QuadraticFollower follower, DualActiveSet solved, double[] linear) {
    this.follower = follower;
    this.solved = solved;
    this.linear = linear;
  }

  /** The follower's variables, a fresh array. */
  public double[] action() {
    return solved.point.clone();
  }

  /** Derivative with respect to the commitment, from the factors that the solve left; no new factorisation. */
  public ResponseJacobian jacobian() {
    return new ResponseJacobian(follower, solved, linear);
  }
}
