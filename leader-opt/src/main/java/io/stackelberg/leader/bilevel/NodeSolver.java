package io.stackelberg.leader.bilevel;

/** Solves one convex relaxation; keeps no state between calls. */
interface NodeSolver {
  /**
   * Solves the program. {@code OPTIMAL} is answered only for a point that was checked to be feasible and, by
   * multipliers, optimal.
   */
  NodeAnswer solve(ConvexProgram program);
}
