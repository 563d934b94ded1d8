package io.stackelberg.leader;

import io.stackelberg.game.Require;
import io.stackelberg.game.ShortfallUtility;

/** What the leader maximises over the contexts of a problem, and under which constraint. */
public sealed interface LeaderObjective {
  /**
   * Most quality such that the mean cost stays within a budget.
   *
   * @param meanCost the budget per turn, in the problem's cost unit, at least 0
   */
  record QualityWithinBudget(double meanCost) implements LeaderObjective {
    public QualityWithinBudget {
      Require.nonNegative("meanCost", meanCost);
    }
  }

  /**
   * Least cost such that the mean quality reaches a floor.
   *
   * @param meanQuality the floor, in [0, 1]
   */
  record CostAboveFloor(double meanQuality) implements LeaderObjective {
    public CostAboveFloor {
      Require.inUnitInterval("meanQuality", meanQuality);
    }
  }

  /**
   * Most expected leader utility, without a constraint that couples contexts.
   *
   * @param utility the leader's utility; tokens enter in the problem's cost unit
   */
  record ExpectedUtility(ShortfallUtility utility) implements LeaderObjective {}
}
