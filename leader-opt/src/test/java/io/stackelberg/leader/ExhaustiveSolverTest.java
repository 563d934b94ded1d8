package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.catalog.AnnouncementGame;
import io.stackelberg.game.catalog.Catalog;
import io.stackelberg.game.catalog.KnownGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.LeaderObjective.CostAboveFloor;
import io.stackelberg.leader.LeaderObjective.QualityWithinBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExhaustiveSolverTest {
  private static final Directive SMALL = new Directive("a0");
  private static final Directive LARGE = new Directive("a1");

  // An easy task x0, a hard task x1; a small model for 1 token, a large one for 5.
  private static final double[][] QUALITY = {{0.8, 0.9}, {0.2, 0.8}};
  private static final double[][] COST = {{1, 5}, {1, 5}};

  private static LeaderSolution solve(LeaderProblem problem) {
    return solve(problem, SolveLimits.DEFAULT);
  }

  private static LeaderSolution solve(LeaderProblem problem, SolveLimits limits) {
    return new ExhaustiveSolver().solve(problem, limits, new SplittableRandom(1));
  }

  private static LeaderSolution proven(LeaderProblem problem) {
    LeaderSolution solution = solve(problem);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), solution.toString());
    return solution;
  }

  private static MixedCommitment at(LeaderSolution solution, LeaderProblem problem, int context) {
    return solution.policyOrThrow().commit(problem.contexts().get(context));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 21, 101})
  void solvesR1Grid(int points) {
    // McKelvey and Palfrey (1995) [mckelvey1995quantal]: the value falls in c, so the best of any
    // grid that holds c = 0 is c = 0.
    KnownGame<AnnouncementGame> known = Catalog.r1Grid();
    AnnouncementGame game = known.game();
    List<Commitment> menu = new ArrayList<>();
    for (int point = points - 1; point >= 0; point--) {
      menu.add(new Announcement(1, point / (points - 1.0)));
    }
    LeaderProblem problem = new LeaderProblem(
        List.of(game.context()),
        menu,
        menu.get(0),
        game.follower(),
        game.outcomes(),
        CostUnit.TOKENS,
        new LeaderObjective.ExpectedUtility(game.leaderUtility()));
    LeaderSolution solution = proven(problem);
    assertTrue(known.answer("value").agreesWith(solution.value()), "" + solution.value());
    Announcement best = (Announcement) at(solution, problem, 0).support().get(0);
    assertTrue(known.answer("optimal incentive").agreesWith(best.costIncentive()), best.label());
    assertEquals(List.of(), solution.prices());
    assertEquals(points, solution.evaluations());
  }

  /**
   * The large model gains 0.1 on the easy task and 0.6 on the hard one, each for 4 tokens: the hard task is
   * upgraded first. With budget B per task, 2B − 2 tokens are left after the small model plays both; each
   * buys 0.6/4 until the hard task is upgraded, then 0.1/4.
   *
   * <p>B = 1: 0.5. B = 2: half of the hard task, (1 + 0.3)/2. B = 3: all of it, (1 + 0.6)/2. B = 4: half of
   * the easy one as well, (1.6 + 0.05)/2. B ≥ 5: 1.7/2.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0.5, 0, 0",
    "2, 0.65, 0, 0.5",
    "3, 0.8, 0, 1",
    "4, 0.825, 0.5, 1",
    "5, 0.85, 1, 1",
    "9, 0.85, 1, 1"
  })
  void spendsABudgetWhereItBuysMost(
      double budget, double value, double largeOnEasy, double largeOnHard) {
    LeaderProblem problem = Problems.obedient(QUALITY, COST, new QualityWithinBudget(budget));
    LeaderSolution solution = proven(problem);
    assertEquals(value, solution.value(), 1e-12);
    assertEquals(value, solution.meanQuality(), 1e-12);
    assertEquals(Math.min(budget, 5), solution.meanCost(), 1e-12);
    assertEquals(largeOnEasy, at(solution, problem, 0).probability(LARGE), 1e-12);
    assertEquals(largeOnHard, at(solution, problem, 1).probability(LARGE), 1e-12);
  }

  /** The same picture read the other way: the least cost of a mean quality. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 0",
    "0.5, 1, 0, 0",
    "0.65, 2, 0, 0.5",
    "0.8, 3, 0, 1",
    "0.825, 4, 0.5, 1",
    "0.85, 5, 1, 1"
  })
  void buysAFloorWhereItIsCheapest(
      double floor, double cost, double largeOnEasy, double largeOnHard) {
    LeaderProblem problem = Problems.obedient(QUALITY, COST, new CostAboveFloor(floor));
    LeaderSolution solution = proven(problem);
    assertEquals(-cost, solution.value(), 1e-12);
    assertEquals(cost, solution.meanCost(), 1e-12);
    assertEquals(Math.max(floor, 0.5), solution.meanQuality(), 1e-12);
    assertEquals(largeOnEasy, at(solution, problem, 0).probability(LARGE), 1e-12);
    assertEquals(largeOnHard, at(solution, problem, 1).probability(LARGE), 1e-12);
  }

  @Test
  void thePricesAreWhatTheLimitIsWorth() {
    // At B = 2 a token buys 0.6/4 = 0.15; at the floor 0.65 a point of quality costs 4/0.6.
    List<Double> budget =
        proven(Problems.obedient(QUALITY, COST, new QualityWithinBudget(2))).prices();
    assertTrue(budget.get(0) <= 0.15 + 1e-12 && budget.get(1) >= 0.15 - 1e-12, budget.toString());
    List<Double> floor =
        proven(Problems.obedient(QUALITY, COST, new CostAboveFloor(0.65))).prices();
    assertTrue(floor.get(0) <= 4 / 0.6 + 1e-9 && floor.get(1) >= 4 / 0.6 - 1e-9, floor.toString());
  }

  @Test
  void aLimitThatNobodyMeetsIsInfeasible() {
    for (LeaderObjective objective :
        List.of(new QualityWithinBudget(0.99), new CostAboveFloor(0.851))) {
      LeaderSolution solution = solve(Problems.obedient(QUALITY, COST, objective));
      assertEquals(StopReason.INFEASIBLE, solution.stopReason());
      assertTrue(solution.policy().isEmpty());
      assertTrue(Double.isNaN(solution.value()));
      assertEquals(4, solution.evaluations());
      assertEquals(
          "the solver stopped with INFEASIBLE after 4 evaluations and has no policy.",
          assertThrows(IllegalStateException.class, solution::policyOrThrow).getMessage());
    }
  }

  @Test
  void whereAllContextsAreEqualTheMixtureOfTwoHullPointsIsBest() {
    // Points (cost, quality): (1, 0.2), (3, 0.8), (4, 0.7), (9, 0.9). The third lies below the
    // segment from the second to the fourth, which has 0.8 + 0.1/6 at cost 4.
    double[] quality = {0.2, 0.8, 0.7, 0.9};
    double[] cost = {1, 3, 4, 9};
    double[][] qualities = {quality, quality, quality};
    double[][] costs = {cost, cost, cost};
    LeaderProblem low = Problems.obedient(qualities, costs, new QualityWithinBudget(2));
    LeaderProblem high = Problems.obedient(qualities, costs, new QualityWithinBudget(4));
    assertEquals(0.5, proven(low).value(), 1e-12);
    assertEquals(0.8 + 0.1 / 6, proven(high).value(), 1e-12);
    for (int context = 0; context < 3; context++) {
      MixedCommitment cheap = at(proven(low), low, context);
      assertEquals(0.5, cheap.probability(new Directive("a0")), 1e-12);
      assertEquals(0.5, cheap.probability(new Directive("a1")), 1e-12);
      MixedCommitment dear = at(proven(high), high, context);
      assertEquals(5 / 6.0, dear.probability(new Directive("a1")), 1e-12);
      assertEquals(1 / 6.0, dear.probability(new Directive("a3")), 1e-12);
    }
  }

  @Test
  void amongEqualsLessUseWinsThenTheEarlier() {
    double[][] quality = {{0.5, 0.5, 0.5, 0.4}};
    double[][] cost = {{9, 7, 7, 7}};
    LeaderProblem problem = Problems.obedient(quality, cost, new QualityWithinBudget(20));
    assertEquals(MixedCommitment.pure(new Directive("a1")), at(proven(problem), problem, 0));
    LeaderProblem tight = problem.withObjective(new QualityWithinBudget(7));
    assertEquals(MixedCommitment.pure(new Directive("a1")), at(proven(tight), tight, 0));
  }

  @Test
  void whatIsUnavailableIsNeverPlayed() {
    // At x1 the large model is missing: the best mean quality is (0.9 + 0.2)/2.
    double[][] quality = {{0.8, 0.9}, {0.2, Double.NaN}};
    LeaderProblem problem = Problems.obedient(quality, COST, new QualityWithinBudget(9));
    LeaderSolution solution = proven(problem);
    assertEquals(0.55, solution.value(), 1e-12);
    assertEquals(MixedCommitment.pure(LARGE), at(solution, problem, 0));
    assertEquals(MixedCommitment.pure(SMALL), at(solution, problem, 1));
  }

  private static LeaderProblem withFallback(double[][] quality, String fallback, double budget) {
    LeaderProblem table =
        Problems.obedient(quality, new double[][] {{1, 5, 9}, {1, 5, 9}}, new CostAboveFloor(0));
    return new LeaderProblem(
        table.contexts(),
        List.of(SMALL, LARGE),
        new Directive(fallback),
        table.follower(),
        table.outcomes(),
        CostUnit.TOKENS,
        new QualityWithinBudget(budget));
  }

  @Test
  void theFallbacksCostCountsAgainstTheBudget() {
    // At x1 only the fallback a2 is available. It costs 9, so a budget of 5 leaves 1 token for x0
    // and one of 6 leaves 3: half of the large model there.
    double none = Double.NaN;
    double[][] quality = {{0.4, 0.8, 0.9}, {none, none, 0.5}};
    assertEquals(0.45, proven(withFallback(quality, "a2", 5)).value(), 1e-12);
    assertEquals(0.55, proven(withFallback(quality, "a2", 6)).value(), 1e-12);
    assertEquals(6, proven(withFallback(quality, "a2", 6)).meanCost(), 1e-12);
    assertEquals(StopReason.INFEASIBLE, solve(withFallback(quality, "a2", 4.9)).stopReason());
  }

  @Test
  void aContextAtWhichNothingIsFeasibleMakesTheProblemInfeasible() {
    double none = Double.NaN;
    double[][] quality = {{0.4, 0.8, 0.9}, {none, none, none}};
    LeaderSolution solution = solve(withFallback(quality, "a2", 9));
    assertEquals(StopReason.INFEASIBLE, solution.stopReason());
  }

  @Test
  void theEvaluationLimitIsHonoured() {
    LeaderProblem problem = Problems.obedient(QUALITY, COST, new QualityWithinBudget(3));
    LeaderSolution stopped = solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(3));
    assertEquals(StopReason.EVALUATION_LIMIT, stopped.stopReason());
    assertEquals(Double.POSITIVE_INFINITY, stopped.upperBound());
    LeaderSolution enough = solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(4));
    assertEquals(StopReason.PROVEN_OPTIMAL, enough.stopReason());
  }

  @Test
  void theTimeLimitIsHonoured() {
    LeaderProblem problem = Problems.obedient(QUALITY, COST, new QualityWithinBudget(3));
    LeaderSolution stopped = solve(problem, SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(-1)));
    assertEquals(StopReason.TIME_LIMIT, stopped.stopReason());
    assertFalse(stopped.policy().isPresent());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-9, 1e-5, 1e6, 1e12})
  void theUnitOfCostDoesNotMatter(double unit) {
    // 40 contexts: enough pieces between the first and the last price for rounding to show.
    SplittableRandom random = new SplittableRandom(11);
    double[][] quality = new double[40][3];
    double[][] cost = new double[40][3];
    double[][] scaled = new double[40][3];
    for (int context = 0; context < 40; context++) {
      for (int action = 0; action < 3; action++) {
        quality[context][action] = random.nextDouble();
        cost[context][action] = random.nextDouble();
        scaled[context][action] = unit * cost[context][action];
      }
    }
    LeaderSolution floor = proven(Problems.obedient(quality, cost, new CostAboveFloor(0.6)));
    LeaderProblem problem = Problems.obedient(quality, scaled, new CostAboveFloor(0.6));
    LeaderSolution scaledFloor = proven(problem);
    assertEquals(floor.value(), scaledFloor.value() / unit, 1e-9);
    LeaderSolution budget = proven(Problems.obedient(quality, cost, new QualityWithinBudget(0.4)));
    LeaderSolution scaledBudget =
        proven(Problems.obedient(quality, scaled, new QualityWithinBudget(0.4 * unit)));
    assertEquals(budget.value(), scaledBudget.value(), 1e-9);
    for (Context context : problem.contexts()) {
      MixedCommitment expected = floor.policyOrThrow().commit(context);
      MixedCommitment actual = scaledFloor.policyOrThrow().commit(context);
      assertEquals(expected.support(), actual.support());
      assertEquals(expected.probabilities().get(0), actual.probabilities().get(0), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-9, 1e-12})
  void payoffsThatHardlyDifferAreSolved(double spread) {
    SplittableRandom random = new SplittableRandom(12);
    double[][] quality = new double[30][3];
    double[][] cost = new double[30][3];
    for (int context = 0; context < 30; context++) {
      for (int action = 0; action < 3; action++) {
        quality[context][action] = 0.9 + spread * random.nextDouble();
        cost[context][action] = 1e6 + random.nextDouble();
      }
    }
    proven(Problems.obedient(quality, cost, new QualityWithinBudget(1e6 + 0.4)));
    proven(Problems.obedient(quality, cost, new CostAboveFloor(0.9 + 0.6 * spread)));
  }

  @Test
  void numbersThatDoNotRepeatAreNotClaimed() {
    // A model that answers differently each time breaks its contract; the second look notices.
    LeaderProblem table = Problems.obedient(QUALITY, COST, new QualityWithinBudget(2));
    AtomicInteger calls = new AtomicInteger();
    LeaderSolution solution = solve(Problems.withOutcomes(
        table,
        (context, action) -> new ExpectedOutcome(
            1 / (1.0 + calls.incrementAndGet()), OptionalDouble.of(1), OptionalDouble.empty())));
    assertEquals(StopReason.NUMERICAL_FAILURE, solution.stopReason());
    assertTrue(solution.policy().isEmpty());
    assertTrue(Double.isNaN(solution.value()), "value without a policy: " + solution.value());
    assertEquals(Double.POSITIVE_INFINITY, solution.upperBound());
  }
}
