package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.SolveLimits;

/**
 * Spatial branch and bound on the strong-duality form of the follower's problem.
 *
 * <p>The follower is replaced by primal feasibility, dual feasibility and one inequality, no duality gap; no
 * complementarity pair is branched on. The inequality's products of multipliers and leader's decisions, and of
 * answers and leader's decisions, are relaxed by McCormick envelopes over a box of x, the follower's own
 * curvature by tangents; the box is split. Multipliers without a proved upper bound keep the one envelope that
 * needs none, so that no constant is guessed.
 *
 * <p>Applies where the follower is linear or convex quadratic, the rows bound every x, and F is convex (or made
 * so by the follower's optimality conditions). {@code PROVEN_OPTIMAL} means a point verified by a separate
 * solve of the follower's problem and a tree whose bound is within 1e-7 of it, relative to the size of F (or
 * the tolerance, if larger); a box too narrow to split leaves {@code CONVERGED} with the bound proved.
 * Deterministic. Meant for comparison and for few leader's variables: cost is exponential in the length of x.
 *
 * <p>Source: McCormick (1976) [mccormick1976computability]; the reformulation as in Dempe and Zemkoho (2020)
 * [dempe2020bilevel].
 */
public final class StrongDualityBranchAndBound implements BilevelSolver {
  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if F is not convex or an x is not bounded
   */
  @Override
  public BilevelSolution solve(BilevelProblem problem, SolveLimits limits) {
    return new StrongDualitySearch(problem, limits).run();
  }
}
