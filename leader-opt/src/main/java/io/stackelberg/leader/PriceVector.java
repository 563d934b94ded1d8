package io.stackelberg.leader;

import io.stackelberg.game.Require;
import java.util.List;

/**
 * Prices at which each context chooses on its own: the commitment with the most rewardWeight × reward −
 * prices · use.
 *
 * @param rewardWeight 1, or 0 for the choice that looks at the use alone
 * @param prices one per resource, at least 0
 */
public record PriceVector(double rewardWeight, List<Double> prices) {
  public PriceVector {
    Require.inUnitInterval("rewardWeight", rewardWeight);
    prices = List.copyOf(prices);
    for (double price : prices) {
      Require.nonNegative("price", price);
    }
  }

  double[] array() {
    return prices.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
