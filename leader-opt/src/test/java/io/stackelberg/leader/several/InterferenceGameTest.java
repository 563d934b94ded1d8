package io.stackelberg.leader.several;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.several.BestReplySolver.Schedule;
import io.stackelberg.leader.several.SpectralCondition.Verdict;
import org.junit.jupiter.api.Test;

class InterferenceGameTest {
  private static final Schedule[] SCHEDULES = {
    Schedule.GAUSS_SEIDEL, Schedule.JACOBI, Schedule.RELAXED
  };

  /** Two players on two channels with the same disturbance both ways on both channels. */
  private static InterferenceGame two(double[][] noise, double cross, double budget) {
    double[][][] gain = {{{0, 0}, {cross, cross}}, {{cross, cross}, {0, 0}}};
    return new InterferenceGame(noise, gain, new double[] {budget, budget});
  }

  private static MultiLeaderSolution solve(MultiLeaderGame game, Schedule schedule) {
    return new BestReplySolver(schedule).solve(game, SolveLimits.DEFAULT);
  }

  private static void assertProfile(double[][] expected, MultiLeaderSolution solution) {
    for (int i = 0; i < expected.length; i++) {
      double[] strategy =
          solution.strategies().get(i).stream().mapToDouble(Double::doubleValue).toArray();
      assertArrayEquals(expected[i], strategy, 1e-9);
    }
  }

  @Test
  void twoPlayersOnTwoChannelsAsByHand() {
    // Noise (1, 2) and (2, 1), disturbance ½, budget 3. With (x, 3 − x) and (3 − x, x) the first
    // player's levels 1 + ½(3 − x) + x and 2 + ½x + 3 − x are equal at x = 2.5, both 3.75.
    InterferenceGame game = two(new double[][] {{1, 2}, {2, 1}}, 0.5, 3);
    assertEquals(Verdict.UNIQUE_AND_CONVERGENT, game.condition().verdict());
    assertEquals(0.5, game.condition().high(), 1e-12);
    for (Schedule schedule : SCHEDULES) {
      MultiLeaderSolution solution = solve(game, schedule);
      assertTrue(solution.isEquilibrium(), schedule.toString());
      assertProfile(new double[][] {{2.5, 0.5}, {0.5, 2.5}}, solution);
      assertEquals(2, solution.gains().size());
      assertTrue(solution.uniqueness().startsWith("the only one"));
      // Interference (1.25, 3.25): log(3.75 / 1.25) + log(3.75 / 3.25).
      assertEquals(
          StrictMath.log(3) + StrictMath.log(3.75 / 3.25), solution.payoffs().get(0), 1e-9);
    }
  }

  @Test
  void aLowBudgetLeavesTheNoisyChannelDry() {
    // Budget ½ on noise 1 and 2 without disturbance stays on the first channel: level 1.5 < 2.
    InterferenceGame game = two(new double[][] {{1, 2}, {1, 2}}, 0, 0.5);
    assertProfile(new double[][] {{0.5, 0}, {0.5, 0}}, solve(game, Schedule.JACOBI));
  }

  @Test
  void strongDisturbanceHasSeveralEquilibriaAndTheConditionSaysNothing() {
    // Noise 1, disturbance 4, budget 1: half and half is an equilibrium, and so is a channel each:
    // the
    // other's channel has the interference 5, above the level 2 of the own.
    InterferenceGame game = two(new double[][] {{1, 1}, {1, 1}}, 4, 1);
    assertEquals(Verdict.UNKNOWN, game.condition().verdict());
    assertTrue(game.condition().low() > 3.99);
    double[][] shared = {{0.5, 0.5}, {0.5, 0.5}};
    double[][] apart = {{1, 0}, {0, 1}};
    double[][] swapped = {{0, 1}, {1, 0}};
    for (Schedule schedule : SCHEDULES) {
      for (double[][] profile : new double[][][] {shared, apart, swapped}) {
        MultiLeaderSolution solution = solve(game.withStart(profile), schedule);
        assertTrue(solution.isEquilibrium());
        assertEquals("", solution.uniqueness());
        assertProfile(profile, solution);
      }
    }
    // From both leaning to the first channel, at once: both flee to the second, and back, for ever.
    double[][] leaning = {{0.6, 0.4}, {0.6, 0.4}};
    MultiLeaderSolution cycling = solve(game.withStart(leaning), Schedule.JACOBI);
    assertEquals(StopReason.EVALUATION_LIMIT, cycling.stopReason());
    assertEquals(2, cycling.cycle());
    assertFalse(cycling.isEquilibrium());
    // On the crowded channel log 1.2; on the empty one log 2.
    assertEquals(StrictMath.log(2 / 1.2), cycling.largestGain(), 1e-9);
    // In turn: the first flees, the second takes its channel.
    MultiLeaderSolution inTurn = solve(game.withStart(leaning), Schedule.GAUSS_SEIDEL);
    assertTrue(inTurn.isEquilibrium());
    assertProfile(swapped, inTurn);
  }

  @Test
  void failingTheConditionIsNotDiverging() {
    // One-way disturbance of 9 makes no loop: the radius is 0. Both ways 1.2 and 1 on opposite
    // channels:
    // the condition takes the worst channel and fails at √1.2, the schedules converge all the same.
    double[][] noise = {{1, 1.5}, {1, 1}};
    InterferenceGame oneWay = new InterferenceGame(
        noise, new double[][][] {{{0, 0}, {9, 9}}, {{0, 0}, {0, 0}}}, new double[] {1, 1});
    assertEquals(Verdict.UNIQUE_AND_CONVERGENT, oneWay.condition().verdict());
    InterferenceGame opposite = new InterferenceGame(
        noise, new double[][][] {{{0, 0}, {1.2, 0}}, {{0, 1}, {0, 0}}}, new double[] {1, 1});
    assertEquals(Verdict.UNKNOWN, opposite.condition().verdict());
    for (Schedule schedule : SCHEDULES) {
      assertTrue(solve(oneWay, schedule).isEquilibrium());
      assertTrue(solve(opposite, schedule).isEquilibrium());
    }
  }

  @Test
  void radiiAsByHand() {
    // [[0, a], [b, 0]] has the eigenvalues ±√(ab); a triangle those of its diagonal.
    SpectralCondition loop = SpectralCondition.of(new double[][] {{0, 8}, {2, 0}});
    assertEquals(4, loop.low(), 1e-12);
    assertEquals(4, loop.high(), 1e-12);
    SpectralCondition triangle = SpectralCondition.of(new double[][] {{0, 1e6}, {0, 0.5}});
    assertEquals(0.5, triangle.high(), 1e-9);
    // Exactly 1 is never below 1.
    assertEquals(
        Verdict.UNKNOWN,
        SpectralCondition.of(new double[][] {{0, 4}, {0.25, 0}}).verdict());
    assertEquals(Verdict.UNKNOWN, new SpectralCondition(0.5, 1).verdict());
    assertThrows(
        IllegalArgumentException.class,
        () -> SpectralCondition.of(new double[][] {{0, Double.NaN}, {0, 0}}));
  }

  @Test
  void badInputIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> two(new double[][] {{0, 1}, {1, 1}}, 1, 1));
    assertEquals(
        "gain[0][0] is 2.0, expected 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new InterferenceGame(
                    new double[][] {{1}}, new double[][][] {{{2}}}, new double[] {1}))
            .getMessage());
    InterferenceGame game = two(new double[][] {{1, 1}, {1, 1}}, 1, 1);
    assertThrows(
        IllegalArgumentException.class, () -> game.withStart(new double[][] {{2, 0}, {0, 0}}));
  }
}
