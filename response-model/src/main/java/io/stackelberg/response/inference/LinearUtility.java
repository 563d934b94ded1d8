package io.stackelberg.response.inference;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * Weighted sum of declared terms, Σ_k w_k f_k(x, l, a).
 *
 * @param features the terms
 * @param weights one finite weight per term
 */
public record LinearUtility(List<UtilityFeature> features, List<Double> weights)
    implements FollowerUtility {
  public LinearUtility {
    features = List.copyOf(features);
    weights = List.copyOf(weights);
    if (features.size() != weights.size()) {
      throw Require.unexpected("number of weights", weights.size(), "" + features.size());
    }
    weights.forEach(weight -> Require.finite("weight", weight));
  }

  @Override
  public double of(Context context, Commitment commitment, int actionIndex) {
    double sum = 0;
    for (int feature = 0; feature < features.size(); feature++) {
      sum +=
          weights.get(feature) * features.get(feature).value().of(context, commitment, actionIndex);
    }
    return sum;
  }
}
