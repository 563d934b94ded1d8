package io.stackelberg.game;

import java.util.Optional;

/**
 * Follower that picks each action with probability proportional to exp(utility / temperature).
 *
 * <p>As the temperature falls to 0 this approaches a best response; as it grows, a uniform draw. A {@link
 * Directive} is obeyed. Cost: one utility per action and call.
 *
 * <p>Source: McKelvey and Palfrey (1995) [mckelvey1995quantal], logit response; their λ is
 * 1/temperature.
 *
 * @param actions the actions; they fix the order of the returned probabilities
 * @param utility the follower's utility
 * @param temperature noise, in units of utility, above 0
 */
public record QuantalFollower(ActionSet actions, FollowerUtility utility, double temperature)
    implements FollowerModel {
  public QuantalFollower {
    Require.positive("temperature", temperature);
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    if (commitment instanceof Directive) {
      return new ObedientFollower(actions).respond(context, commitment);
    }
    double[] response = new double[actions.size()];
    double best = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < response.length; action++) {
      response[action] = context.isAvailable(actions.get(action))
          ? utility.of(context, commitment, action)
          : Double.NEGATIVE_INFINITY;
      best = Math.max(best, response[action]);
    }
    Require.finite("best utility", best);
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      response[action] = StrictMath.exp((response[action] - best) / temperature);
      sum += response[action];
    }
    for (int action = 0; action < response.length; action++) {
      response[action] /= sum;
    }
    return response;
  }

  /** This follower with derivatives of its response; empty where the utility does not give its own. */
  public Optional<DifferentiableResponse> differentiable() {
    return utility instanceof DifferentiableUtility smooth
        ? Optional.of(new DifferentiableQuantal(this, smooth))
        : Optional.empty();
  }
}
