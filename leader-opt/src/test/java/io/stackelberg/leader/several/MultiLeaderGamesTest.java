package io.stackelberg.leader.several;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.several.BestReplySolver.Schedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MultiLeaderGamesTest {
  private static final double[] NONE = {};

  private static MultiLeaderSolution direct(MultiLeaderGame game) {
    return new BestReplySolver(Schedule.DIRECT).solve(game, SolveLimits.DEFAULT);
  }

  @Test
  void oneLeaderBeforeThreeFollowers() {
    // p = 60 − 2Q, all costs 6: with F followers the leader offers (60 − 6)/(2·2) = 13.5 whatever F
    // is, and each
    // follower (60 − 6 − 27)/(2·4) = 3.375; the price is 60 − 2·(13.5 + 10.125) = 12.75.
    var game = new StackelbergNashCournot(
        60,
        2,
        new double[] {6},
        new double[] {0},
        new double[] {Double.POSITIVE_INFINITY},
        new double[] {6, 6, 6},
        new double[3]);
    var solution = direct(game);
    assertTrue(solution.isEquilibrium());
    assertEquals(13.5, solution.strategies().get(0).get(0), 1e-12);
    assertEquals(3.375, game.followerQuantity(2, 13.5), 1e-12);
    assertEquals(12.75, game.price(13.5), 1e-12);
    assertEquals(91.125, solution.payoffs().get(0), 1e-10);
    assertEquals("unique", solution.uniqueness());
  }

  @Test
  void leadersAloneAreCournot() {
    // p = 10 − Q, costs 1 and 2, no followers: q = (10 − 2·1 + 2)/3, (10 − 4 + 1)/3.
    var game = new StackelbergNashCournot(
        10, 1, new double[] {1, 2}, new double[2], new double[] {9, 9}, NONE, NONE);
    var solution = direct(game);
    assertEquals(10 / 3.0, solution.strategies().get(0).get(0), 1e-12);
    assertEquals(7 / 3.0, solution.strategies().get(1).get(0), 1e-12);
  }

  @Test
  void capacityBinds() {
    var game = new StackelbergNashCournot(
        10, 1, new double[] {1, 2}, new double[2], new double[] {1, 9}, NONE, NONE);
    var solution = direct(game);
    assertEquals(1, solution.strategies().get(0).get(0), 0);
    assertEquals(3.5, solution.strategies().get(1).get(0), 1e-12, "(10 − 1 − 2)/2");
  }

  @Test
  void leadersKeepAFollowerOnTheBrink() {
    // p = 10 − Q, two leaders at cost 0, a follower at cost 4: alone the leaders offer 20/3 at
    // price 10/3 < 4.
    var low = new StackelbergNashCournot(
        10,
        1,
        new double[2],
        new double[2],
        new double[] {99, 99},
        new double[] {4},
        new double[1]);
    assertEquals(20 / 3.0, total(direct(low)), 1e-12);
    // Cost 3, slopes 1 above and 1/2 below the total 7 where p = 3: first-order conditions ask for
    // 2·3/1 = 6 and
    // 2·3/(1/2) = 12, and 7 lies between: the kink is the equilibrium.
    var kink = new StackelbergNashCournot(
        10,
        1,
        new double[2],
        new double[2],
        new double[] {99, 99},
        new double[] {3},
        new double[1]);
    var solution = direct(kink);
    assertTrue(solution.isEquilibrium());
    assertEquals(7, total(solution), 1e-12);
    assertEquals(3, kink.price(7), 1e-12);
    assertTrue(solution.uniqueness().startsWith("the leaders' total is unique"));
  }

  private static double total(MultiLeaderSolution solution) {
    return solution.strategies().stream().mapToDouble(each -> each.get(0)).sum();
  }

  @Test
  void followerWithoutEquilibriumIsProvedToHaveNone() {
    // Pang and Fukushima (2005) [pang2005quasi]: y = max(0, 1 − x1 − x2), costs x1/2 + y and −x2/2
    // − y.
    var game = new SharedFollowerEpec(
        1,
        new double[] {-1, -1},
        new double[] {.5, -.5},
        new double[] {1, -1},
        new double[2],
        new double[] {1, 1});
    assertTrue(game.provesNoEquilibrium());
    var solution = direct(game);
    assertEquals(StopReason.INFEASIBLE, solution.stopReason());
    assertTrue(solution.strategies().isEmpty());
    for (Schedule schedule : new Schedule[] {Schedule.GAUSS_SEIDEL, Schedule.JACOBI}) {
      var cycling = new BestReplySolver(schedule, 100).solve(game, SolveLimits.DEFAULT);
      assertEquals(StopReason.EVALUATION_LIMIT, cycling.stopReason());
      assertTrue(cycling.largestGain() > 0.1);
      var over =
          new BestReplySolver(schedule).solve(game, SolveLimits.DEFAULT.withMaxTime(Duration.ZERO));
      assertEquals(StopReason.TIME_LIMIT, over.stopReason());
    }
    // By force: at every point of a grid some leader gains.
    for (int i = 0; i <= 100; i++) {
      for (int j = 0; j <= 100; j++) {
        double[][] profile = {{i / 100.0}, {j / 100.0}};
        double gain = 0;
        for (int leader = 0; leader < 2; leader++) {
          for (int k = 0; k <= 100; k++) {
            double[][] deviation = profile.clone();
            deviation[leader] = new double[] {k / 100.0};
            gain = Math.max(gain, game.payoff(leader, deviation) - game.payoff(leader, profile));
          }
        }
        assertTrue(gain > 1e-3, i + " " + j);
      }
    }
  }

  @Test
  void sharedAimsGiveAContinuum() {
    var game = new SharedFollowerEpec(
        1,
        new double[] {-1, -1},
        new double[] {.5, .5},
        new double[] {1, 1},
        new double[2],
        new double[] {1, 1});
    var solution = direct(game);
    assertTrue(solution.isEquilibrium());
    assertEquals(1, total(solution), 1e-12);
    assertEquals(-0.5, solution.payoffs().get(0) + solution.payoffs().get(1), 1e-12);
    assertTrue(solution.uniqueness().startsWith("a continuum"));
  }

  @Test
  void flatCostsProveNothing() {
    var game = new SharedFollowerEpec(
        1, new double[] {-1}, new double[] {1}, new double[] {1}, new double[1], new double[] {2});
    assertFalse(game.provesNoEquilibrium());
    assertTrue(direct(game).isEquilibrium());
  }

  @Test
  void idleFirmBidsItsCost() {
    // p = 10 − Q; a firm at cost 20 never sells; the other is a monopolist: (10 − 2)/(2 + 1) = 8/3.
    var game = new InterceptBidding(10, 1, new double[] {2, 20}, new double[] {1, 1});
    var solution = direct(game);
    assertTrue(solution.isEquilibrium());
    assertEquals(20, solution.strategies().get(1).get(0));
    double[][] profile = {{solution.strategies().get(0).get(0)}, {20}};
    assertEquals(8 / 3.0, game.quantity(0, profile), 1e-12);
    assertEquals(0, game.quantity(1, profile));
  }

  @Test
  void concaveLeaderIsRefused() {
    double[][] one = {{1}};
    double[][][] ones = {one};
    var refused = assertThrows(
        IllegalArgumentException.class,
        () -> new LinearQuadraticLeaders(
            one, new double[1], ones, new double[][][] {{{-3}}}, one, one, ones));
    assertEquals(
        "pivot 0 of cost of leader 0 is -2.0, expected a finite number > 0.", refused.getMessage());
  }
}
