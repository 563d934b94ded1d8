package io.stackelberg.leader;

import io.stackelberg.game.Context;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Evaluates every commitment of the menu at every context and chooses by a Lagrangian price for the budget
 * or the quality floor.
 *
 * <p>Exact for the restricted game on a finite menu: the policy may draw between two prices, which attains
 * the linear program's value, so the returned bound is tight. The bound is the dual value at the final
 * price; {@code PROVEN_OPTIMAL} is returned only when the policy, evaluated again context by context through
 * the problem's own models, reaches it within the tolerance or rounding. Where nothing on the menu is
 * feasible the fallback plays and counts; where it is not feasible either, neither is the problem.
 * Deterministic; the generator is not used.
 *
 * <p>Cost: contexts × menu × actions model calls, three times over (choice, policy and second look), then
 * contexts × menu per price.
 *
 * <p>Source: Everett (1963) [everett1963lagrange] for the multiplier, Kelley (1960) [kelley1960cutting] for
 * its search.
 */
public final class ExhaustiveSolver implements LeaderSolver {
  /** Share of the largest payoff that a mean over contexts may lose to rounding. */
  private static final double ROUNDING = 1e-13;

  @Override
  public LeaderSolution solve(LeaderProblem problem, SolveLimits limits, RandomGenerator random) {
    long pairs = (long) problem.contexts().size() * problem.menu().size();
    if (pairs > limits.maxEvaluations()) {
      return LeaderSolution.none(StopReason.EVALUATION_LIMIT, 0);
    }
    long deadline =
        limits.maxTime().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
    List<PayoffRow> rows = new ArrayList<>();
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (Context context : problem.contexts()) {
      if (limits.maxTime().isPresent() && System.nanoTime() - deadline > 0) {
        return LeaderSolution.none(
            StopReason.TIME_LIMIT, (long) rows.size() * problem.menu().size());
      }
      PayoffRow row = new PayoffRow(problem, context);
      rows.add(row);
      if (PricedChoice.best(problem.objective(), row, 0) < 0) {
        return LeaderSolution.none(
            StopReason.INFEASIBLE, (long) rows.size() * problem.menu().size());
      }
      for (int index = 0; index < row.quality.length; index++) {
        double reward = PricedChoice.reward(problem.objective(), row, index);
        if (!Double.isNaN(reward)) {
          lowest = Math.min(lowest, reward);
          highest = Math.max(highest, reward);
        }
      }
    }
    double slack = limits.tolerance().relative() * scaleOfUse(problem.objective(), rows);
    PricedChoice choice = new PricedChoice(problem.objective(), rows.toArray(PayoffRow[]::new));
    PricedChoice.Piece[] pieces = choice.enclose(slack);
    if (pieces.length == 0) {
      return LeaderSolution.none(StopReason.INFEASIBLE, pairs);
    }
    PricedChoice.Piece over = pieces[0];
    PricedChoice.Piece within = pieces[1];
    double limit = PricedChoice.limit(problem.objective());
    double share = over.use() > within.use()
        ? Math.min(1, Math.max(0, (limit - within.use()) / (over.use() - within.use())))
        : 1;
    PricedPolicy policy = new PricedPolicy(problem, over.price(), within.price(), share);
    double value = share * over.reward() + (1 - share) * within.reward();
    double bound = value;
    if (over.use() > within.use()) {
      double crossing = (over.reward() - within.reward()) / (over.use() - within.use());
      PricedChoice.Piece dual = choice.at(crossing);
      bound = dual.reward() - crossing * (dual.use() - limit);
    }
    double[] recomputed = recompute(problem, policy);
    double tolerance = Math.max(
        limits.tolerance().relative() * (highest - lowest),
        ROUNDING * Math.max(Math.abs(highest), Math.abs(lowest)));
    if (!(Math.abs(recomputed[0] - value) <= tolerance && bound - value <= tolerance)) {
      return LeaderSolution.none(StopReason.NUMERICAL_FAILURE, pairs);
    }
    return new LeaderSolution(
        StopReason.PROVEN_OPTIMAL,
        Optional.of(policy),
        recomputed[0],
        Math.max(bound, recomputed[0]),
        recomputed[1],
        recomputed[2],
        problem.objective() instanceof LeaderObjective.ExpectedUtility
            ? List.of()
            : List.of(over.price(), within.price()),
        pairs);
  }

  private static double scaleOfUse(LeaderObjective objective, List<PayoffRow> rows) {
    double scale = 0;
    for (PayoffRow row : rows) {
      for (int index = 0; index < row.quality.length; index++) {
        double use = Math.abs(PricedChoice.use(objective, row, index));
        scale = use > scale ? use : scale;
      }
    }
    return scale;
  }

  /** Value, quality and cost of the policy, evaluated afresh through its public face. */
  private static double[] recompute(LeaderProblem problem, PricedPolicy policy) {
    double value = 0;
    double quality = 0;
    double cost = 0;
    for (Context context : problem.contexts()) {
      PayoffRow row = new PayoffRow(problem, context);
      var mixed = policy.commit(context);
      for (int member = 0; member < mixed.support().size(); member++) {
        int index = PayoffRow.indexOf(problem, mixed.support().get(member));
        double probability = mixed.probabilities().get(member);
        value += probability * PricedChoice.reward(problem.objective(), row, index);
        quality += probability * row.quality[index];
        cost += probability * row.cost[index];
      }
    }
    int contexts = problem.contexts().size();
    return new double[] {value / contexts, quality / contexts, cost / contexts};
  }
}
