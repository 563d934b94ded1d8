package io.stackelberg.repair.calibration;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * Follower whose response is sharpened or softened and weighed anew:
 *
 * <pre>P'(a | x, l) ∝ P(a | x, l)^(1/temperature) · exp(Σ_k weights_k · terms_k(x, l, a))</pre>
 *
 * <p>With the terms of its utility, such as quality up to the target and cost, this recalibrates the weights of a
 * quantal follower; without terms it is temperature scaling. A {@link Directive} is left as it is.
 *
 * @param base what is corrected; an action it gives no probability keeps none
 * @param sharpness 1/temperature, finite, at least 0
 * @param terms what is weighed
 * @param weights one per term, finite
 */
public record CalibratedFollower(
    FollowerModel base, double sharpness, List<FollowerUtility> terms, List<Double> weights)
    implements FollowerModel {
  public CalibratedFollower {
    Require.nonNegative("sharpness", sharpness);
    terms = List.copyOf(terms);
    weights = List.copyOf(weights);
    if (weights.size() != terms.size()) {
      throw Require.unexpected("number of weights", weights.size(), "" + terms.size());
    }
    weights.forEach(weight -> Require.finite("weight", weight));
  }

  @Override
  public ActionSet actions() {
    return base.actions();
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    double[] response = base.respond(context, commitment);
    if (commitment instanceof Directive) {
      return response;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        double score = sharpness * StrictMath.log(response[action]);
        for (int term = 0; term < weights.size(); term++) {
          score += weights.get(term) * terms.get(term).of(context, commitment, action);
        }
        response[action] = score;
        best = Math.max(best, score);
      } else {
        response[action] = Double.NEGATIVE_INFINITY;
      }
    }
    Require.finite("best score", best);
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      response[action] = StrictMath.exp(response[action] - best);
      sum += response[action];
    }
    for (int action = 0; action < response.length; action++) {
      response[action] /= sum;
    }
    return response;
  }
}
