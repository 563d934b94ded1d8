package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.SolveLimits;

/**
 * Exact branch and bound on the follower's complementarity pairs, without big-M constants.
 *
 * <p>This is the optimality-condition reformulation with special ordered sets of type 1: each pair
 * (multiplier, slack) is such a set, branched on where both are positive, largest product first. Its name
 * among the alternatives is therefore also {@code kkt-sos}.
 *
 * <p>The follower's problem is replaced by its optimality conditions; a node fixes some pairs to multiplier
 * = 0 or slack = 0 and relaxes the rest. Where the leader's objective is not convex its concave directions
 * are bounded by chords over intervals that the search splits as well. {@code PROVEN_OPTIMAL} is returned only
 * if the point passes both levels' rows and a separate solve of the follower's problem, and the tree's bound
 * meets its value; {@code UNBOUNDED} only with a feasible answer and a ray of answers along which F falls
 * for ever; {@code INFEASIBLE} only for an exhausted tree. Deterministic.
 *
 * <p>Cost: exponential in the number of pairs at worst. Source: Bard and Moore (1990) [bard1990branch]; for
 * the chords Falk and Soland (1969) [falk1969algorithm].
 */
public final class ComplementarityBranchAndBound implements BilevelSolver {
  @Override
  public BilevelSolution solve(BilevelProblem problem, SolveLimits limits) {
    return new BilevelSearch(problem, limits).run();
  }
}
