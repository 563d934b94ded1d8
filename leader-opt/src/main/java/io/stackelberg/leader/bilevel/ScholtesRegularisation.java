package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.SolveLimits;

/**
 * Local method: the follower's complementarity conditions relaxed to slack × multiplier ≤ t, and t driven to 0.
 *
 * <p>For each t the set below the hyperbola is replaced by the half-plane below its tangent on the ray through
 * the last point, an inner convex approximation, and the concave part of F by its tangent: a sequence of convex
 * quadratic programs with falling F. After the last t the active rows are read off, the leader's problem is
 * solved where they stay active, and the point is verified by a separate solve of the follower's problem.
 *
 * <p>{@code CONVERGED} is a verified point, most often a local optimum; nothing is proved of its distance to
 * the optimum, the bound is −∞, and {@code PROVEN_OPTIMAL} is never returned. {@code INFEASIBLE} is returned
 * only where the conditions without complementarity have no point already, {@code UNBOUNDED} only with a
 * verified ray, {@code NUMERICAL_FAILURE} where no point was verified, which says nothing of the problem.
 * Deterministic.
 *
 * <p>Source: Scholtes (2001) [scholtes2001convergence]; the inner approximation is that of Marks and Wright
 * (1978) [marks1978general].
 */
public final class ScholtesRegularisation implements BilevelSolver {
  @Override
  public BilevelSolution solve(BilevelProblem problem, SolveLimits limits) {
    return new ScholtesDescent(problem, limits).run();
  }
}
