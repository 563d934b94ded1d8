package io.stackelberg.leader.several;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.several.BestReplySolver.Schedule;
import io.stackelberg.leader.several.SpectralCondition.Verdict;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterferenceGamePropertyTest {
  /** Budgets spent at random. */
  private static double[][] spread(double[] budgets, int channels, SplittableRandom random) {
    double[][] profile = new double[budgets.length][channels];
    for (int i = 0; i < budgets.length; i++) {
      Arrays.setAll(profile[i], k -> random.nextDouble());
      double factor = budgets[i] / Arrays.stream(profile[i]).sum();
      for (int k = 0; k < channels; k++) {
        profile[i][k] *= factor;
      }
    }
    return profile;
  }

  private static InterferenceGame random(
      int players, int channels, double strength, double[] budgets, SplittableRandom random) {
    double[][] noise = new double[players][channels];
    double[][][] gain = new double[players][players][channels];
    for (int i = 0; i < players; i++) {
      Arrays.setAll(noise[i], k -> 0.1 + random.nextDouble());
      for (int j = 0; j < players; j++) {
        if (i != j) {
          Arrays.setAll(gain[i][j], k -> strength * random.nextDouble());
        }
      }
    }
    return new InterferenceGame(noise, gain, budgets);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void underTheConditionEveryScheduleAndStartFindsTheOneEquilibrium(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int players = 2 + random.nextInt(4);
    int channels = 2 + random.nextInt(6);
    double[] budgets = new double[players];
    Arrays.setAll(budgets, i -> 0.5 + 3 * random.nextDouble());
    InterferenceGame game = random(players, channels, 0.95 / (players - 1), budgets, random);
    assertEquals(Verdict.UNIQUE_AND_CONVERGENT, game.condition().verdict());
    MultiLeaderSolution first =
        new BestReplySolver(Schedule.GAUSS_SEIDEL).solve(game, SolveLimits.DEFAULT);
    for (Schedule schedule :
        new Schedule[] {Schedule.GAUSS_SEIDEL, Schedule.JACOBI, Schedule.RELAXED}) {
      InterferenceGame started = game.withStart(spread(budgets, channels, random));
      MultiLeaderSolution solution =
          new BestReplySolver(schedule).solve(started, SolveLimits.DEFAULT);
      assertTrue(solution.isEquilibrium(), schedule.toString());
      assertEquals(0, solution.cycle());
      for (int i = 0; i < players; i++) {
        for (int k = 0; k < channels; k++) {
          assertEquals(
              first.strategies().get(i).get(k), solution.strategies().get(i).get(k), 1e-7);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noDrawnSpendingBeatsTheBestReply(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int channels = 2 + random.nextInt(5);
    double[] budgets = {1, 2, 0.3};
    InterferenceGame game = random(3, channels, 5, budgets, random);
    double[][] profile = spread(budgets, channels, random);
    for (int player = 0; player < 3; player++) {
      double[][] deviation = profile.clone();
      deviation[player] = game.bestReply(player, profile);
      assertEquals(budgets[player], Arrays.stream(deviation[player]).sum(), 1e-12);
      double best = game.payoff(player, deviation);
      for (int draw = 0; draw < 300; draw++) {
        deviation[player] = spread(budgets, channels, random)[player];
        assertTrue(game.payoff(player, deviation) <= best + 1e-12);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theRadiusIsEnclosed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 2 + random.nextInt(8);
    double[][] matrix = new double[n][n];
    for (double[] row : matrix) {
      Arrays.setAll(row, j -> 0.01 + random.nextDouble());
    }
    // The positive matrix's powers converge to the eigenvector of the radius.
    double[] vector = new double[n];
    Arrays.fill(vector, 1);
    double radius = 0;
    for (int turn = 0; turn < 2_000; turn++) {
      double[] next = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          next[i] += matrix[i][j] * vector[j];
        }
      }
      radius = Arrays.stream(next).sum() / Arrays.stream(vector).sum();
      double size = Arrays.stream(next).sum();
      Arrays.setAll(next, i -> next[i] / size);
      vector = next;
    }
    SpectralCondition condition = SpectralCondition.of(matrix);
    assertTrue(condition.low() <= radius * (1 + 1e-14) && radius * (1 - 1e-14) <= condition.high());
    assertTrue(condition.high() - condition.low() <= 1e-11 * radius, condition.toString());
  }
}
