package io.stackelberg.leader;

import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What {@link RegularisedPolicySearch} found: at every context the mean of the lotteries at a few price
 * vectors. After convergence nearly all weight is on one.
 *
 * @param stopReason why it stopped
 * @param value mean of reward − strength × divergence of that policy, recomputed; NaN without a policy
 * @param bound proved upper bound on every policy's value: a dual value
 * @param meanReward the policy's mean reward; NaN without a policy
 * @param meanDivergence the policy's mean divergence from the baseline; NaN without a policy
 * @param prices price vectors; empty when no policy within the limits was found
 * @param weights weight of each price vector's lottery
 * @param uses the policy's mean use of each resource
 * @param passes passes over all contexts
 */
public record RegularisedSolution(
    StopReason stopReason,
    double value,
    double bound,
    double meanReward,
    double meanDivergence,
    List<PriceVector> prices,
    List<Double> weights,
    List<Double> uses,
    int passes) {
  public RegularisedSolution {
    prices = List.copyOf(prices);
    weights = List.copyOf(weights);
    uses = List.copyOf(uses);
  }

  /** Distance from the value to the proved bound. */
  public double gap() {
    return bound - value;
  }

  /** The policy's lottery at a context of the problem; fails where there is no policy. */
  public double[] lottery(RegularisedProblem problem, int context) {
    if (prices.isEmpty()) {
      throw new IllegalStateException(
          "There is no policy: the search stopped with " + stopReason + ".");
    }
    double[] mixed = new double[problem.assignment().commitments()];
    for (int index = 0; index < weights.size(); index++) {
      double[] lottery = problem.lottery(context, prices.get(index));
      for (int commitment = 0; commitment < mixed.length; commitment++) {
        mixed[commitment] += weights.get(index) * lottery[commitment];
      }
    }
    return mixed;
  }
}
