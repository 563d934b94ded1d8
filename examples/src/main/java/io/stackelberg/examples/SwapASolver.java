package io.stackelberg.examples;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Uses a solver of one's own, {@link CheapestAboveFloor}, where the exhaustive one was. */
public final class SwapASolver {
  private SwapASolver() {}

  /** Solves one problem by both solvers: a small and a large model, an easy and a hard task. */
  public static void main(String[] arguments) {
    ActionSet models = ActionSet.named(List.of("small", "large"));
    double[][] quality = {{0.8, 0.9}, {0.2, 0.8}};
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        quality[context.id().equals("easy") ? 0 : 1][action],
        OptionalDouble.of(action == 0 ? 1000 : 5000),
        OptionalDouble.empty());
    LeaderProblem problem = new LeaderProblem(
        List.of(Context.named("easy"), Context.named("hard")),
        List.of(new Directive("small"), new Directive("large")),
        new Directive("large"),
        new ObedientFollower(models),
        outcomes,
        CostUnit.TOKENS,
        new LeaderObjective.CostAboveFloor(0.7));
    for (LeaderSolver solver : List.of(new ExhaustiveSolver(), new CheapestAboveFloor())) {
      LeaderSolution solution = solver.solve(problem, SolveLimits.DEFAULT, new SplittableRandom(1));
      System.out.printf(
          "%-14s quality %.3f, %.0f tokens, proved: at least %.0f tokens%n",
          solution.stopReason(),
          solution.meanQuality(),
          solution.meanCost(),
          Math.max(0, -solution.upperBound()));
    }
  }
}
