package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.LogitLimit.Step;
import io.stackelberg.leader.finite.LogitLimit.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogitLimitSolverTest {
  private static LogitLimit solve(BimatrixGame game, Double... precisions) {
    return new LogitLimitSolver()
        .solve(game, List.of(precisions), SolveLimits.DEFAULT, new SplittableRandom(1));
  }

  @Test
  void theTextbookGameTendsToItsStrongValue() {
    // Strong 3.5 at (1/2, 1/2), weak supremum the same.
    LogitLimit limit = solve(
        new BimatrixGame(new double[][] {{2, 4}, {1, 3}}, new double[][] {{1, 0}, {0, 1}}),
        10.0,
        100.0,
        1000.0,
        10_000.0);
    assertEquals(Verdict.LIMIT_KNOWN, limit.verdict());
    assertEquals(3.5, limit.strong(), 1e-9);
    assertEquals(3.5, limit.weak().orElseThrow(), 1e-9);
    double previous = 0;
    for (Step step : limit.steps()) {
      assertEquals(StopReason.PROVEN_OPTIMAL, step.solution().stopReason());
      assertTrue(step.solution().value() > previous, "precision " + step.precision());
      previous = step.solution().value();
    }
    // With p(U) = 1/2 - m the follower errs with odds exp(-2 precision m): 3.5 - m - 2 / precision
    // at m = log(precision) / (2 precision) or better.
    assertEquals(3.5, previous, 0.5e-4 * Math.log(1e4) + 2e-4);
  }

  @Test
  void repliesThatAlwaysTieAreMixedEvenly() {
    // Strong 4 and weak 2 at row U; logit plays both columns evenly at every precision: 3.
    LogitLimit limit = solve(
        new BimatrixGame(new double[][] {{2, 4}, {1, 3}}, new double[][] {{1, 1}, {0, 0}}), 1e4);
    assertEquals(4, limit.strong(), 1e-9);
    assertEquals(2, limit.weak().orElseThrow(), 1e-9);
    assertEquals(Verdict.LIMIT_KNOWN, limit.verdict());
    assertEquals(3, limit.lower().orElseThrow(), 1e-9);
    assertEquals(3, limit.steps().get(0).solution().value(), 1e-9);
  }

  @Test
  void aReplyThatIsBestAtOnePointOnlyIsPlayedWithAThird() {
    // Column 3 pays the follower 1/2 always, the others p and 1 - p: best at p = 1/2 alone, where
    // logit
    // gives each column a third. Strong 10, weak 0; V stays at or above 10/3, strictly between:
    // near
    // 1/2, with p = 1/2 + t / precision, column 3 has 1 / (1 + exp(t) + exp(-t)), largest at t = 0.
    LogitLimit limit = solve(
        new BimatrixGame(
            new double[][] {{0, 0, 10}, {0, 0, 10}}, new double[][] {{1, 0, 0.5}, {0, 1, 0.5}}),
        10.0,
        1000.0);
    assertEquals(Verdict.BRACKETED, limit.verdict());
    assertEquals(0, limit.lower().orElseThrow(), 1e-9);
    assertEquals(10, limit.upper(), 1e-7);
    for (Step step : limit.steps()) {
      assertEquals(10.0 / 3, step.solution().value(), 1e-8);
    }
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void genericGamesHaveALimitAndComeNear(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LogitLimit limit = solve(LogitGames.random(random, 2, 1 + random.nextInt(4)), 3e4);
    assertEquals(Verdict.LIMIT_KNOWN, limit.verdict());
    assertTrue(limit.weak().orElseThrow() <= limit.strong() + 1e-8);
    // As in the tests of the solver: noise and margin are of the order log(precision) / (precision
    // ×
    // slope).
    assertEquals(limit.upper(), limit.steps().get(0).solution().value(), 0.02);
  }

  @Test
  void whenTheTimeIsOverTheUpperEndStillHolds() {
    BimatrixGame game =
        new BimatrixGame(new double[][] {{2, 4}, {1, 3}}, new double[][] {{1, 0}, {0, 1}});
    LogitLimit limit = new LogitLimitSolver()
        .solve(
            game,
            List.of(10.0),
            SolveLimits.DEFAULT.withMaxTime(Duration.ZERO),
            new SplittableRandom(1));
    assertEquals(Verdict.LOWER_END_UNKNOWN, limit.verdict());
    assertTrue(limit.upper() >= 3.5 && limit.steps().isEmpty());
  }
}
