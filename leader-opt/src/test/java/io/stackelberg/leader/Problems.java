package io.stackelberg.leader;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.ShortfallUtility;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Small problems given by tables: one row per context {@code x0, x1, …}, one column per action. */
final class Problems {
  private Problems() {}

  /**
   * An obedient follower; the menu holds one directive per action, the last action is the fallback.
   *
   * @param quality {@code [context][action]}; NaN where the action is unavailable
   * @param cost of the same shape, in tokens and in dollars alike
   */
  static LeaderProblem obedient(double[][] quality, double[][] cost, LeaderObjective objective) {
    ActionSet actions = actions(quality[0].length);
    List<Commitment> menu = new ArrayList<>();
    actions.actions().forEach(action -> menu.add(Directive.of(action)));
    return new LeaderProblem(
        contexts(quality),
        menu,
        menu.get(menu.size() - 1),
        new ObedientFollower(actions),
        outcomes(quality, cost),
        CostUnit.TOKENS,
        objective);
  }

  /** A quantal follower that answers announcements; the first announcement is the fallback. */
  static LeaderProblem quantal(
      double[][] quality, double[][] cost, List<Announcement> menu, LeaderObjective objective) {
    OutcomeModel outcomes = outcomes(quality, cost);
    ActionSet actions = actions(quality[0].length);
    return new LeaderProblem(
        contexts(quality),
        List.copyOf(menu),
        menu.get(0),
        new QuantalFollower(
            actions, new QualityCostUtility(outcomes, CostUnit.TOKENS, 1, 0.5, 1000), 0.1),
        outcomes,
        CostUnit.TOKENS,
        objective);
  }

  /**
   * A random problem whose limit lies strictly between the least and the largest mean use.
   *
   * <p>Odd seeds have an obedient follower and unavailable actions, even ones announcements. Qualities lie
   * in [0, 1], costs in [1, 1000].
   */
  static LeaderProblem random(long seed, Class<? extends LeaderObjective> kind) {
    SplittableRandom random = new SplittableRandom(seed);
    return random(random, 2 + random.nextInt(3), 2 + random.nextInt(3), kind, seed % 2 != 0);
  }

  /** A random problem of the given size. */
  static LeaderProblem random(
      RandomGenerator random,
      int contexts,
      int commitments,
      Class<? extends LeaderObjective> kind,
      boolean obedient) {
    double[][] quality = new double[contexts][commitments];
    double[][] cost = new double[contexts][commitments];
    for (int context = 0; context < contexts; context++) {
      for (int action = 0; action < commitments; action++) {
        boolean missing = obedient && action + 1 < commitments && random.nextDouble() < 0.15;
        quality[context][action] = missing ? Double.NaN : random.nextDouble();
        cost[context][action] = 1 + 999 * random.nextDouble();
      }
    }
    List<Announcement> menu = new ArrayList<>();
    for (int index = 0; index < commitments; index++) {
      menu.add(new Announcement(random.nextDouble(), random.nextDouble()));
    }
    LeaderObjective free = new LeaderObjective.QualityWithinBudget(0);
    LeaderProblem problem =
        obedient ? obedient(quality, cost, free) : quantal(quality, cost, menu, free);
    return problem.withObjective(objective(problem, kind, 0.1 + 0.8 * random.nextDouble()));
  }

  /** The objective whose limit lies at {@code fraction} of the way from the least use to the most. */
  static LeaderObjective objective(
      LeaderProblem problem, Class<? extends LeaderObjective> kind, double fraction) {
    if (kind == LeaderObjective.ExpectedUtility.class) {
      return new LeaderObjective.ExpectedUtility(
          new ShortfallUtility(0.9, 2, 0.001, 0.0005, IncentiveForm.SUBSIDY, 1000));
    }
    if (kind == LeaderObjective.CostAboveFloor.class) {
      SlowPath floors = new SlowPath(problem.withObjective(new LeaderObjective.CostAboveFloor(0)));
      return new LeaderObjective.CostAboveFloor(
          -floors.leastUse() + fraction * (floors.leastUse() - floors.mostUse()));
    }
    SlowPath budgets =
        new SlowPath(problem.withObjective(new LeaderObjective.QualityWithinBudget(0)));
    return new LeaderObjective.QualityWithinBudget(
        budgets.leastUse() + fraction * (budgets.mostUse() - budgets.leastUse()));
  }

  /** The same problem with another outcome model. */
  static LeaderProblem withOutcomes(LeaderProblem problem, OutcomeModel outcomes) {
    return new LeaderProblem(
        problem.contexts(),
        problem.menu(),
        problem.fallback(),
        problem.follower(),
        outcomes,
        problem.unit(),
        problem.objective());
  }

  /** A context of a table that lists no action as unavailable. */
  static Context context(String id) {
    return Context.named(id);
  }

  private static ActionSet actions(int count) {
    return ActionSet.named(
        IntStream.range(0, count).mapToObj(index -> "a" + index).toList());
  }

  private static List<Context> contexts(double[][] quality) {
    List<Context> contexts = new ArrayList<>();
    for (int context = 0; context < quality.length; context++) {
      Set<String> unavailable = new TreeSet<>();
      for (int action = 0; action < quality[context].length; action++) {
        if (Double.isNaN(quality[context][action])) {
          unavailable.add("a" + action);
        }
      }
      contexts.add(new Context(
          "x" + context,
          "x" + context,
          FeatureSchema.EMPTY,
          new double[0],
          List.of(),
          SessionState.START,
          unavailable));
    }
    return contexts;
  }

  /** The table as a model; contexts beyond it take its rows again from the top. */
  private static OutcomeModel outcomes(double[][] quality, double[][] cost) {
    return (context, action) -> {
      int row = Integer.parseInt(context.id().substring(1)) % quality.length;
      OptionalDouble amount = OptionalDouble.of(cost[row][action]);
      return new ExpectedOutcome(quality[row][action], amount, amount);
    };
  }
}
