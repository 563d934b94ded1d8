package io.stackelberg.leader;

import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What {@link PriceSearch} found: a few price vectors to draw from, the same draw for every context.
 *
 * <p>The deployable form is the price-adjusted argmax at the drawn prices, which also decides contexts never
 * seen.
 *
 * @param stopReason why it stopped
 * @param value mean reward of the lottery over price vectors, which keeps every limit in the mean
 * @param bound proved upper bound on every policy's mean reward: a dual value
 * @param prices price vectors to draw from; empty when infeasible
 * @param weights probability of each price vector
 * @param uses mean use of each resource
 * @param integralValue mean reward of the best single price vector that keeps every limit by itself; NaN if
 *     none was met. At most {@code bound − integralValue} is lost by not drawing
 * @param passes passes over all contexts
 */
public record AssignmentSolution(
    StopReason stopReason,
    double value,
    double bound,
    List<PriceVector> prices,
    List<Double> weights,
    List<Double> uses,
    double integralValue,
    int passes) {
  public AssignmentSolution {
    prices = List.copyOf(prices);
    weights = List.copyOf(weights);
    uses = List.copyOf(uses);
  }

  /** Distance from the value to the proved bound. */
  public double gap() {
    return bound - value;
  }
}
