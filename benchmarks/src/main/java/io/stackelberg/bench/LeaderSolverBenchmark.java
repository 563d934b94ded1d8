package io.stackelberg.bench;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Most quality within a budget over a menu of 27 directives, the follower obeying: one solve, model calls
 * included. Outcomes are looked up, so that the time is the solver's, not the model's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LeaderSolverBenchmark {
  private static final long SEED = 7L;
  private static final double TOKEN_SCALE = 4000;

  /** Contexts of the problem. */
  @Param({"256", "4096"})
  int contexts;

  private LeaderProblem problem;

  /** Draws the expected outcome of every action at every context; dearer actions tend to be better. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    ActionSet actions =
        ActionSet.grid(List.of(0.25, 0.5, 1.0), List.of(Verbosity.values()), List.of(0, 1, 3));
    List<Commitment> menu = new ArrayList<>();
    actions.actions().forEach(action -> menu.add(Directive.of(action)));
    Map<String, List<ExpectedOutcome>> table = new LinkedHashMap<>();
    List<Context> drawn = new ArrayList<>();
    for (int context = 0; context < contexts; context++) {
      List<ExpectedOutcome> outcomes = new ArrayList<>();
      for (int action = 0; action < actions.size(); action++) {
        double level = (action + random.nextDouble()) / actions.size();
        double quality = 0.5 * level + 0.5 * random.nextDouble();
        outcomes.add(new ExpectedOutcome(
            quality, OptionalDouble.of(TOKEN_SCALE * level), OptionalDouble.empty()));
      }
      drawn.add(Context.named("context-" + context));
      table.put("context-" + context, outcomes);
    }
    OutcomeModel model = (context, actionIndex) -> table.get(context.id()).get(actionIndex);
    problem = new LeaderProblem(
        drawn,
        menu,
        menu.get(menu.size() - 1),
        new ObedientFollower(actions),
        model,
        CostUnit.TOKENS,
        new LeaderObjective.QualityWithinBudget(0.3 * TOKEN_SCALE));
  }

  /** Every commitment at every context, then the price of the budget. */
  @Benchmark
  public LeaderSolution exhaustiveBaseline() {
    return solve(new ExhaustiveSolver());
  }

  private LeaderSolution solve(LeaderSolver solver) {
    LeaderSolution solution =
        solver.solve(problem, SolveLimits.DEFAULT, new SplittableRandom(SEED));
    solution.policyOrThrow();
    return solution;
  }
}
