package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.catalog.SessionGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionPlannerTest {
  private static final SessionPlanner PLANNER = new SessionPlanner(SessionPlanner.Options.DEFAULT);

  /** Theory 1.5, S1. */
  private static final SessionGame S1 = new SessionGame(
      2,
      0.05,
      List.of(
          new SessionGame.Action("lean", 0.6, List.of(3), List.of(1.0)),
          new SessionGame.Action("rich", 0.9, List.of(6, 8), List.of(0.5, 0.5))));

  private static SessionPlan plan(SessionProblem problem) {
    return PLANNER.plan(problem, SolveLimits.DEFAULT);
  }

  @Test
  void knownSessionOfTheTheory() {
    SessionPlan ten = plan(SessionProblem.of(S1, 10));
    assertEquals(StopReason.PROVEN_OPTIMAL, ten.stopReason());
    assertEquals(0.90, ten.value(), 1e-9);
    assertEquals(Optional.of(new Directive("lean")), ten.commit(1, 10));
    int greedy = S1.greedyAction(10).orElseThrow();
    assertEquals(0.125, ten.value() - S1.actionValue(1, 10, greedy), 1e-9);
    SessionPlan sixteen = plan(SessionProblem.of(S1, 16));
    assertEquals(1.10, sixteen.value(), 1e-9);
    assertEquals(Optional.of(new Directive("rich")), sixteen.commit(1, 16));
    // Both first actions are worth 1.00; the earlier of the menu is taken.
    SessionPlan eleven = plan(SessionProblem.of(S1, 11));
    assertEquals(1.00, eleven.value(), 1e-9);
    assertEquals(Optional.of(new Directive("lean")), eleven.commit(1, 11));
    assertEquals(Optional.empty(), eleven.commit(2, 2));
    assertEquals(0, eleven.value(2, 2));
  }

  @Test
  void anImprobableActionThatDoesNotFitForbidsTheCommitment() {
    // The follower answers "ask" with rich once in a thousand: with 7 left that may need 8.
    ActionSet actions = ActionSet.named(List.of("lean", "rich"));
    Commitment ask = new Announcement(0.5, 0);
    FollowerModel follower = new FollowerModel() {
      @Override
      public ActionSet actions() {
        return actions;
      }

      @Override
      public double[] respond(Context context, Commitment commitment) {
        return new double[] {0.999, 0.001};
      }
    };
    SessionProblem problem = new SessionProblem(
        1,
        8,
        List.of(ask),
        follower,
        S1.actions(),
        SessionProblem::plainContext,
        (turn, commitment, action) -> S1.reward(action));
    SessionPlan plan = plan(problem);
    assertEquals(Optional.of(ask), plan.commit(1, 8));
    assertEquals(0.999 * 0.45 + 0.001 * 0.55, plan.value(), 1e-12);
    assertEquals(Optional.empty(), plan.commit(1, 7));
    assertEquals(0, plan.value(1, 7));
  }

  @Test
  void aSessionOfLossesIsBetterWithoutBudget() {
    // Nothing forces the leader to play where nothing is feasible; with one token it must.
    SessionGame game = new SessionGame(
        1, 1, List.of(new SessionGame.Action("dear", 0.5, List.of(1), List.of(1.0))));
    assertEquals(0, plan(SessionProblem.of(game, 0)).value(), 1e-12);
    assertEquals(-0.5, plan(SessionProblem.of(game, 1)).value(), 1e-12);
  }

  @Test
  void limitsAndWrongCalls() {
    SessionProblem problem = SessionProblem.of(S1, 10);
    SessionPlan none = PLANNER.plan(problem, SolveLimits.DEFAULT.withMaxEvaluations(43));
    assertEquals(StopReason.EVALUATION_LIMIT, none.stopReason());
    assertThrows(IllegalStateException.class, () -> none.commit(1, 10));
    assertEquals(
        StopReason.PROVEN_OPTIMAL,
        PLANNER.plan(problem, SolveLimits.DEFAULT.withMaxEvaluations(44)).stopReason());
    SessionPlan plan = plan(problem);
    assertThrows(IllegalArgumentException.class, () -> plan.commit(3, 10));
    assertThrows(IllegalArgumentException.class, () -> plan.commit(1, 11));
    assertThrows(IllegalArgumentException.class, () -> SessionProblem.of(S1, -1));
  }

  @Test
  void aBudgetInExpectationByHand() {
    // Two turns, rewards 0.45 for 3 tokens and 0.55 for 7. With 10 tokens: lean and rich once each,
    // 1.00;
    // the price is (0.55 - 0.45)/(7 - 3) = 0.025 a token. With 8: both plans at that price, 0.9 +
    // 2·0.025.
    ExpectedSessionPlan ten =
        PLANNER.planInExpectation(SessionProblem.of(S1, 10), SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, ten.stopReason());
    assertEquals(1.00, ten.value(), 1e-9);
    assertEquals(10, ten.expectedTokens(), 1e-9);
    ExpectedSessionPlan eight =
        PLANNER.planInExpectation(SessionProblem.of(S1, 8), SolveLimits.DEFAULT);
    assertEquals(0.95, eight.value(), 1e-9);
    assertEquals(0.025, eight.price(), 1e-9);
    assertEquals(0.25, eight.share(), 1e-9);
    ExpectedSessionPlan slack =
        PLANNER.planInExpectation(SessionProblem.of(S1, 14), SolveLimits.DEFAULT);
    assertEquals(1.10, slack.value(), 1e-9);
    assertEquals(0, slack.price());
    assertEquals(
        StopReason.INFEASIBLE,
        PLANNER.planInExpectation(SessionProblem.of(S1, 5), SolveLimits.DEFAULT).stopReason());
  }

  /** Two actions of one or two token uses below 3, a follower that mixes and looks at the budget. */
  private static SessionProblem random(RandomGenerator random, int budget, boolean looks) {
    List<SessionGame.Action> actions = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      double first = 0.1 + 0.8 * random.nextDouble();
      actions.add(new SessionGame.Action(
          "a" + index,
          random.nextDouble(),
          List.of(random.nextInt(3), random.nextInt(3)),
          List.of(first, 1 - first)));
    }
    double[] lean = {random.nextDouble(), 1, random.nextDouble()};
    ActionSet set = ActionSet.named(List.of("a0", "a1"));
    List<Commitment> menu = List.of(new Announcement(0.3, 0), new Announcement(0.6, 0));
    FollowerModel follower = new FollowerModel() {
      @Override
      public ActionSet actions() {
        return set;
      }

      @Override
      public double[] respond(Context context, Commitment commitment) {
        double left = looks ? context.state().tokensLeft().orElse(0) : 0;
        double share = lean[menu.indexOf(commitment)] / (1 + left);
        return new double[] {share, 1 - share};
      }
    };
    return new SessionProblem(
        3,
        budget,
        menu,
        follower,
        actions,
        SessionProblem::plainContext,
        (turn, commitment, action) ->
            actions.get(action).quality() / turn + 0.1 * menu.indexOf(commitment));
  }

  /** A policy as digits, one bit per state: which commitment to take. */
  private static double follow(SessionProblem problem, int policy, int turn, int left) {
    if (turn > problem.horizon()) {
      return 0;
    }
    int state = turn == 1 ? 0 : 1 + (turn - 2) * (problem.budget() + 1) + left;
    int choice = policy >> state & 1;
    Optional<Double> wanted = value(problem, policy, turn, left, choice);
    // What is infeasible is replaced by the other; the session ends only where both are.
    return wanted.orElseGet(() -> value(problem, policy, turn, left, 1 - choice).orElse(0.0));
  }

  private static Optional<Double> value(
      SessionProblem problem, int policy, int turn, int left, int choice) {
    Commitment commitment = problem.menu().get(choice);
    Context context = problem.contexts().at(turn, OptionalLong.of(left));
    double[] response = problem.follower().respond(context, commitment);
    double sum = 0;
    for (int index = 0; index < response.length; index++) {
      SessionGame.Action action = problem.actions().get(index);
      if (response[index] > 0) {
        if (action.worstCaseTokens() > left) {
          return Optional.empty();
        }
        sum += response[index] * problem.reward().of(turn, commitment, index);
        for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
          sum += response[index]
              * action.probabilities().get(outcome)
              * follow(problem, policy, turn + 1, left - action.tokens().get(outcome));
        }
      }
    }
    return Optional.of(sum);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noPolicyOfAllBeatsThePlan(long seed) {
    SessionProblem problem = random(new SplittableRandom(seed), 3, seed % 2 == 0);
    double best = Double.NEGATIVE_INFINITY;
    for (int policy = 0; policy < 1 << 9; policy++) {
      best = Math.max(best, follow(problem, policy, 1, 3));
    }
    SessionPlan plan = plan(problem);
    assertEquals(StopReason.PROVEN_OPTIMAL, plan.stopReason());
    assertEquals(best, plan.value(), 1e-9);
    assertTrue(plan.upperBound() >= best - 1e-12);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void moreBudgetAndFinerUnitsNeverHurt(long seed) {
    // Rewards are at least 0 and responses do not look at the budget.
    double earlier = 0;
    double earlierMean = 0;
    for (int budget = 0; budget <= 8; budget++) {
      SessionProblem problem = random(new SplittableRandom(seed), budget, false);
      double exact = plan(problem).value();
      assertTrue(exact >= earlier - 1e-12, exact + " below " + earlier);
      earlier = exact;
      SessionPlan coarse = new SessionPlanner(SessionPlanner.Options.DEFAULT.withTokensPerUnit(2))
          .plan(problem, SolveLimits.DEFAULT);
      assertEquals(StopReason.CONVERGED, coarse.stopReason());
      assertTrue(coarse.value() <= exact + 1e-12, coarse.value() + " above " + exact);
      ExpectedSessionPlan mean = PLANNER.planInExpectation(problem, SolveLimits.DEFAULT);
      if (mean.stopReason() != StopReason.INFEASIBLE) {
        assertEquals(StopReason.PROVEN_OPTIMAL, mean.stopReason());
        assertTrue(mean.value() >= earlierMean - 1e-9, mean.value() + " below " + earlierMean);
        earlierMean = mean.value();
        assertTrue(mean.value() >= bestPair(problem) - 1e-9, "" + mean);
        assertTrue(mean.value() <= bestPair(problem) + 1e-9, "" + mean);
      }
    }
  }

  /** Best draw between two of the eight fixed sequences that uses at most the budget on average. */
  private static double bestPair(SessionProblem problem) {
    double[][] sums = new double[8][2];
    for (int plan = 0; plan < 8; plan++) {
      for (int turn = 1; turn <= 3; turn++) {
        Commitment commitment = problem.menu().get(plan >> (turn - 1) & 1);
        Context context = problem.contexts().at(turn, OptionalLong.empty());
        double[] response = problem.follower().respond(context, commitment);
        for (int action = 0; action < 2; action++) {
          sums[plan][0] += response[action] * problem.reward().of(turn, commitment, action);
          sums[plan][1] += response[action] * problem.expectedTokens(action);
        }
      }
    }
    double best = Double.NEGATIVE_INFINITY;
    for (double[] one : sums) {
      if (one[1] > problem.budget() + 1e-12) {
        continue;
      }
      best = Math.max(best, one[0]);
      for (double[] other : sums) {
        if (other[1] > problem.budget()) {
          double share = (problem.budget() - one[1]) / (other[1] - one[1]);
          best = Math.max(best, share * other[0] + (1 - share) * one[0]);
        }
      }
    }
    return best;
  }
}
