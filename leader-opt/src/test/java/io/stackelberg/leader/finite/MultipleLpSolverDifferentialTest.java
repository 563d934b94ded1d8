package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.WeakValue.Attainment;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link MultipleLpSolver}, action by action, against Hipparchus's simplex method, or against enumeration of
 * vertices where ties make that fail.
 */
class MultipleLpSolverDifferentialTest {
  enum Kind {
    SMOOTH,
    INTEGER_TIES,
    DUPLICATES,
    BADLY_SCALED,
    ONE_ROW,
    ONE_COLUMN,
    ZERO_SUM
  }

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind -> LongStream.rangeClosed(1, 100).mapToObj(seed -> Arguments.of(kind, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("cases")
  void agreesWithOneProgramPerAction(Kind kind, long seed) {
    BimatrixGame game = game(kind, new SplittableRandom(seed));
    MatrixSolution every =
        new MultipleLpSolver(new MultipleLpSolver.Options(true)).solve(game, SolveLimits.DEFAULT);
    MatrixSolution pruned = new MultipleLpSolver().solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, every.stopReason());
    assertEquals(StopReason.PROVEN_OPTIMAL, pruned.stopReason());
    double range = leaderRange(game);
    // The reference gets payoffs without their common part, below whose last places its tolerances
    // lie; a
    // value is compared no finer than a few of those places.
    double common = game.leaderPayoff(0, 0);
    double rounding = 1e-8 * range + 8 * Math.ulp(common);
    double best = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < game.columns(); column++) {
      double[] costs = new double[game.rows()];
      for (int row = 0; row < costs.length; row++) {
        costs[row] = game.leaderPayoff(row, column) - common;
      }
      OptionalDouble expected = isDegenerate(kind)
          ? VertexEnumeration.value(costs, List.of(game), new int[] {column})
          : ReferenceLp.value(costs, List.of(game), new int[] {column});
      OptionalDouble value = every.replies().get(column).value();
      assertEquals(expected.isPresent(), value.isPresent(), "column " + column);
      if (expected.isPresent()) {
        double payoff = common + expected.getAsDouble();
        assertEquals(payoff, value.getAsDouble(), 10 * rounding, "column " + column);
        best = Math.max(best, payoff);
      }
    }
    assertEquals(best, every.strongOrThrow().value(), 10 * rounding);
    assertEquals(best, pruned.strongOrThrow().value(), 10 * rounding);
    assertEquals(game.pureValue(TieBreak.OPTIMISTIC), every.pureStrong().value(), rounding);
    assertEquals(game.pureValue(TieBreak.PESSIMISTIC), every.pureWeak().value(), rounding);
    double supremum = every.weak().orElseThrow().supremum();
    assertEquals(supremum, pruned.weak().orElseThrow().supremum(), rounding);
    assertTrue(supremum <= best + rounding);
    WeakValue weak = every.weak().orElseThrow();
    if (kind != Kind.BADLY_SCALED) {
      // Payoffs of 1e6 that differ in their last places may leave attainment below rounding.
      assertNotEquals(Attainment.UNDECIDED, weak.attainment());
    }
    assertTrue(weak.value() <= supremum + rounding);
    double[] mixture = weak.commitment().stream().mapToDouble(p -> p).toArray();
    assertEquals(weak.value(), game.value(mixture, TieBreak.PESSIMISTIC), 0);
    if (weak.attainment() == Attainment.ATTAINED) {
      assertEquals(supremum, weak.value(), rounding);
    }
    assertTrue(weak.value() >= supremum - 1e-3 * range, weak + " of " + supremum);
  }

  /** No sampled mixture secures more than the supremum; sampling cannot prove more than that. */
  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("cases")
  void noMixtureSecuresMoreThanTheSupremum(Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BimatrixGame game = game(kind, random);
    double supremum = new MultipleLpSolver()
        .solve(game, SolveLimits.DEFAULT)
        .weak()
        .orElseThrow()
        .supremum();
    for (int draw = 0; draw < 200; draw++) {
      double[] mixture = new double[game.rows()];
      double sum = 0;
      for (int row = 0; row < mixture.length; row++) {
        mixture[row] = draw % 2 == 0 ? -StrictMath.log(1 - random.nextDouble()) : random.nextInt(3);
        sum += mixture[row];
      }
      if (sum == 0) {
        continue;
      }
      for (int row = 0; row < mixture.length; row++) {
        mixture[row] /= sum;
      }
      assertTrue(game.value(mixture, TieBreak.PESSIMISTIC)
          <= supremum + 1e-8 * leaderRange(game) + 8 * Math.ulp(game.leaderPayoff(0, 0)));
    }
  }

  private static boolean isDegenerate(Kind kind) {
    return kind == Kind.INTEGER_TIES || kind == Kind.DUPLICATES;
  }

  private static double leaderRange(BimatrixGame game) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < game.rows(); row++) {
      for (int column = 0; column < game.columns(); column++) {
        low = Math.min(low, game.leaderPayoff(row, column));
        high = Math.max(high, game.leaderPayoff(row, column));
      }
    }
    return high > low ? high - low : 1;
  }

  static BimatrixGame game(Kind kind, SplittableRandom random) {
    int rows = kind == Kind.ONE_ROW ? 1 : 1 + random.nextInt(isDegenerate(kind) ? 4 : 9);
    int columns = kind == Kind.ONE_COLUMN ? 1 : 1 + random.nextInt(9);
    boolean isInteger = isDegenerate(kind);
    double[][] leader = new double[rows][columns];
    double[][] follower = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        leader[row][column] = isInteger ? random.nextInt(4) : 2 * random.nextDouble() - 1;
        follower[row][column] = isInteger ? random.nextInt(4) : 2 * random.nextDouble() - 1;
        if (kind == Kind.ZERO_SUM) {
          follower[row][column] = -leader[row][column];
        }
        if (kind == Kind.BADLY_SCALED) {
          leader[row][column] = 1e6 + 1e-3 * leader[row][column];
          follower[row][column] *= 1e7 * Math.pow(10, -3 * (row % 2));
        }
      }
    }
    if (kind == Kind.DUPLICATES) {
      for (int copy = 0; copy < 3; copy++) {
        int from = random.nextInt(columns);
        int to = random.nextInt(columns);
        int twin = random.nextInt(rows);
        int row = random.nextInt(rows);
        leader[row] = leader[twin].clone();
        follower[row] = follower[twin].clone();
        for (int index = 0; index < rows; index++) {
          follower[index][to] = follower[index][from];
        }
      }
    }
    return new BimatrixGame(leader, follower);
  }
}
