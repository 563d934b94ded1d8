package io.stackelberg.examples;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.theory.ClaimAudit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A solver of one's own: at each context the cheapest commitment that meets the floor there; the one of
 * most quality where none does, or everywhere if that is still too little.
 *
 * <p>It never trades one context against another, so it pays more than it has to; it proves no bound and
 * says so.
 */
public final class CheapestAboveFloor implements LeaderSolver {
  private static final double NONE = Double.NaN;
  private static final double UNPROVED = Double.POSITIVE_INFINITY;

  @Override
  public LeaderSolution solve(LeaderProblem problem, SolveLimits limits, RandomGenerator random) {
    if (!(problem.objective() instanceof LeaderObjective.CostAboveFloor floor)) {
      throw Require.unexpected("objective", problem.objective(), "a CostAboveFloor");
    }
    long pairs = (long) problem.contexts().size() * problem.menu().size();
    if (pairs > limits.maxEvaluations()) {
      return new LeaderSolution(
          StopReason.EVALUATION_LIMIT, Optional.empty(), NONE, UNPROVED, NONE, NONE, List.of(), 0);
    }
    for (double wanted : new double[] {floor.meanQuality(), Double.POSITIVE_INFINITY}) {
      LeaderPolicy policy = context -> MixedCommitment.pure(choose(problem, context, wanted));
      double quality = quality(problem, policy, problem.contexts());
      if (quality >= floor.meanQuality() - limits.tolerance().relative()) {
        double cost = cost(problem, policy, problem.contexts());
        return new LeaderSolution(
            StopReason.CONVERGED,
            Optional.of(policy),
            -cost,
            UNPROVED,
            quality,
            cost,
            List.of(),
            pairs);
      }
    }
    return new LeaderSolution(
        StopReason.INFEASIBLE, Optional.empty(), NONE, UNPROVED, NONE, NONE, List.of(), pairs);
  }

  private static Commitment choose(LeaderProblem problem, Context context, double wanted) {
    List<Context> here = List.of(context);
    Comparator<Commitment> byQuality =
        Comparator.comparingDouble(one -> quality(problem, LeaderPolicy.always(one), here));
    Comparator<Commitment> byCost =
        Comparator.comparingDouble(one -> cost(problem, LeaderPolicy.always(one), here));
    List<Commitment> feasible =
        problem.menu().stream().filter(one -> one.isFeasible(context)).toList();
    return feasible.stream()
        .filter(one -> quality(problem, LeaderPolicy.always(one), here) >= wanted)
        .min(byCost)
        .or(() -> feasible.stream().max(byQuality))
        .orElse(problem.fallback());
  }

  private static double quality(LeaderProblem problem, LeaderPolicy policy, List<Context> where) {
    return ClaimAudit.meanQuality(policy, where, problem.follower(), problem.outcomes());
  }

  private static double cost(LeaderProblem problem, LeaderPolicy policy, List<Context> where) {
    return ClaimAudit.meanCost(
        policy, where, problem.follower(), problem.outcomes(), problem.unit());
  }
}
