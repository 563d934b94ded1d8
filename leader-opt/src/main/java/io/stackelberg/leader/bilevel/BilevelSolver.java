package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.SolveLimits;

/** Solves bilevel linear and quadratic programs; keeps no state between calls. */
public interface BilevelSolver {
  /**
   * Solves the problem in the optimistic sense.
   *
   * @param limits {@code maxEvaluations} counts relaxations
   */
  BilevelSolution solve(BilevelProblem problem, SolveLimits limits);
}
