package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Optimises the leader anew inside the safe set of every context cell; the baseline plays in cells without one.
 *
 * <p>Against the best policy inside the sets nothing is lost to projection (theory T4). A budget or a floor is met in
 * every cell by itself, which is stricter than over all contexts together; where a cell cannot meet it, the
 * baseline plays there and the solution says why.
 *
 * @param solver solves each cell's problem
 * @param cellOf the cell of a context
 */
public record SafeOptimisation(LeaderSolver solver, Function<Context, String> cellOf) {
  /**
   * What was found.
   *
   * @param policy the policy
   * @param solutions the solution of every cell that has a safe set and contexts
   */
  public record Optimised(LeaderPolicy policy, Map<String, LeaderSolution> solutions) {
    public Optimised {
      solutions = Map.copyOf(solutions);
    }
  }

  /**
   * Optimises.
   *
   * @param problem contexts, models and objective; its menu is not used
   * @param sets the safe set of every cell that has one, the baseline among its members
   * @param baseline plays elsewhere
   * @param limits of each cell's problem
   */
  public Optimised optimise(
      LeaderProblem problem,
      Map<String, SafeSet> sets,
      Commitment baseline,
      SolveLimits limits,
      RandomGenerator random) {
    Map<String, List<Context>> contexts = new LinkedHashMap<>();
    for (Context context : problem.contexts()) {
      contexts.computeIfAbsent(cellOf.apply(context), any -> new ArrayList<>()).add(context);
    }
    Map<String, LeaderSolution> solutions = new LinkedHashMap<>();
    Map<String, LeaderPolicy> policies = new LinkedHashMap<>();
    LeaderObjective objective = problem.objective();
    for (Map.Entry<String, List<Context>> cell : contexts.entrySet()) {
      if (sets.containsKey(cell.getKey())) {
        LeaderProblem restricted = new LeaderProblem(
            cell.getValue(),
            sets.get(cell.getKey()).members(),
            baseline,
            problem.follower(),
            problem.outcomes(),
            problem.unit(),
            objective);
        LeaderSolution solution = solver.solve(restricted, limits, random);
        solutions.put(cell.getKey(), solution);
        solution.policy().ifPresent(policy -> policies.put(cell.getKey(), policy));
      }
    }
    return new Optimised(new ByCell(cellOf, policies, LeaderPolicy.always(baseline)), solutions);
  }

  /** One policy per cell, another where a cell has none. */
  record ByCell(
      Function<Context, String> cellOf, Map<String, LeaderPolicy> policies, LeaderPolicy elsewhere)
      implements LeaderPolicy {
    @Override
    public MixedCommitment commit(Context context) {
      return policies.getOrDefault(cellOf.apply(context), elsewhere).commit(context);
    }
  }
}
