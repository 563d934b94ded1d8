package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.LeaderObjective.CostAboveFloor;
import io.stackelberg.leader.LeaderObjective.ExpectedUtility;
import io.stackelberg.leader.LeaderObjective.QualityWithinBudget;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExhaustiveSolverPropertyTest {
  private static final String CASES = "io.stackelberg.leader.LeaderSolverContract#cases";

  private static LeaderSolution proven(LeaderProblem problem) {
    LeaderSolution solution =
        new ExhaustiveSolver().solve(problem, SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), solution.toString());
    return solution;
  }

  /** 12 contexts and 5 commitments, larger than what the contract enumerates. */
  private static LeaderProblem problem(long seed, Class<? extends LeaderObjective> kind) {
    return Problems.random(new SplittableRandom(seed), 12, 5, kind, seed % 2 != 0);
  }

  private static void assertSamePolicy(LeaderProblem one, LeaderProblem other) {
    LeaderSolution first = proven(one);
    LeaderSolution second = proven(other);
    for (Context context : one.contexts()) {
      MixedCommitment expected = first.policyOrThrow().commit(context);
      MixedCommitment actual = second.policyOrThrow().commit(context);
      for (Commitment commitment : one.menu()) {
        assertEquals(
            expected.probability(commitment),
            actual.probability(commitment),
            1e-6,
            commitment.label() + " at " + context);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource(CASES)
  void addingACommitmentNeverLowersTheOptimum(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem large = problem(seed, kind);
    // The last action is always available, so the menu without the first is feasible everywhere.
    List<Commitment> fewer = large.menu().subList(1, large.menu().size());
    LeaderProblem small = new LeaderProblem(
        large.contexts(),
        fewer,
        large.fallback(),
        large.follower(),
        large.outcomes(),
        large.unit(),
        large.objective());
    LeaderSolution before =
        new ExhaustiveSolver().solve(small, SolveLimits.DEFAULT, new SplittableRandom(1));
    if (before.stopReason() == StopReason.INFEASIBLE) {
      return;
    }
    assertEquals(StopReason.PROVEN_OPTIMAL, before.stopReason());
    double after = proven(large).value();
    assertTrue(after >= before.value() - 1e-9 * (1 + Math.abs(after)), before + " → " + after);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource(CASES)
  void theValueReachesTheBound(long seed, Class<? extends LeaderObjective> kind) {
    LeaderSolution solution = proven(problem(seed, kind));
    assertTrue(solution.gap() >= 0, solution.toString());
    assertTrue(solution.gap() <= 1e-9 * (1 + Math.abs(solution.value())), solution.toString());
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource(CASES)
  void aLimitThatBindsIsUsedUp(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = problem(seed, kind);
    LeaderSolution solution = proven(problem);
    SlowPath slow = new SlowPath(problem);
    double use = slow.use(slow.of(solution.policyOrThrow()));
    double slack = 1e-9 * (1 + Math.abs(slow.limit()));
    assertTrue(use <= slow.limit() + slack, use + " of " + slow.limit());
    if (solution.prices().stream().anyMatch(price -> price > 0)) {
      assertEquals(slow.limit(), use, slack);
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource(CASES)
  void aLooserLimitNeverLowersTheValue(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = problem(seed, kind);
    double last = Double.NEGATIVE_INFINITY;
    double lastSlope = Double.POSITIVE_INFINITY;
    SlowPath slow = new SlowPath(problem);
    double limit = slow.limit();
    for (int step = 0; step <= 10; step++) {
      LeaderObjective objective = problem.objective();
      if (objective instanceof QualityWithinBudget) {
        objective = new QualityWithinBudget(limit * (1 + 0.1 * step));
      } else if (objective instanceof CostAboveFloor) {
        objective = new CostAboveFloor(-limit * (1 - 0.1 * step));
      }
      double value = proven(problem.withObjective(objective)).value();
      double slack = 1e-9 * (1 + Math.abs(value));
      assertTrue(value >= last - slack, last + " → " + value);
      // Lotteries make the value concave in the limit: equal steps gain less and less.
      if (step > 0) {
        assertTrue(value - last <= lastSlope + slack, "gain " + (value - last));
        lastSlope = value - last;
      }
      last = value;
    }
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource(CASES)
  void anotherUnitOfCostLeavesThePolicy(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = problem(seed, kind);
    double unit = 3.7e-5;
    LeaderObjective objective = problem.objective();
    if (objective instanceof QualityWithinBudget budget) {
      objective = new QualityWithinBudget(unit * budget.meanCost());
    } else if (objective instanceof ExpectedUtility wanted) {
      ShortfallUtility utility = wanted.utility();
      objective = new ExpectedUtility(new ShortfallUtility(
          utility.requiredQuality(),
          utility.shortfallWeight(),
          utility.tokenWeight() / unit,
          utility.incentiveWeight() / unit,
          utility.incentiveForm(),
          utility.referenceTokens() * unit));
    }
    LeaderProblem rescaled = Problems.withOutcomes(problem, (context, action) -> {
          ExpectedOutcome known = problem.outcomes().expect(context, action);
          OptionalDouble cost = OptionalDouble.of(unit * known.cost(problem.unit()));
          return new ExpectedOutcome(known.quality(), cost, cost);
        })
        .withObjective(objective);
    assertSamePolicy(problem, rescaled);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource(CASES)
  void aPositiveAffineChangeOfQualityLeavesThePolicy(
      long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = problem(seed, kind);
    double slope = 0.37;
    double shift = 0.2;
    LeaderObjective objective = problem.objective();
    if (objective instanceof CostAboveFloor floor) {
      objective = new CostAboveFloor(slope * floor.meanQuality() + shift);
    } else if (objective instanceof ExpectedUtility wanted) {
      ShortfallUtility utility = wanted.utility();
      objective = new ExpectedUtility(new ShortfallUtility(
          slope * utility.requiredQuality() + shift,
          utility.shortfallWeight() / slope,
          utility.tokenWeight(),
          utility.incentiveWeight(),
          utility.incentiveForm(),
          utility.referenceTokens()));
    }
    LeaderProblem changed = Problems.withOutcomes(problem, (context, action) -> {
          ExpectedOutcome known = problem.outcomes().expect(context, action);
          return new ExpectedOutcome(
              slope * known.quality() + shift, known.tokens(), known.money());
        })
        .withObjective(objective);
    assertSamePolicy(problem, changed);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPositiveAffineChangeOfUtilityLeavesThePolicy(long seed) {
    // Below the required quality the shortfall is linear, so requiring 0.05 more shifts every
    // utility by the same; weights multiplied by 3.7 scale it.
    LeaderProblem drawn = problem(seed, ExpectedUtility.class);
    LeaderProblem table = Problems.withOutcomes(drawn, (context, action) -> {
      ExpectedOutcome known = drawn.outcomes().expect(context, action);
      return new ExpectedOutcome(0.9 * known.quality(), known.tokens(), known.money());
    });
    LeaderProblem problem = table.withObjective(new ExpectedUtility(
        new ShortfallUtility(0.9, 2, 0.001, 0.0005, IncentiveForm.SUBSIDY, 1000)));
    LeaderProblem changed = table.withObjective(new ExpectedUtility(
        new ShortfallUtility(0.95, 7.4, 0.0037, 0.00185, IncentiveForm.SUBSIDY, 1000)));
    assertSamePolicy(problem, changed);
    double first = proven(problem).value();
    assertEquals(3.7 * first - 7.4 * 0.05, proven(changed).value(), 1e-9 * (1 + Math.abs(first)));
  }
}
