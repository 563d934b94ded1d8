package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BayesianGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.finite.WeakValue.Attainment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weak values against plain enumeration along a line, and against the strong value of generic games. */
class WeakValueDifferentialTest {
  static IntStream seeds() {
    return IntStream.rangeClosed(1, 150);
  }

  /**
   * With two rows the pessimistic value is linear between neighbours among the points where two columns tie
   * for a type or for the leader: extrapolated to both ends it gives the supremum, and it is attained where
   * one of these points or the middle between two reaches it.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void twoRowsAgreeWithTheLine(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int columns = 1 + random.nextInt(4);
    int types = 1 + random.nextInt(3);
    BayesianGame game = game(random, 2, columns, types, true);
    TreeSet<Double> breaks = new TreeSet<>(List.of(0.0, 1.0));
    for (BimatrixGame type : game.types()) {
      for (int one = 0; one < columns; one++) {
        for (int other = 0; other < one; other++) {
          addTie(
              breaks,
              type.followerPayoff(0, one) - type.followerPayoff(0, other),
              type.followerPayoff(1, one) - type.followerPayoff(1, other));
          addTie(
              breaks,
              type.leaderPayoff(0, one) - type.leaderPayoff(0, other),
              type.leaderPayoff(1, one) - type.leaderPayoff(1, other));
        }
      }
    }
    double supremum = Double.NEGATIVE_INFINITY;
    double attained = Double.NEGATIVE_INFINITY;
    double before = Double.NaN;
    for (double at : breaks) {
      attained = Math.max(attained, secured(game, at));
      // Ties of payoffs 0..3 lie at least 1/36 apart; what is closer is one point, rounded twice.
      if (at - before > 1e-6) {
        double early = secured(game, before + (at - before) / 3);
        double late = secured(game, before + 2 * (at - before) / 3);
        attained = Math.max(attained, secured(game, (before + at) / 2));
        supremum = Math.max(supremum, Math.max(2 * early - late, 2 * late - early));
      }
      before = at;
    }
    BayesianSolution solution = new BayesianStackelbergSolver().solve(game, SolveLimits.DEFAULT);
    WeakValue weak = solution.weak().orElseThrow();
    assertEquals(supremum, weak.supremum(), 1e-7);
    assertEquals(
        attained >= supremum - 1e-7 ? Attainment.ATTAINED : Attainment.NOT_ATTAINED,
        weak.attainment());
    assertEquals(weak.value(), secured(game, weak.commitment().get(0)), 1e-9);
    assertTrue(weak.value() >= supremum - 1e-5, weak + " of " + supremum);
    assertTrue(weak.supremum() <= solution.value() + 1e-8);
    for (int step = 0; step <= 1000; step++) {
      assertTrue(secured(game, step / 1000.0) <= weak.supremum() + 1e-8, "at " + step);
    }
  }

  /** Von Stengel and Zamir (2010) [vonstengel2010leadership]: generic payoffs, one value. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void genericGamesHaveOneValue(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BayesianGame game =
        game(random, 1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(3), false);
    BayesianSolution solution = new BayesianStackelbergSolver().solve(game, SolveLimits.DEFAULT);
    WeakValue weak = solution.weak().orElseThrow();
    assertEquals(solution.value(), weak.supremum(), 1e-7);
    assertTrue(weak.value() >= weak.supremum() - 1e-3, weak.toString());

    int targets = 1 + random.nextInt(6);
    List<List<Double>> payoffs = new ArrayList<>();
    for (int kind = 0; kind < 4; kind++) {
      payoffs.add(new ArrayList<>());
      for (int target = 0; target < targets; target++) {
        payoffs.get(kind).add((kind % 3 == 0 ? 10 : -10) * random.nextDouble());
      }
    }
    SecurityGame cover = new SecurityGame(
        0.1 + 3 * random.nextDouble(),
        payoffs.get(0),
        payoffs.get(1),
        payoffs.get(2),
        payoffs.get(3));
    SecuritySolution covered = new SecurityGameSolver().solve(cover, SolveLimits.DEFAULT);
    WeakValue secured = covered.weak().orElseThrow();
    assertEquals(covered.value(), secured.supremum(), 1e-6);
    assertTrue(secured.value() >= secured.supremum() - 1e-3, secured.toString());
    double used = secured.commitment().stream().mapToDouble(c -> c).sum();
    assertTrue(used <= cover.resources() + 1e-9, "used " + used);
  }

  /** One resource, three targets, payoffs with ties: no point of a grid secures more. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noCoverageOfAGridSecuresMore(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Double>> payoffs = new ArrayList<>();
    for (int kind = 0; kind < 4; kind++) {
      int base = kind == 3 ? 2 : 0;
      payoffs.add(List.of(
          base + random.nextInt(3) + 0.0,
          base + random.nextInt(3) + 0.0,
          base + random.nextInt(3) + 0.0));
    }
    SecurityGame game =
        new SecurityGame(1, payoffs.get(0), payoffs.get(1), payoffs.get(2), payoffs.get(3));
    WeakValue weak =
        new SecurityGameSolver().solve(game, SolveLimits.DEFAULT).weak().orElseThrow();
    double best = Double.NEGATIVE_INFINITY;
    int steps = 48;
    for (int one = 0; one <= steps; one++) {
      for (int two = 0; one + two <= steps; two++) {
        for (int three = 0; one + two + three <= steps; three++) {
          double value = game.value(
              List.of((double) one / steps, (double) two / steps, (double) three / steps),
              TieBreak.PESSIMISTIC);
          best = Math.max(best, value);
        }
      }
    }
    assertTrue(best <= weak.supremum() + 1e-7, best + " above " + weak);
    assertEquals(weak.value(), game.value(weak.commitment(), TieBreak.PESSIMISTIC), 0);
    assertTrue(weak.value() >= weak.supremum() - 1e-5, weak.toString());
    if (weak.attainment() == Attainment.NOT_ATTAINED) {
      assertTrue(best < weak.supremum() - 1e-7, "the grid attains " + weak);
    }
  }

  private static void addTie(TreeSet<Double> breaks, double first, double second) {
    // first p + second (1 - p) = 0
    double at = second / (second - first);
    if (at > 0 && at < 1) {
      breaks.add(at);
    }
  }

  private static double secured(BayesianGame game, double first) {
    return game.value(new double[] {first, 1 - first}, TieBreak.PESSIMISTIC);
  }

  private static BayesianGame game(
      RandomGenerator random, int rows, int columns, int count, boolean hasTies) {
    List<BimatrixGame> types = new ArrayList<>();
    List<Double> prior = new ArrayList<>();
    double left = 1;
    for (int type = 0; type < count; type++) {
      double[][][] payoffs = new double[2][rows][columns];
      for (double[][] player : payoffs) {
        for (double[] row : player) {
          for (int column = 0; column < columns; column++) {
            row[column] = hasTies ? random.nextInt(4) : random.nextDouble();
          }
        }
      }
      types.add(new BimatrixGame(payoffs[0], payoffs[1]));
      prior.add(type == count - 1 ? left : left * 0.25);
      left *= 0.75;
    }
    return new BayesianGame(types, prior);
  }
}
