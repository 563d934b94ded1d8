package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import java.util.stream.IntStream;

/**
 * Price left by suppliers who answer it: the p with p + Σ weight_i (p − cost_i)_+ = level.
 *
 * <p>Increasing, concave and piecewise linear in the level; one piece per set of active suppliers.
 */
final class ResidualDemand {
  private final double[] cost;
  private final double[] weight;

  /** Suppliers in any order; weights at least 0. */
  ResidualDemand(double[] costs, double[] weights) {
    int[] order = IntStream.range(0, costs.length)
        .boxed()
        .sorted((one, other) -> Double.compare(costs[one], costs[other]))
        .mapToInt(Integer::intValue)
        .toArray();
    cost = new double[costs.length];
    weight = new double[costs.length];
    for (int rank = 0; rank < order.length; rank++) {
      cost[rank] = Require.finite("cost", costs[order[rank]]);
      weight[rank] = Require.nonNegative("weight", weights[order[rank]]);
    }
  }

  double price(double level) {
    int active = active(level);
    double sum = level;
    for (int rank = 0; rank < active; rank++) {
      sum += weight[rank] * cost[rank];
    }
    return sum * slope(active);
  }

  /** ∂ price / ∂ level at the level, from above where it has a kink. */
  double slopeAt(double level) {
    return slope(active(level));
  }

  /** The quantity in [0, capacity] that maximises q price(level − step q) − linear q − quadratic q²/2. */
  double bestQuantity(double level, double step, double linear, double quadratic, double capacity) {
    double best = 0;
    double bestProfit = 0;
    double from = 0;
    for (int active = active(level); active >= 0 && from < capacity; active--) {
      double to = active == 0 ? capacity : Math.min(capacity, (level - levelAt(active - 1)) / step);
      double offset = level;
      for (int rank = 0; rank < active; rank++) {
        offset += weight[rank] * cost[rank];
      }
      double slope = slope(active);
      double quantity = (offset * slope - linear) / (2 * step * slope + quadratic);
      quantity = Math.min(Math.max(quantity, from), Math.max(from, to));
      double profit =
          quantity * (slope * (offset - step * quantity) - linear - 0.5 * quadratic * quantity);
      if (profit > bestProfit) {
        bestProfit = profit;
        best = quantity;
      }
      from = Math.max(from, to);
    }
    return best;
  }

  private int active(double level) {
    int active = 0;
    while (active < cost.length && levelAt(active) <= level) {
      active++;
    }
    return active;
  }

  /** The level at which the supplier of this rank starts. */
  private double levelAt(int rank) {
    double sum = cost[rank];
    for (int cheaper = 0; cheaper < rank; cheaper++) {
      sum += weight[cheaper] * (cost[rank] - cost[cheaper]);
    }
    return sum;
  }

  private double slope(int active) {
    double sum = 1;
    for (int rank = 0; rank < active; rank++) {
      sum += weight[rank];
    }
    return 1 / sum;
  }
}
