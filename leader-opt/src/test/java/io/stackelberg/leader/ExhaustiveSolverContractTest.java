package io.stackelberg.leader;

/** {@link ExhaustiveSolver} under the contract of all solvers. */
class ExhaustiveSolverContractTest implements LeaderSolverContract {
  @Override
  public LeaderSolver solver() {
    return new ExhaustiveSolver();
  }
}
