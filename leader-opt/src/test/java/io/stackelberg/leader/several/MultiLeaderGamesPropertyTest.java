package io.stackelberg.leader.several;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.several.BestReplySolver.Schedule;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random games: no deviation on a grid gains at a claimed equilibrium; schedules agree; names do not matter. */
class MultiLeaderGamesPropertyTest {
  private static final int GAMES = 40;

  private static double[] draw(int count, double low, double high, RandomGenerator random) {
    double[] numbers = new double[count];
    Arrays.setAll(numbers, index -> low + (high - low) * random.nextDouble());
    return numbers;
  }

  private static MultiLeaderSolution solve(MultiLeaderGame game, Schedule schedule) {
    return new BestReplySolver(schedule).solve(game, SolveLimits.DEFAULT);
  }

  private static double[][] profile(MultiLeaderSolution solution) {
    return solution.strategies().stream()
        .map(each -> each.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  /** Moves one coordinate of one leader over a grid and, nearer and nearer, around its strategy. */
  private static void nobodyGains(
      MultiLeaderGame game, MultiLeaderSolution solution, double low, double high, String name) {
    double[][] profile = profile(solution);
    for (int leader = 0; leader < game.leaders(); leader++) {
      double now = game.payoff(leader, profile);
      for (int k = 0; k < profile[leader].length; k++) {
        for (int point = 0; point <= 300; point++) {
          double near = profile[leader][k]
              + Math.pow(10, -point / 50.0) * (point % 2 == 0 ? high - low : low - high);
          double far = low + (high - low) * point / 300;
          for (double move : new double[] {near, far}) {
            if (move >= low && move <= high) {
              double[][] deviation = profile.clone();
              deviation[leader] = profile[leader].clone();
              deviation[leader][k] = move;
              double gain = game.payoff(leader, deviation) - now;
              assertTrue(gain <= 1e-9 * Math.max(1, Math.abs(now)), name + " gain " + gain);
            }
          }
        }
      }
    }
  }

  private static StackelbergNashCournot market(
      double[] linear, double[] quadratic, double[] followers, double[] followerCurves) {
    double[] capacity = new double[linear.length];
    Arrays.fill(capacity, 200);
    return new StackelbergNashCournot(
        100, 1, linear, quadratic, capacity, followers, followerCurves);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void cournotLeadersCannotGain(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      int leaders = 1 + random.nextInt(4);
      int followers = random.nextInt(5);
      double[] linear = draw(leaders, 0, 80, random);
      double[] quadratic = draw(leaders, 0, 2, random);
      double[] costs = draw(followers, 0, 80, random);
      double[] curves = draw(followers, 0, 2, random);
      var game = market(linear, quadratic, costs, curves);
      var solution = solve(game, Schedule.DIRECT);
      assertTrue(solution.isEquilibrium(), "trial " + trial + " " + solution);
      assertEquals(0, solution.sweeps(), "the equations did it");
      nobodyGains(game, solution, 0, 200, "trial " + trial);
      var swept = solve(game, Schedule.GAUSS_SEIDEL);
      if (swept.isEquilibrium() && solution.uniqueness().equals("unique")) {
        for (int leader = 0; leader < leaders; leader++) {
          assertEquals(
              solution.strategies().get(leader).get(0),
              swept.strategies().get(leader).get(0),
              1e-7,
              "trial " + trial);
        }
      }
      reverse(linear);
      reverse(quadratic);
      reverse(costs);
      reverse(curves);
      var mirrored = solve(market(linear, quadratic, costs, curves), Schedule.DIRECT);
      for (int leader = 0; leader < leaders; leader++) {
        assertEquals(
            solution.payoffs().get(leader), mirrored.payoffs().get(leaders - 1 - leader), 1e-8);
      }
    }
  }

  private static void reverse(double[] numbers) {
    double[] copy = numbers.clone();
    Arrays.setAll(numbers, index -> copy[copy.length - 1 - index]);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 4})
  void biddersCannotGain(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int certified = 0;
    for (int trial = 0; trial < GAMES; trial++) {
      int firms = 1 + random.nextInt(5);
      var game = new InterceptBidding(
          100, 0.2 + random.nextDouble(), draw(firms, 0, 60, random), draw(firms, 0.3, 2, random));
      var solution = solve(game, Schedule.DIRECT);
      if (solution.isEquilibrium()) {
        certified++;
        nobodyGains(game, solution, -100, 200, "trial " + trial);
      } else {
        assertTrue(solution.largestGain() > 1e-9, "an equilibrium was not recognised");
      }
    }
    assertTrue(certified > GAMES / 2, "certified " + certified);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void quadraticLeadersCannotGain(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      int leaders = 1 + random.nextInt(3);
      int size = 1 + random.nextInt(3);
      double[][][] pull = new double[leaders][size][];
      double[][][] own = new double[leaders][][];
      double[][][] curvature = new double[leaders][][];
      double[][] linear = new double[leaders][];
      double[][] weight = new double[leaders][];
      for (int k = 0; k < leaders; k++) {
        int moves = 1 + random.nextInt(2);
        for (int row = 0; row < size; row++) {
          pull[k][row] = draw(moves, -1, 1, random);
        }
        own[k] = dominant(moves, random);
        curvature[k] = new double[size][size];
        curvature[k][0][0] = random.nextDouble();
        linear[k] = draw(moves, -2, 2, random);
        weight[k] = draw(size, -2, 2, random);
      }
      var game = new LinearQuadraticLeaders(
          dominant(size, random), draw(size, -1, 1, random), pull, own, linear, weight, curvature);
      var solution = solve(game, Schedule.DIRECT);
      assertTrue(solution.isEquilibrium(), "trial " + trial);
      nobodyGains(game, solution, -20, 20, "trial " + trial);
      var swept = solve(game, Schedule.GAUSS_SEIDEL);
      if (swept.isEquilibrium()) {
        assertEquals(solution.payoffs().get(0), swept.payoffs().get(0), 1e-8);
      }
    }
  }

  private static double[][] dominant(int size, RandomGenerator random) {
    double[][] matrix = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < row; column++) {
        matrix[row][column] = 0.6 * (random.nextDouble() - 0.5);
        matrix[column][row] = matrix[row][column];
      }
      matrix[row][row] = 1 + random.nextDouble();
    }
    return matrix;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8})
  void verdictsOnASharedFollowerAgreeWithForce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int none = 0;
    for (int trial = 0; trial < 10 * GAMES; trial++) {
      double offset = random.nextDouble();
      double[] pull = draw(2, -1.5, 1.5, random);
      double[] price = draw(2, -1, 1, random);
      double[] weight = draw(2, -2, 2, random);
      var game =
          new SharedFollowerEpec(offset, pull, price, weight, new double[2], new double[] {1, 1});
      var solution = solve(game, Schedule.DIRECT);
      if (solution.isEquilibrium()) {
        nobodyGains(game, solution, 0, 1, "trial " + trial);
        continue;
      }
      none++;
      assertTrue(game.provesNoEquilibrium(), "trial " + trial);
      // A best reply is an end or the follower's kink: one leader anywhere on a grid, the other at
      // these three.
      for (int fixed = 0; fixed < 2; fixed++) {
        for (int point = 0; point <= 100; point++) {
          double move = point / 100.0;
          double kink = -(offset + pull[fixed] * move) / pull[1 - fixed];
          for (double other : new double[] {0, 1, Math.min(Math.max(kink, 0), 1)}) {
            double[][] profile = new double[2][];
            profile[fixed] = new double[] {move};
            profile[1 - fixed] = new double[] {other};
            assertTrue(gridGain(game, profile) > 1e-9, "trial " + trial + " at " + move);
          }
        }
      }
    }
    assertTrue(none > 0, "no game without equilibrium was drawn");
  }

  private static double gridGain(MultiLeaderGame game, double[][] profile) {
    double gain = 0;
    for (int leader = 0; leader < 2; leader++) {
      double now = game.payoff(leader, profile);
      for (int point = 0; point <= 200; point++) {
        double[][] deviation = profile.clone();
        deviation[leader] = new double[] {point / 200.0};
        gain = Math.max(gain, game.payoff(leader, deviation) - now);
      }
    }
    return gain;
  }
}
