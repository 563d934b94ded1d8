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
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.game.run.Tolerance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link LeaderSolver} has to do, exact or not. To put a solver under it, let a test class
 * implement this interface and return the solver.
 *
 * <p>Solutions are held against {@link SlowPath}, which enumerates. A solver that is not made for an
 * objective says so in {@link #solves} and has to refuse it.
 */
public interface LeaderSolverContract {
  /** The solver under test. */
  LeaderSolver solver();

  /** Whether the solver is made for problems with this objective. */
  default boolean solves(LeaderObjective objective) {
    return true;
  }

  /** Twenty seeds for each objective. */
  static Stream<Arguments> cases() {
    return Stream.of(
            LeaderObjective.QualityWithinBudget.class,
            LeaderObjective.CostAboveFloor.class,
            LeaderObjective.ExpectedUtility.class)
        .flatMap(kind -> LongStream.rangeClosed(1, 20).mapToObj(seed -> Arguments.of(seed, kind)));
  }

  /** Solves with a fresh generator of a fixed seed. */
  private LeaderSolution solve(LeaderProblem problem, SolveLimits limits) {
    return solver().solve(problem, limits, new SplittableRandom(7));
  }

  private boolean refuses(LeaderProblem problem) {
    if (solves(problem.objective())) {
      return false;
    }
    assertThrows(IllegalArgumentException.class, () -> solve(problem, SolveLimits.DEFAULT));
    return true;
  }

  /** Everything a solution says about itself is true. */
  private void assertHonest(LeaderProblem problem, LeaderSolution solution) {
    SlowPath slow = new SlowPath(problem);
    if (solution.policy().isEmpty()) {
      assertTrue(Double.isNaN(solution.value()), "value without a policy: " + solution.value());
      assertFalse(
          List.of(StopReason.PROVEN_OPTIMAL, StopReason.CONVERGED).contains(solution.stopReason()),
          "no policy, yet " + solution.stopReason());
      if (solution.stopReason() == StopReason.INFEASIBLE) {
        assertTrue(slow.optimum().isEmpty(), "a policy within the limit exists");
      }
      return;
    }
    LeaderPolicy policy = solution.policyOrThrow();
    for (Context context : problem.contexts()) {
      MixedCommitment mixed = policy.commit(context);
      assertTrue(slow.options(context).containsAll(mixed.support()), mixed + " at " + context);
    }
    SlowPath.Means means = slow.of(policy);
    assertClose(slow.value(means), solution.value(), "value");
    assertClose(means.quality(), solution.meanQuality(), "mean quality");
    assertClose(means.cost(), solution.meanCost(), "mean cost");
    assertTrue(
        slow.use(means) <= slow.limit() + near(slow.limit()),
        "uses " + slow.use(means) + " of " + slow.limit());
    double optimum = slow.optimum().orElseThrow();
    assertTrue(solution.value() <= optimum + near(optimum), solution.value() + " above " + optimum);
    assertTrue(
        solution.upperBound() >= optimum - near(optimum),
        "bound " + solution.upperBound() + " below " + optimum);
    if (solution.stopReason() == StopReason.PROVEN_OPTIMAL) {
      assertClose(optimum, solution.value(), "proven value");
      assertTrue(solution.gap() >= 0 && solution.gap() <= near(optimum), "gap " + solution.gap());
    }
  }

  private static double near(double value) {
    return 1e-8 * (1 + Math.abs(value));
  }

  private static void assertClose(double expected, double actual, String what) {
    assertEquals(expected, actual, near(expected), what);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("io.stackelberg.leader.LeaderSolverContract#cases")
  default void claimsOnlyWhatASlowPathFinds(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = Problems.random(seed, kind);
    if (!refuses(problem)) {
      assertHonest(problem, solve(problem, SolveLimits.DEFAULT));
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("io.stackelberg.leader.LeaderSolverContract#cases")
  default void sameSeedSameResult(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = Problems.random(seed, kind);
    if (refuses(problem)) {
      return;
    }
    LeaderSolver solver = solver();
    LeaderSolution first = solver.solve(problem, SolveLimits.DEFAULT, new SplittableRandom(seed));
    solver.solve(Problems.random(seed + 100, kind), SolveLimits.DEFAULT, new SplittableRandom(1));
    LeaderSolution second = solver.solve(problem, SolveLimits.DEFAULT, new SplittableRandom(seed));
    assertEquals(first.stopReason(), second.stopReason());
    assertEquals(first.value(), second.value());
    assertEquals(first.upperBound(), second.upperBound());
    assertEquals(first.evaluations(), second.evaluations());
    assertEquals(first.policy().isPresent(), second.policy().isPresent());
    first.policy().ifPresent(policy -> {
      for (Context context : problem.contexts()) {
        assertEquals(policy.commit(context), second.policyOrThrow().commit(context));
      }
    });
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("io.stackelberg.leader.LeaderSolverContract#cases")
  default void honoursTheEvaluationLimit(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = Problems.random(seed, kind);
    if (refuses(problem)) {
      return;
    }
    int pairs = problem.contexts().size() * problem.menu().size();
    for (int limit : new int[] {1, pairs - 1, pairs}) {
      CountingFollower follower = new CountingFollower(problem.follower());
      LeaderProblem counted = new LeaderProblem(
          problem.contexts(),
          problem.menu(),
          problem.fallback(),
          follower,
          problem.outcomes(),
          problem.unit(),
          problem.objective());
      LeaderSolution solution = solve(counted, SolveLimits.DEFAULT.withMaxEvaluations(limit));
      assertTrue(solution.evaluations() <= limit, solution.evaluations() + " of " + limit);
      assertTrue(follower.distinctPairs() <= limit, follower.distinctPairs() + " of " + limit);
      if (solution.policy().isEmpty() && limit < pairs) {
        assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
      }
      assertHonest(problem, solution);
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("io.stackelberg.leader.LeaderSolverContract#cases")
  default void aTimeLimitIsAnAnswer(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = Problems.random(seed, kind);
    if (!refuses(problem)) {
      assertHonest(problem, solve(problem, SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(1))));
    }
  }

  @Test
  default void anInfeasibleLimitHasNoPolicy() {
    double[][] quality = {{0.2, 0.6}, {0.4, 0.7}};
    double[][] cost = {{1, 4}, {2, 5}};
    // The least mean cost is 1.5, the largest mean quality 0.65.
    for (LeaderObjective objective : List.of(
        new LeaderObjective.QualityWithinBudget(1.4), new LeaderObjective.CostAboveFloor(0.66))) {
      LeaderProblem problem = Problems.obedient(quality, cost, objective);
      if (refuses(problem)) {
        continue;
      }
      LeaderSolution solution = solve(problem, SolveLimits.DEFAULT);
      assertHonest(problem, solution);
      assertTrue(solution.policy().isEmpty(), "a policy beyond the limit");
      String message =
          assertThrows(IllegalStateException.class, solution::policyOrThrow).getMessage();
      assertTrue(message.contains(solution.stopReason().name()), message);
    }
  }

  @Test
  default void tiesDoNotDecideTheValue() {
    // All commitments yield the same, so every policy is worth the same.
    double[][] quality = {{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}};
    double[][] cost = {{10, 10, 10}, {10, 10, 10}};
    for (LeaderObjective objective : List.of(
        new LeaderObjective.QualityWithinBudget(10), new LeaderObjective.CostAboveFloor(0.5))) {
      LeaderProblem problem = Problems.obedient(quality, cost, objective);
      if (!refuses(problem)) {
        LeaderSolution solution = solve(problem, SolveLimits.DEFAULT);
        assertHonest(problem, solution);
        boolean byQuality = objective instanceof LeaderObjective.QualityWithinBudget;
        assertEquals(byQuality ? 0.5 : -10, solution.value(), 1e-9);
      }
    }
  }

  @Test
  default void whereTheMenuIsInfeasibleTheFallbackPlaysAndCounts() {
    // At x1 only a2 can be taken, and a2 is not on the menu: mean quality (0.5 + 0.3)/2, cost (2 +
    // 40)/2.
    double[][] quality = {{0.4, 0.5, 0.1}, {Double.NaN, Double.NaN, 0.3}};
    double[][] cost = {{1, 2, 50}, {1, 2, 40}};
    List<Commitment> menu = List.of(new Directive("a0"), new Directive("a1"));
    LeaderProblem table =
        Problems.obedient(quality, cost, new LeaderObjective.QualityWithinBudget(20));
    for (LeaderObjective objective : List.of(
        new LeaderObjective.QualityWithinBudget(21),
        new LeaderObjective.QualityWithinBudget(20),
        new LeaderObjective.CostAboveFloor(0.4))) {
      LeaderProblem problem = new LeaderProblem(
          table.contexts(),
          menu,
          new Directive("a2"),
          table.follower(),
          table.outcomes(),
          CostUnit.TOKENS,
          objective);
      if (!refuses(problem)) {
        assertHonest(problem, solve(problem, SolveLimits.DEFAULT));
      }
    }
  }

  @Test
  default void aMenuThatTheFollowerDoesNotAnswerIsRefused() {
    LeaderProblem table = Problems.obedient(
        new double[][] {{0.5, 0.6}},
        new double[][] {{1, 2}},
        new LeaderObjective.CostAboveFloor(0.5));
    LeaderProblem problem = new LeaderProblem(
        table.contexts(),
        List.of(new Announcement(0.5, 0), new Announcement(0.6, 0)),
        new Announcement(0.5, 0),
        table.follower(),
        table.outcomes(),
        CostUnit.TOKENS,
        table.objective());
    String message = assertThrows(
            IllegalArgumentException.class, () -> solve(problem, SolveLimits.DEFAULT))
        .getMessage();
    assertFalse(message.isBlank());
  }

  @Test
  default void anUnknownCostIsNotTakenForZero() {
    LeaderProblem table = Problems.obedient(
        new double[][] {{0.5, 0.6}},
        new double[][] {{1, 2}},
        new LeaderObjective.CostAboveFloor(0.5));
    LeaderProblem problem = Problems.withOutcomes(table, (context, action) -> {
      var known = table.outcomes().expect(context, action);
      return new ExpectedOutcome(known.quality(), OptionalDouble.empty(), known.money());
    });
    assertThrows(IllegalStateException.class, () -> solve(problem, SolveLimits.DEFAULT));
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("io.stackelberg.leader.LeaderSolverContract#cases")
  default void decidesContextsItHasNotSeen(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = Problems.random(seed, kind);
    if (refuses(problem)) {
      return;
    }
    Context unseen = Problems.context("x" + problem.contexts().size());
    solve(problem, SolveLimits.DEFAULT)
        .policy()
        .ifPresent(policy ->
            assertTrue(problem.menu().containsAll(policy.commit(unseen).support())));
  }

  @Test
  default void aToleranceOfZeroIsHonoured() {
    LeaderProblem problem = Problems.random(3, LeaderObjective.CostAboveFloor.class);
    if (!refuses(problem)) {
      SolveLimits exact = new SolveLimits(Long.MAX_VALUE, Optional.empty(), new Tolerance(0));
      assertHonest(problem, solve(problem, exact));
    }
  }
}
