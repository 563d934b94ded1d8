package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;

/**
 * Pessimistic and optimistic value of a bilevel program whose leader and follower are linear: among several
 * best answers the follower picks the one worst for the leader.
 *
 * <p>min over x of max F(x, y) over the best answers y to x. Upper rows that hold y must be satisfied by
 * <em>every</em> best answer; x without an answer is not allowed. F must be linear and f linear in y; f may
 * hold products of x and y, and then the infimum need not be attained: a face of best answers is larger on the
 * border of a region than inside it.
 *
 * <p>The space of x is cut by branch and bound into the regions where one strictly complementary set of rows is
 * active. Within a region the best answers are a polyhedron of fixed rows, and the worst of them, for F and for
 * each coupling row, is itself a linear follower's answer: an optimistic problem over the region's closure,
 * solved by {@link ComplementarityBranchAndBound}. The infimum is the least of these values; it is attained
 * where some region of that value holds such a point inside.
 *
 * <p>{@code PROVEN_OPTIMAL} needs a verified decision: at {@code x} the follower's program is solved again and
 * F and every coupling row are maximised over its best answers by another method; where the infimum is attained
 * that value must equal it, else it must come within 2e-4 of it, relative to the size of F. Where no such
 * decision is found (coupling rows may hold on a region's border only) the answer is {@code CONVERGED} with the
 * bound. Deterministic. Cost: exponential in the follower's rows at worst; meant for small problems.
 *
 * <p>Source: regions by strict complementarity after Goldman and Tucker (1956) [goldman1956theory]; the problem
 * and its two followers as in Dempe and Zemkoho (2020) [dempe2020bilevel].
 */
public final class PessimisticBilevel {
  /**
   * Both values.
   *
   * @param limits {@code maxEvaluations} counts programs, for each of the two problems; the time is shared
   * @throws IllegalArgumentException if F is not linear or f is not linear in y
   */
  public PessimisticSolution solve(BilevelProblem problem, SolveLimits limits) {
    if (!problem.upper().isLinear()) {
      throw Require.unexpected("Q of the leader", "not zero", "zero (a linear leader)");
    }
    for (int i = problem.leaderSize(); i < problem.lower().size(); i++) {
      for (int j = problem.leaderSize(); j < problem.lower().size(); j++) {
        if (problem.lower().quadratic(i, j) != 0) {
          throw Require.unexpected(
              "Q of the follower over y",
              problem.lower().quadratic(i, j),
              "zero (a linear follower)");
        }
      }
    }
    return new PessimisticSearch(problem, limits).run();
  }
}
