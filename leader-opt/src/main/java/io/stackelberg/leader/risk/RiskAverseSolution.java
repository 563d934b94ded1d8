package io.stackelberg.leader.risk;

import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What {@link RiskAverseSolver} found.
 *
 * @param stopReason why it stopped
 * @param lottery one probability per commitment; empty when none was found
 * @param value the leader's risk-averse value of the lottery, recomputed from the law of its payoff
 * @param bound proved upper bound on the value of every lottery; +∞ when nothing was proved
 * @param mean of the payoff
 * @param variance of the payoff, under the randomisation that was asked for
 * @param steps of the method
 */
public record RiskAverseSolution(
    StopReason stopReason,
    List<Double> lottery,
    double value,
    double bound,
    double mean,
    double variance,
    long steps) {
  public RiskAverseSolution {
    lottery = List.copyOf(lottery);
  }

  /** Distance from the value to the proved bound. */
  public double gap() {
    return bound - value;
  }
}
