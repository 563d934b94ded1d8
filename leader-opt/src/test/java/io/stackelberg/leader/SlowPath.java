package io.stackelberg.leader;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Means and optimum of a problem from its definition: plain loops, shared with no solver.
 *
 * <p>The optimum is a linear program with one coupling constraint, so some optimal policy draws between at
 * most two assignments of one commitment to each context. {@link #optimum} enumerates all assignments;
 * cost: (commitments ^ contexts)².
 */
record SlowPath(LeaderProblem problem) {
  /** Expected quality, cost and leader's utility; utility is 0 unless it is the objective. */
  record Means(double quality, double cost, double utility) {
    Means plus(Means other, double weight) {
      return new Means(
          quality + weight * other.quality,
          cost + weight * other.cost,
          utility + weight * other.utility);
    }
  }

  private static final Means ZERO = new Means(0, 0, 0);

  /** Means of a commitment at a context. */
  Means of(Context context, Commitment commitment) {
    double[] response = problem.follower().respond(context, commitment);
    Means sum = ZERO;
    for (int action = 0; action < response.length; action++) {
      if (response[action] == 0) {
        continue;
      }
      ExpectedOutcome expected = problem.outcomes().expect(context, action);
      double cost = expected.cost(problem.unit());
      double utility = 0;
      if (problem.objective() instanceof LeaderObjective.ExpectedUtility wanted) {
        double incentive =
            commitment instanceof Announcement announced ? announced.costIncentive() : 0;
        utility = wanted.utility().of(incentive, expected.quality(), cost);
      }
      sum = sum.plus(new Means(expected.quality(), cost, utility), response[action]);
    }
    return sum;
  }

  /** Means of a policy over all contexts. */
  Means of(LeaderPolicy policy) {
    Means sum = ZERO;
    for (Context context : problem.contexts()) {
      MixedCommitment mixed = policy.commit(context);
      for (int member = 0; member < mixed.support().size(); member++) {
        double weight = mixed.probabilities().get(member) / problem.contexts().size();
        sum = sum.plus(of(context, mixed.support().get(member)), weight);
      }
    }
    return sum;
  }

  /** What the leader maximises. */
  double value(Means means) {
    if (problem.objective() instanceof LeaderObjective.QualityWithinBudget) {
      return means.quality;
    }
    return problem.objective() instanceof LeaderObjective.CostAboveFloor
        ? -means.cost
        : means.utility;
  }

  /** What must stay within {@link #limit}. */
  double use(Means means) {
    if (problem.objective() instanceof LeaderObjective.QualityWithinBudget) {
      return means.cost;
    }
    return problem.objective() instanceof LeaderObjective.CostAboveFloor ? -means.quality : 0;
  }

  /** The budget, or minus the floor. */
  double limit() {
    if (problem.objective() instanceof LeaderObjective.QualityWithinBudget budget) {
      return budget.meanCost();
    }
    return problem.objective() instanceof LeaderObjective.CostAboveFloor floor
        ? -floor.meanQuality()
        : 0;
  }

  /** What may be committed to at a context: the feasible menu, the fallback where that is empty. */
  List<Commitment> options(Context context) {
    List<Commitment> feasible = problem.menu().stream()
        .filter(commitment -> commitment.isFeasible(context))
        .toList();
    return feasible.isEmpty() ? List.of(problem.fallback()) : feasible;
  }

  /** Least mean use of any policy. */
  double leastUse() {
    return meanOfExtremes(1);
  }

  /** Largest mean use of any policy. */
  double mostUse() {
    return -meanOfExtremes(-1);
  }

  private double meanOfExtremes(int sign) {
    double sum = 0;
    for (Context context : problem.contexts()) {
      sum += options(context).stream()
          .mapToDouble(option -> sign * use(of(context, option)))
          .min()
          .orElseThrow();
    }
    return sum / problem.contexts().size();
  }

  /** The best value of any policy; empty when none stays within the limit. */
  OptionalDouble optimum() {
    List<Means> assignments = assignments();
    double slack = 1e-12 * (1 + Math.abs(limit()));
    double best = Double.NEGATIVE_INFINITY;
    for (Means within : assignments) {
      if (use(within) > limit() + slack) {
        continue;
      }
      best = Math.max(best, value(within));
      for (Means over : assignments) {
        if (use(over) > limit() + slack) {
          double share = Math.max(0, (limit() - use(within)) / (use(over) - use(within)));
          best = Math.max(best, share * value(over) + (1 - share) * value(within));
        }
      }
    }
    return best == Double.NEGATIVE_INFINITY ? OptionalDouble.empty() : OptionalDouble.of(best);
  }

  private List<Means> assignments() {
    List<Means> sums = List.of(ZERO);
    for (Context context : problem.contexts()) {
      List<Means> longer = new ArrayList<>();
      for (Commitment option : options(context)) {
        Means means = of(context, option);
        for (Means sum : sums) {
          longer.add(sum.plus(means, 1.0 / problem.contexts().size()));
        }
      }
      sums = longer;
    }
    return sums;
  }
}
