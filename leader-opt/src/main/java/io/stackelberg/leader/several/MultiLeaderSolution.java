package io.stackelberg.leader.several;

import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * A profile of several leaders with the certificate that it is an equilibrium, or the verdict that none exists.
 *
 * @param stopReason {@code CONVERGED} when no leader gains more than the tolerance by any deviation; {@code
 *     INFEASIBLE} when it is proved that no pure equilibrium exists; else why the search ended without one,
 *     {@code EVALUATION_LIMIT} also for a cycle, which would last until any limit
 * @param strategies one list per leader; empty when there is no profile
 * @param payoffs one per leader, larger is better
 * @param gains what each leader gains by its best reply; empty when there is no profile
 * @param sweeps best-reply sweeps over all leaders; 0 when the equations gave the profile
 * @param cycle number of sweeps after which the profile came back although it had moved; 0 when no cycle was
 *     recognised
 * @param uniqueness what is known about other equilibria, in a few words; may be empty
 */
public record MultiLeaderSolution(
    StopReason stopReason,
    List<List<Double>> strategies,
    List<Double> payoffs,
    List<Double> gains,
    int sweeps,
    int cycle,
    String uniqueness) {
  public MultiLeaderSolution {
    strategies = strategies.stream().map(List::copyOf).toList();
    payoffs = List.copyOf(payoffs);
    gains = List.copyOf(gains);
  }

  /** The most that any leader gains by its best reply, at least 0; NaN when there is no profile. */
  public double largestGain() {
    double largest = gains.isEmpty() ? Double.NaN : 0;
    for (double gain : gains) {
      largest = gain > largest || Double.isNaN(gain) ? gain : largest;
    }
    return largest;
  }

  /** Whether the profile is a certified equilibrium. */
  public boolean isEquilibrium() {
    return stopReason == StopReason.CONVERGED;
  }
}
