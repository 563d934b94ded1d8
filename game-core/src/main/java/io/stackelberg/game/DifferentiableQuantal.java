package io.stackelberg.game;

import java.util.Arrays;

/**
 * A quantal follower with the derivatives of its response: dP_a = P_a (dU_a − Σ_b P_b dU_b) / temperature.
 *
 * @param follower the follower
 * @param utility its utility
 */
record DifferentiableQuantal(QuantalFollower follower, DifferentiableUtility utility)
    implements DifferentiableResponse {
  @Override
  public ActionSet actions() {
    return follower.actions();
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    return follower.respond(context, commitment);
  }

  @Override
  public Smoothness differentiate(
      Context context, Commitment commitment, double[] probabilities, double[][] derivatives) {
    if (commitment instanceof Directive) {
      throw Require.unexpected("commitment", commitment.label(), "one with neighbours");
    }
    double[] response = follower.respond(context, commitment);
    System.arraycopy(response, 0, probabilities, 0, response.length);
    Smoothness smoothness = Smoothness.REGULAR;
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        smoothness =
            smoothness.or(utility.differentiate(context, commitment, action, derivatives[action]));
      } else {
        Arrays.fill(derivatives[action], 0);
      }
    }
    for (int coordinate = 0; coordinate < derivatives[0].length; coordinate++) {
      double mean = 0;
      for (int action = 0; action < response.length; action++) {
        mean += response[action] * derivatives[action][coordinate];
      }
      for (int action = 0; action < response.length; action++) {
        derivatives[action][coordinate] =
            response[action] * (derivatives[action][coordinate] - mean) / follower.temperature();
      }
    }
    return smoothness;
  }
}
