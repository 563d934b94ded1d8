package io.stackelberg.examples;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.response.RegressionOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/** From logged turns to a policy: learn what each action yields, then buy quality where it is cheap. */
public final class GovernALog {
  private static final ActionSet ACTIONS = ActionSet.named(List.of("concise", "verbose"));
  private static final FeatureSchema SCHEMA = new FeatureSchema(List.of("difficulty"), List.of());

  private GovernALog() {}

  /** Learns from 200 tasks, asks for a mean quality of 0.8 and decides five new tasks. */
  public static void main(String[] arguments) {
    TurnLog log = log(200, new SplittableRandom(1));
    OutcomeModel outcomes = new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT)
        .fit(log, new SplittableRandom(2))
        .model();
    List<Context> contexts = log.turns().stream().map(Turn::context).distinct().toList();
    List<Commitment> menu = List.of(new Directive("concise"), new Directive("verbose"));
    LeaderProblem problem = new LeaderProblem(
        contexts,
        menu,
        new Directive("verbose"),
        new ObedientFollower(ACTIONS),
        outcomes,
        CostUnit.TOKENS,
        new LeaderObjective.CostAboveFloor(0.8));
    LeaderSolution solution =
        new ExhaustiveSolver().solve(problem, SolveLimits.DEFAULT, new SplittableRandom(3));

    System.out.printf(
        "%s: predicted quality %.3f for %.0f tokens a turn%n",
        solution.stopReason(), solution.meanQuality(), solution.meanCost());
    for (double difficulty : new double[] {0.1, 0.3, 0.5, 0.7, 0.9}) {
      MixedCommitment decision =
          solution.policyOrThrow().commit(context("new-" + difficulty, difficulty));
      System.out.printf(
          "difficulty %.1f: verbose with probability %.2f%n",
          difficulty, decision.probability(new Directive("verbose")));
    }
  }

  /** Every task played once by each action; verbosity pays on difficult tasks only. */
  private static TurnLog log(int tasks, SplittableRandom random) {
    List<Turn> turns = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      double difficulty = random.nextDouble();
      Context context = context("task-" + task, difficulty);
      for (String action : List.of("concise", "verbose")) {
        boolean verbose = action.equals("verbose");
        double quality = 0.95 - (verbose ? 0.1 : 0.6) * difficulty + 0.04 * random.nextDouble();
        long output = (verbose ? 600 : 150) + random.nextInt(50);
        turns.add(new Turn(
            context,
            new Directive(action),
            OptionalDouble.empty(),
            ACTIONS.get(ACTIONS.indexOf(action)),
            new Outcome(OptionalDouble.of(quality), TokenCount.of(400, output), Optional.empty())));
      }
    }
    return new TurnLog(ACTIONS, turns);
  }

  private static Context context(String id, double difficulty) {
    return new Context(
        id, id, SCHEMA, new double[] {difficulty}, List.of(), SessionState.START, Set.of());
  }
}
