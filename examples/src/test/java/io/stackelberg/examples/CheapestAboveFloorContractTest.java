package io.stackelberg.examples;

import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.leader.LeaderSolverContract;

/** A solver of one's own under the contract of all solvers: this is all it takes. */
class CheapestAboveFloorContractTest implements LeaderSolverContract {
  @Override
  public LeaderSolver solver() {
    return new CheapestAboveFloor();
  }

  @Override
  public boolean solves(LeaderObjective objective) {
    return objective instanceof LeaderObjective.CostAboveFloor;
  }
}
