package io.stackelberg.leader.several;

import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * A profile of several leaders with the certificate that it is an equilibrium, or the verdict that none exists.
 *
 * @param stopReason {@code CONVERGED} when no leader gains more than the tolerance by any deviation; {@code
 *     INFEASIBLE} when it is proved that no pure equilibrium exists; else why the search ended without one
 * @param strategies one list per leader; empty when there is no profile
 * @param payoffs one per leader, larger is better
 * @param largestGain the most that any leader gains by its best reply; NaN when there is no profile
 * @param sweeps best-reply sweeps over all leaders; 0 when the equations gave the profile
 * @param uniqueness what is known about other equilibria, in a few words; may be empty
 */
public record MultiLeaderSolution(
    StopReason stopReason,
    List<List<Double>> strategies,
    List<Double> payoffs,
    double largestGain,
    int sweeps,
    String uniqueness) {
  public MultiLeaderSolution {
    strategies = strategies.stream().map(List::copyOf).toList();
    payoffs = List.copyOf(payoffs);
  }

  /** Whether the profile is a certified equilibrium. */
  public boolean isEquilibrium() {
    return stopReason == StopReason.CONVERGED;
  }
}
