package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Context;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link ExhaustiveSolver} on several threads: the contract of all solvers, and the same bits. */
class ParallelExhaustiveSolverTest implements LeaderSolverContract {
  @Override
  public LeaderSolver solver() {
    return on(3);
  }

  private static ExhaustiveSolver on(int threads) {
    return new ExhaustiveSolver(ExhaustiveSolver.Options.DEFAULT.withThreads(threads));
  }

  private static LeaderSolution solve(LeaderProblem problem, int threads) {
    return on(threads).solve(problem, SolveLimits.DEFAULT, new SplittableRandom(1));
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("io.stackelberg.leader.LeaderSolverContract#cases")
  void theNumberOfThreadsChangesNoBit(long seed, Class<? extends LeaderObjective> kind) {
    LeaderProblem problem = Problems.random(new SplittableRandom(seed), 6, 3, kind, seed % 2 != 0);
    LeaderSolution one = solve(problem, 1);
    for (int threads : new int[] {2, 5, 16}) {
      LeaderSolution several = solve(problem, threads);
      assertEquals(one.stopReason(), several.stopReason());
      assertEquals(one.value(), several.value());
      assertEquals(one.upperBound(), several.upperBound());
      assertEquals(one.meanQuality(), several.meanQuality());
      assertEquals(one.meanCost(), several.meanCost());
      assertEquals(one.prices(), several.prices());
      assertEquals(one.evaluations(), several.evaluations());
      for (Context context : problem.contexts()) {
        assertEquals(
            one.policyOrThrow().commit(context), several.policyOrThrow().commit(context));
      }
    }
  }

  @Test
  void theFirstContextWithoutACommitmentIsCountedAsByOneThread() {
    double[][] table = {{0.1, 0.2}, {0.3, 0.4}, {Double.NaN, Double.NaN}, {0.5, 0.6}};
    LeaderProblem problem =
        Problems.obedient(table, table, new LeaderObjective.QualityWithinBudget(1));
    LeaderSolution one = solve(problem, 1);
    assertEquals(StopReason.INFEASIBLE, one.stopReason());
    assertEquals(6, one.evaluations());
    assertEquals(6, solve(problem, 4).evaluations());
    assertEquals(StopReason.INFEASIBLE, solve(problem, 4).stopReason());
  }

  @Test
  void theFirstFailureInOrderIsThrownAsItWas() {
    LeaderProblem problem = Problems.withOutcomes(
        Problems.random(2, LeaderObjective.CostAboveFloor.class), (context, action) -> {
          throw new IllegalStateException("no outcome at " + context.id());
        });
    for (int threads : new int[] {1, 4}) {
      String message = assertThrows(IllegalStateException.class, () -> solve(problem, threads))
          .getMessage();
      assertEquals("no outcome at x0", message);
    }
  }

  @Test
  void workIsSpreadOverDaemonThreadsThatEnd() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    LeaderProblem table = Problems.random(
        new SplittableRandom(5), 20, 3, LeaderObjective.CostAboveFloor.class, false);
    LeaderProblem problem = Problems.withOutcomes(table, (context, action) -> {
      seen.add(Thread.currentThread());
      return table.outcomes().expect(context, action);
    });
    solve(problem, 3);
    assertFalse(seen.contains(Thread.currentThread()));
    for (Thread thread : seen) {
      assertTrue(thread.isDaemon());
      thread.join(10_000);
      assertFalse(thread.isAlive());
    }
    seen.clear();
    solve(problem, 1);
    assertEquals(List.of(Thread.currentThread()), List.copyOf(seen));
  }

  @Test
  void optionsAreChecked() {
    String message = assertThrows(
            IllegalArgumentException.class, () -> new ExhaustiveSolver.Options(0))
        .getMessage();
    assertEquals("threads is 0, expected a whole number >= 1.", message);
  }
}
