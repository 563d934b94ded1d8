package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.analysis.differentiation.Gradient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random games of two and three rows against a fine grid that uses another formula. */
class LogitCommitmentSolverPropertyTest {
  static IntStream seeds() {
    return IntStream.rangeClosed(1, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noPointOfTheGridIsBetterAndTheBestIsClose(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 2 + seed % 2;
    BimatrixGame game = LogitGames.random(random, rows, 2 + random.nextInt(5));
    double precision = Math.exp(4 * random.nextDouble());
    LogitSolution solution = new LogitCommitmentSolver()
        .solve(game, precision, SolveLimits.DEFAULT, new SplittableRandom(seed));
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    int steps = rows == 2 ? 20_000 : 400;
    double best = Double.NEGATIVE_INFINITY;
    for (int one = 0; one <= steps; one++) {
      if (rows == 2) {
        best = Math.max(
            best,
            LogitGames.value(game, precision, (double) one / steps, 1 - (double) one / steps));
      }
      for (int two = 0; rows == 3 && two <= steps - one; two++) {
        double first = (double) one / steps;
        double second = (double) two / steps;
        best = Math.max(
            best,
            LogitGames.value(game, precision, first, second, Math.max(0, 1 - first - second)));
      }
    }
    assertTrue(best <= solution.upperBound(), best + " above " + solution.upperBound());
    // |∇f| ≤ payoff range × (1 + precision × utility range / 2) ≤ 2 + 4 precision per row, and some
    // grid
    // point lies within 1 / steps of the optimum in each coordinate.
    assertEquals(best, solution.value(), rows * (2 + 4 * precision) / steps);
    assertTrue(solution.value() >= best - 3e-9);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theGradientIsTheOneOfFiniteDifferencesAndAutomaticDifferentiation(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 2 + random.nextInt(4);
    BimatrixGame game = LogitGames.random(random, rows, 2 + random.nextInt(4));
    double precision = 5 * random.nextDouble();
    LogitPayoff payoff = new LogitPayoff(game, precision);
    double[] mixture = LogitGames.mixture(random, rows);
    double[] gradient = payoff.gradient(mixture);
    // The payoff is relative to the middle of the range, and so is a column's weight off the
    // simplex:
    // differentiate the same function, written with Gradient.
    Gradient weights = Gradient.constant(rows, 0);
    Gradient sum = Gradient.constant(rows, 0);
    for (int column = 0; column < game.columns(); column++) {
      Gradient utility = Gradient.constant(rows, 0);
      Gradient gain = Gradient.constant(rows, 0);
      for (int row = 0; row < rows; row++) {
        Gradient probability = Gradient.variable(rows, row, mixture[row]);
        utility = utility.add(probability.multiply(game.followerPayoff(row, column)));
        gain = gain.add(probability.multiply(game.leaderPayoff(row, column) - payoff.middle));
      }
      Gradient weight = utility.multiply(precision).exp();
      weights = weights.add(weight);
      sum = sum.add(weight.multiply(gain));
    }
    assertArrayEquals(sum.divide(weights).getGradient(), gradient, 1e-12 * (1 + precision));
    for (int row = 0; row < rows; row++) {
      double[] up = mixture.clone();
      double[] down = mixture.clone();
      up[row] += 1e-6;
      down[row] -= 1e-6;
      // Central difference: truncation of order precision³ 1e-12, rounding of order 1e-10.
      assertEquals((payoff.value(up) - payoff.value(down)) / 2e-6, gradient[row], 1e-8);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyCellBoundsItsPoints(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = 2 + random.nextInt(3);
    LogitPayoff payoff = new LogitPayoff(
        LogitGames.random(random, rows, 2 + random.nextInt(5)), 30 * random.nextDouble());
    double[][] vertices = new double[rows][];
    double[] anchor = LogitGames.mixture(random, rows);
    double size = Math.exp(-6 * random.nextDouble());
    for (int vertex = 0; vertex < rows; vertex++) {
      vertices[vertex] = LogitGames.mixture(random, rows);
      for (int row = 0; row < rows; row++) {
        vertices[vertex][row] = anchor[row] + size * (vertices[vertex][row] - anchor[row]);
      }
    }
    LogitCell cell = new LogitCell(payoff, vertices);
    for (int trial = 0; trial < 2_000; trial++) {
      double[] point = LogitPayoff.expected(vertices, LogitGames.mixture(random, rows));
      assertTrue(payoff.value(point) <= cell.bound);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void scalingAndShiftingTheLeadersPayoffsChangesNothingElse(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BimatrixGame game = LogitGames.random(random, 2, 3);
    double[][] leader = new double[2][3];
    double[][] follower = new double[2][3];
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        leader[row][column] = 1000 * game.leaderPayoff(row, column) - 5000;
        follower[row][column] = game.followerPayoff(row, column) + 9;
      }
    }
    var solver = new LogitCommitmentSolver();
    LogitSolution plain = solver.solve(game, 4, SolveLimits.DEFAULT, new SplittableRandom(1));
    LogitSolution scaled = solver.solve(
        new BimatrixGame(leader, follower), 4, SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(StopReason.PROVEN_OPTIMAL, scaled.stopReason());
    assertEquals(1000 * plain.value() - 5000, scaled.value(), 1e-5);
  }
}
