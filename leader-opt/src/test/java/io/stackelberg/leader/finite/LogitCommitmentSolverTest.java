package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogitCommitmentSolverTest {
  /** Conitzer and Sandholm (2006) [conitzer2006commit]: strong value 3.5 at (1/2, 1/2). */
  private static final BimatrixGame M1 =
      new BimatrixGame(new double[][] {{2, 4}, {1, 3}}, new double[][] {{1, 0}, {0, 1}});

  private static LogitSolution solve(BimatrixGame game, double precision) {
    return solve(game, precision, SolveLimits.DEFAULT);
  }

  private static LogitSolution solve(BimatrixGame game, double precision, SolveLimits limits) {
    return new LogitCommitmentSolver().solve(game, precision, limits, new SplittableRandom(7));
  }

  @ParameterizedTest
  // By a grid of 1/20000 and polishing, outside this library; printed to 8 decimals.
  @CsvSource({"0.5, 2.75508134", "2, 2.76641999", "10, 3.26683865", "50, 3.43706708"})
  void reproducesTheGridValues(double precision, double value) {
    LogitSolution solution = solve(M1, precision);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(value, solution.value(), 1e-8);
    assertTrue(solution.gap() >= 0 && solution.gap() <= 3e-9, "gap " + solution.gap());
  }

  @Test
  void atPrecisionZeroTheFollowerIsUniform() {
    // Row means 3 and 2: the first row, value 3.
    LogitSolution solution = solve(M1, 0);
    assertEquals(3, solution.value(), 1e-12);
    assertEquals(List.of(1.0, 0.0), solution.mixtureOrThrow());
  }

  @Test
  void growingPrecisionTendsToTheStrongValueWhereTheWeakSupremumEqualsIt() {
    double previous = 0;
    for (double precision : new double[] {10, 100, 1e3, 1e4, 1e5}) {
      double value = solve(M1, precision).value();
      assertTrue(value > previous && value < 3.5, "value " + value + " at " + precision);
      previous = value;
    }
    // The follower needs a margin of about log(precision) / precision.
    assertEquals(3.5, previous, 1e-3);
  }

  @Test
  void whereColumnsAlwaysTieTheLimitLiesBetweenWeakAndStrong() {
    // Both columns are always best replies: strong 4 (row U), weak 2 (row U), logit mixes evenly:
    // 3.
    var game = new BimatrixGame(new double[][] {{2, 4}, {1, 3}}, new double[][] {{1, 1}, {0, 0}});
    assertEquals(4, game.pureValue(TieBreak.OPTIMISTIC));
    assertEquals(2, game.pureValue(TieBreak.PESSIMISTIC));
    for (double precision : new double[] {1, 100, 1e4}) {
      assertEquals(3, solve(game, precision).value(), 1e-9);
    }
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void atHighPrecisionTheValueNeverExceedsTheStrongValueByMoreThanTheNoiseAllows(int seed) {
    // Two rows: strong value by a grid that contains every indifference point to 1e-5. Generic
    // payoffs
    // have no ties throughout, so that weak supremum and strong value agree.
    SplittableRandom random = new SplittableRandom(seed);
    BimatrixGame game = LogitGames.random(random, 2, 3);
    double strong = Double.NEGATIVE_INFINITY;
    for (int step = 0; step <= 100_000; step++) {
      double[] mixture = {step / 1e5, 1 - step / 1e5};
      strong = Math.max(strong, game.value(mixture, TieBreak.OPTIMISTIC));
    }
    LogitSolution solution = solve(game, 2e4);
    // Payoffs lie in [-1, 1]: moving p by 1e-5 moves payoffs by at most 2e-5; noise and margin
    // together
    // are of the order (log precision) / (precision × utility slope).
    assertEquals(strong, solution.value(), 0.02);
  }

  @Test
  void aGameWithOneRowHasNothingToChoose() {
    var game = new BimatrixGame(new double[][] {{0, 1}}, new double[][] {{0, 0}});
    LogitSolution solution = solve(game, 3);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(0.5, solution.value(), 1e-12);
  }

  @Test
  void constantPayoffsAreSolvedAtOnce() {
    var game = new BimatrixGame(new double[][] {{7, 7}, {7, 7}}, new double[][] {{1, 0}, {0, 1}});
    LogitSolution solution = solve(game, 3);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(7, solution.value(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5, 20, 100})
  void theEvaluationLimitIsHonouredAndTheBoundStillHolds(long evaluations) {
    LogitSolution solution = solve(M1, 50, SolveLimits.DEFAULT.withMaxEvaluations(evaluations));
    assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
    // A cell and the ascent's last look may each overrun by a few.
    assertTrue(solution.evaluations() <= evaluations + 4, "" + solution.evaluations());
    assertTrue(solution.upperBound() >= 3.43706707);
    assertTrue(solution.value() <= 3.43706709);
  }

  @Test
  void theTimeLimitIsHonoured() {
    BimatrixGame game = LogitGames.random(new SplittableRandom(3), 8, 8);
    var limits = SolveLimits.DEFAULT.withMaxTime(Duration.ofMillis(1));
    assertEquals(StopReason.TIME_LIMIT, solve(game, 10, limits).stopReason());
  }

  @Test
  void withManyRowsTheGapIsStatedNotHidden() {
    BimatrixGame game = LogitGames.random(new SplittableRandom(5), 7, 4);
    var options = LogitCommitmentSolver.Options.DEFAULT.withMaxCells(200);
    LogitSolution solution = new LogitCommitmentSolver(options)
        .solve(game, 8, SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(StopReason.CONVERGED, solution.stopReason());
    assertTrue(solution.gap() > 0 && Double.isFinite(solution.gap()));
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 20_000; trial++) {
      double value = LogitGames.value(game, 8, LogitGames.mixture(random, 7));
      assertTrue(value <= solution.upperBound());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, CONVERGED, 2000, 9223372036854775807",
    "6, EVALUATION_LIMIT, 200000, 3000",
    "7, CONVERGED, 2000, 9223372036854775807",
    "8, EVALUATION_LIMIT, 200000, 3000"
  })
  void beyondFourRowsTheBoundHoldsAndTheAscentHasArrived(
      int rows, StopReason reason, int cells, long evaluations) {
    BimatrixGame game = LogitGames.random(new SplittableRandom(rows), rows, 5);
    LogitSolution solution = new LogitCommitmentSolver(
            LogitCommitmentSolver.Options.DEFAULT.withMaxCells(cells))
        .solve(
            game, 10, SolveLimits.DEFAULT.withMaxEvaluations(evaluations), new SplittableRandom(1));
    assertEquals(reason, solution.stopReason());
    assertTrue(solution.gap() > 0 && solution.gap() <= 2, "gap " + solution.gap());
    SplittableRandom random = new SplittableRandom(2);
    double[] best = solution.mixtureOrThrow().stream().mapToDouble(p -> p).toArray();
    assertEquals(LogitGames.value(game, 10, best), solution.value(), 1e-12);
    for (int trial = 0; trial < 20_000; trial++) {
      double[] mixture = LogitGames.mixture(random, rows);
      double value = LogitGames.value(game, 10, mixture);
      assertTrue(value <= solution.upperBound(), value + " above " + solution.upperBound());
      // Local at least: nothing near the answer is better by more than the ascent's own accuracy.
      for (int row = 0; row < rows; row++) {
        mixture[row] = best[row] + 1e-3 * (mixture[row] - best[row]);
      }
      assertTrue(LogitGames.value(game, 10, mixture) <= solution.value() + 1e-7);
    }
  }

  @Test
  void anImpossiblePrecisionIsRefused() {
    for (double precision : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      var refusal = assertThrows(IllegalArgumentException.class, () -> solve(M1, precision));
      assertEquals(
          "precision is " + precision + ", expected a number in [0.0, 1000000.0].",
          refusal.getMessage());
    }
  }
}
