package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.leader.several.InterceptBidding;
import io.stackelberg.leader.several.LinearQuadraticLeaders;
import io.stackelberg.leader.several.MultiLeaderGame;
import io.stackelberg.leader.several.StackelbergNashCournot;
import io.stackelberg.theory.LeaderFields;
import io.stackelberg.theory.SmallGain;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Strengths and couplings from the data against second differences of the solvers' payoffs, 1,000 games each. */
class LeaderFieldsDifferentialTest {
  private static final int GAMES = 1000;

  /** Second differences of a quadratic are exact up to rounding. */
  private static void compare(
      String name, SmallGain gain, MultiLeaderGame game, double[][] at, double step) {
    for (int i = 0; i < gain.players(); i++) {
      for (int j = 0; j < gain.players(); j++) {
        double expected = i == j ? gain.strength(i) : gain.coupling(i, j);
        double found = i == j
            ? (2 * cost(game, i, at, i, 0, j, 0)
                    - cost(game, i, at, i, step, j, 0)
                    - cost(game, i, at, i, -step, j, 0))
                / (-step * step)
            : (cost(game, i, at, i, step, j, step)
                    - cost(game, i, at, i, step, j, -step)
                    - cost(game, i, at, i, -step, j, step)
                    + cost(game, i, at, i, -step, j, -step))
                / (4 * step * step);
        assertEquals(
            expected, i == j ? found : Math.abs(found), 1e-5 * (1 + expected), name + " " + i + j);
      }
    }
  }

  private static double cost(
      MultiLeaderGame game, int leader, double[][] at, int i, double one, int j, double other) {
    double[][] moved = new double[at.length][];
    for (int k = 0; k < moved.length; k++) {
      moved[k] = at[k].clone();
    }
    moved[i][0] += one;
    moved[j][0] += other;
    return -game.payoff(leader, moved);
  }

  @Test
  void linearQuadraticLeaders() {
    SplittableRandom random = new SplittableRandom(1);
    for (int seed = 0; seed < GAMES; seed++) {
      double[][] h = {{random.nextDouble(0.5, 3), 0.2}, {0.2, random.nextDouble(0.5, 3)}};
      double[][][] pull = new double[2][2][1];
      double[][][] own = new double[2][1][1];
      double[][][] curvature = new double[2][2][2];
      for (int k = 0; k < 2; k++) {
        pull[k][0][0] = random.nextDouble(-1, 1);
        pull[k][1][0] = random.nextDouble(-1, 1);
        own[k][0][0] = random.nextDouble(0.1, 2);
        curvature[k][0][0] = random.nextDouble();
        curvature[k][1][1] = random.nextDouble();
      }
      LinearQuadraticLeaders game = new LinearQuadraticLeaders(
          h, new double[] {1, -1}, pull, own, new double[2][1], new double[2][2], curvature);
      SmallGain gain = LeaderFields.linearQuadratic(h, pull, own, curvature).orElseThrow();
      compare("seed " + seed, gain, game, new double[][] {{0.3}, {-0.2}}, 0.1);
    }
  }

  @Test
  void biddersThatAllSell() {
    SplittableRandom random = new SplittableRandom(2);
    int compared = 0;
    for (int seed = 0; seed < GAMES; seed++) {
      double slope = random.nextDouble(0.2, 2);
      double[] costs = random.doubles(3, 1, 2).toArray();
      double[] curve = random.doubles(3, 0.5, 2).toArray();
      InterceptBidding game = new InterceptBidding(20, slope, costs, curve);
      double[][] at = game.candidate().orElseThrow();
      boolean all = true;
      for (int firm = 0; firm < 3; firm++) {
        all &= game.quantity(firm, at) > 0.1;
      }
      if (all) {
        compared++;
        SmallGain gain = LeaderFields.bidding(slope, curve).orElseThrow();
        compare("seed " + seed, gain, game, at, 1e-2);
      }
    }
    assertTrue(compared > GAMES / 2, compared + " games");
  }

  @Test
  void quantitiesWithoutFollowers() {
    SplittableRandom random = new SplittableRandom(3);
    for (int seed = 0; seed < GAMES; seed++) {
      double slope = random.nextDouble(0.2, 2);
      double[] curve = random.doubles(3, 0, 2).toArray();
      double none = Double.POSITIVE_INFINITY;
      // A follower whose cost exceeds every price never produces: the price falls by the slope.
      StackelbergNashCournot game = new StackelbergNashCournot(
          50,
          slope,
          random.doubles(3, 1, 2).toArray(),
          curve,
          new double[] {none, none, none},
          new double[] {1000},
          new double[] {1});
      SmallGain gain = LeaderFields.cournot(slope, curve).orElseThrow();
      compare("seed " + seed, gain, game, new double[][] {{2}, {3}, {1}}, 1e-1);
    }
  }
}
