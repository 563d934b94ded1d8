package io.stackelberg.leader.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderSolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each family where the best answer is known. */
class BaselinesTest {
  private static LeaderPolicy train(Baseline baseline, Practice practice) {
    return baseline.train(practice, new SplittableRandom(11));
  }

  private static String action(LeaderPolicy policy, Context context) {
    MixedCommitment drawn = policy.commit(context);
    assertEquals(1, drawn.support().size());
    return drawn.support().get(0).label();
  }

  @ParameterizedTest
  @ValueSource(strings = {"linucb", "thompson", "squarecb", "eps-greedy", "ppo", "offline-dr"})
  void contextualLearnersFindWhereTheSmallActionIsAsGood(String name) {
    TinyWorld world = TinyWorld.split();
    Practice practice = world.practice(0.05);
    LeaderPolicy policy = train(AllBaselines.byName().get(name), practice);
    for (Turn turn : practice.log().turns()) {
      double x = turn.context().numeric(0).orElseThrow();
      if (x < 0.2) {
        assertEquals("small", action(policy, turn.context()), "x = " + x);
      } else if (x > 0.8) {
        // There "small" loses 0.5 of quality, far more than the slack can pay for.
        assertTrue(!action(policy, turn.context()).equals("small"), "x = " + x);
      }
    }
    double[] means = world.means(policy, practice.log());
    // All at once: no constant action costs less than 400 within the slack of 0.05.
    assertTrue(means[0] >= 0.8 - 0.05 - 0.02 && means[1] < 300, means[0] + ", " + means[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ucb1", "linucb", "thompson", "squarecb", "eps-greedy", "best-static"})
  void theBestArmIsFoundWhereItIsTheSameEverywhere(String name) {
    // "medium" is best and cheaper than the reference: no weight of cost within the slack prefers
    // "small".
    TinyWorld world = TinyWorld.flat(0.2, 0.9, 0.8);
    Practice practice = world.practice(0.05);
    LeaderPolicy policy = train(AllBaselines.byName().get(name), practice);
    practice.log().turns().forEach(turn -> assertEquals("medium", action(policy, turn.context())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"router-threshold", "cascade", "conformal-gate", "lagrangian"})
  void whatIsTunedKeepsTheSlackAndSaves(String name) {
    TinyWorld world = TinyWorld.split();
    Practice practice = world.practice(0.05);
    LeaderPolicy policy = train(AllBaselines.byName().get(name), practice);
    double[] means = world.means(policy, practice.log());
    // A candidate is scored on at least 60 turns, whose quality has a standard deviation of at most
    // 0.25, and kept
    // if that mean is within the slack: two standard errors of the difference are 0.065.
    assertTrue(means[0] >= 0.8 - 0.05 - 0.065, name + " has quality " + means[0]);
    assertTrue(means[1] < 350, name + " uses " + means[1]);
  }

  @Test
  void theRouterSplitsExactlyWhereTheGainIs() {
    TinyWorld world = TinyWorld.split();
    Practice practice = world.practice(0.0);
    LeaderPolicy policy = train(Routers.routerThreshold(), practice);
    for (Turn turn : practice.log().turns()) {
      boolean isEasy = turn.context().numeric(0).orElseThrow() < 0.5;
      assertTrue(
          action(policy, turn.context()).equals("large") || isEasy,
          turn.context().toString());
    }
    assertTrue(world.means(policy, practice.log())[1] < 400);
  }

  @Test
  void nothingIsGivenUpWhereNothingCanBeSaved() {
    TinyWorld world = TinyWorld.flat(0.2, 0.3, 0.8);
    Practice practice = world.practice(0.01);
    for (String name : List.of(
        "best-static",
        "static-threshold",
        "relative-effort",
        "router-threshold",
        "cascade",
        "conformal-gate",
        "pacing-dp",
        "ucb1",
        "lagrangian")) {
      // A lottery is scored by draws: of 100 turns and more, each at most 0.6 worse, 0.03 by
      // chance.
      double chance = name.equals("lagrangian") ? 0.03 : 1e-9;
      LeaderPolicy policy = train(AllBaselines.byName().get(name), practice);
      double quality = world.means(policy, practice.log())[0];
      assertTrue(quality >= 0.8 - 0.01 - chance, name + " has quality " + quality);
    }
  }

  @Test
  void offlineLearnersBeatALoggingLeaderThatFavoursTheWrongArm() {
    TinyWorld world = TinyWorld.split();
    TurnLog log = world.log(2, 5, 3);
    Practice practice = world.practice(log, 0.05, 0);
    int before = world.played();
    LeaderPolicy robust = train(OfflineLearners.doublyRobust(), practice);
    LeaderPolicy weighted = train(OfflineLearners.inversePropensity(), practice);
    assertEquals(before, world.played(), "they never play");
    // The logging leader's value, exactly: 0.2 small + 0.5 medium + 0.3 large.
    LeaderPolicy logging =
        context -> new MixedCommitment(List.copyOf(practice.menu()), List.of(0.2, 0.5, 0.3));
    double logged = world.means(logging, log)[0];
    assertTrue(world.means(robust, log)[0] > logged + 0.02, "" + world.means(robust, log)[0]);
    assertTrue(world.means(robust, log)[1] < 400, "" + world.means(robust, log)[1]);
    assertTrue(world.means(weighted, log)[0] > logged, "" + world.means(weighted, log)[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"offline-dr", "offline-ipw"})
  void offlineLearnersNameTheTurnThatLacksAPropensity(String name) {
    TinyWorld world = TinyWorld.split();
    List<Turn> turns = new ArrayList<>(world.log(1, 1, 1).turns());
    Turn bare = turns.get(7);
    turns.set(
        7,
        new Turn(
            bare.context(),
            bare.commitment(),
            OptionalDouble.empty(),
            bare.action(),
            bare.outcome()));
    Practice practice = world.practice(new TurnLog(world.actions(), turns), 0.05, 100);
    var refused = assertThrows(
        IllegalArgumentException.class, () -> train(AllBaselines.byName().get(name), practice));
    assertTrue(
        refused
            .getMessage()
            .startsWith("propensity is missing, expected a number in (0, 1] (turn 7"),
        refused.getMessage());
  }

  @Test
  void cloningFindsTheOddsOfTheLog() {
    TinyWorld world = TinyWorld.split();
    TurnLog log = world.log(6, 3, 1);
    LeaderPolicy clone = train(OfflineLearners.behaviourCloning(), world.practice(log, 0, 0));
    double[] logged = new double[3];
    double[] cloned = new double[3];
    for (Turn turn : log.turns()) {
      for (int action = 0; action < 3; action++) {
        Directive directive = new Directive(TinyWorld.NAMES.get(action));
        logged[action] +=
            turn.commitment().equals(directive) ? 1.0 / log.turns().size() : 0;
        cloned[action] +=
            clone.commit(turn.context()).probability(directive) / log.turns().size();
      }
    }
    for (int action = 0; action < 3; action++) {
      // A multinomial logit with an intercept reproduces the shares at its optimum.
      assertEquals(logged[action], cloned[action], 0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {300, 400, 500, 600, 700, 800, 900, 1000, 1200})
  void pacingEqualsBruteForceOnEveryBudget(long budget) {
    double[] quality = {0.3, 0.55, 0.8};
    TinyWorld world = new TinyWorld(x -> quality, 3, budget, false, 0);
    LeaderPolicy policy =
        train(PacingPlan.pacing(), world.practice(world.log(1, 1, 1), 0.05, 6000));
    double sum = 0;
    Optional<Context> next = Optional.of(world.open("s0"));
    while (next.isPresent()) {
      Turn turn = world.execute(
          next.get(), policy.commit(next.get()).support().get(0), new SplittableRandom(1));
      sum += turn.outcome().quality().orElseThrow();
      next = world.next(turn);
    }
    double best = 0;
    for (int sequence = 0; sequence < 27; sequence++) {
      int[] actions = {sequence % 3, sequence / 3 % 3, sequence / 9};
      int tokens = 0;
      double value = 0;
      for (int action : actions) {
        tokens += TinyWorld.TOKENS[action];
        value += quality[action];
      }
      best = tokens <= budget ? Math.max(best, value) : best;
    }
    assertEquals(best, sum, 1e-9);
  }

  @Test
  void turnLimitsAndBudgetLevelsActWhereTheyShould() {
    TinyWorld world = TinyWorld.flat(0.3, 0.5, 0.8);
    Practice practice = world.practice(0.05);
    LeaderPolicy half = train(SessionRules.fixedTurn(50), practice);
    // Sessions of four turns: the median position is the second turn.
    for (Turn turn : practice.log().turns()) {
      assertEquals(
          turn.context().state().turn() < 2 ? "large" : "small", action(half, turn.context()));
    }
    TinyWorld armed = new TinyWorld(x -> new double[] {0.3, 0.5, 0.8}, 4, 1000, false, 0);
    Practice practiced = armed.practice(armed.log(1, 1, 1), 0.05, 300);
    LeaderPolicy tracker = train(SessionRules.budgetTracker(), practiced);
    for (Turn turn : practiced.log().turns()) {
      long left = turn.context().state().tokensLeft().orElseThrow();
      // Rungs at 400, 300, 200 and 100 tokens; the action nearest to 300 is the cheaper of the tied
      // two.
      String expected = left >= 700 ? "large" : left >= 100 ? "medium" : "small";
      assertEquals(expected, action(tracker, turn.context()), "left " + left);
    }
  }

  @Test
  void clopperPearsonAsTabulated() {
    // No event in n trials: 1 − δ^(1/n). One in ten at 95 per cent: 0.3942 (Clopper and Pearson
    // 1934).
    assertEquals(1 - StrictMath.pow(0.05, 0.1), Routers.upperBound(0, 10, 0.05), 1e-10);
    assertEquals(0.3942, Routers.upperBound(1, 10, 0.05), 5e-5);
    assertEquals(1, Routers.upperBound(10, 10, 0.05));
  }

  @Test
  void ridgeRegressionSolvesItsNormalEquations() {
    RidgeRegression ridge = new RidgeRegression(2, 2, 0.5);
    ridge.add(new double[] {1, 0}, 2, -1);
    ridge.add(new double[] {1, 2}, 4, 3);
    // Gram + ½ I = [[2.5, 2], [2, 4.5]], determinant 7.25; moments (6, 8) and (2, 6).
    assertEquals((4.5 * 6 - 2 * 8) / 7.25, ridge.predict(new double[] {1, 0}, 0), 1e-12);
    assertEquals((2.5 * 6 - 2 * 2) / 7.25, ridge.predict(new double[] {0, 1}, 1), 1e-12);
    assertEquals(StrictMath.sqrt(4.5 / 7.25), ridge.deviation(new double[] {1, 0}), 1e-12);
  }

  @Test
  void ablationsSolveOnTheirPartOfTheMenu() {
    TinyWorld world = TinyWorld.split();
    Practice directives = world.practice(0.05);
    AllBaselines.ablations().values().forEach(ablation -> {
      var refused = assertThrows(IllegalArgumentException.class, () -> train(ablation, directives));
      assertTrue(refused.getMessage().contains("one with announcements"), refused.getMessage());
    });
    Directive reference = directives.reference();
    List<Commitment> menu = List.of(
        new Announcement(0.5, 0),
        new Announcement(0.8, 0),
        new Announcement(0.5, 0.3),
        new Announcement(0.8, 0.3),
        reference);
    Practice practice = new Practice(
        directives.log(),
        world,
        menu,
        reference,
        new ObedientFollower(ActionSet.named(TinyWorld.NAMES)),
        world.truth(),
        CostUnit.TOKENS,
        0.05,
        0);
    List<List<Commitment>> seen = new ArrayList<>();
    LeaderSolver spy = (problem, limits, random) -> {
      seen.add(problem.menu());
      List<Commitment> playable = List.of(reference);
      return new ExhaustiveSolver()
          .solve(
              new io.stackelberg.leader.LeaderProblem(
                  problem.contexts(),
                  playable,
                  problem.fallback(),
                  problem.follower(),
                  problem.outcomes(),
                  problem.unit(),
                  problem.objective()),
              limits,
              random);
    };
    train(LeaderAblations.noIncentive(spy), practice);
    train(LeaderAblations.noQualityTarget(spy), practice);
    assertEquals(List.of(menu.get(0), menu.get(1), reference), seen.get(0));
    assertEquals(List.of(menu.get(1), menu.get(3), reference), seen.get(1));
  }
}
