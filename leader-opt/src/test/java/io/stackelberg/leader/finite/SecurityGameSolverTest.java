package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityGameSolverTest {
  @Test
  void oneResourceOnTwoEqualTargetsIsSplit() {
    // By symmetry coverage 1/2 each; the defender gets (0 - 1)/2.
    SecurityGame game = new SecurityGame(
        1, List.of(0.0, 0.0), List.of(-1.0, -1.0), List.of(0.0, 0.0), List.of(1.0, 1.0));
    SecuritySolution solution = new SecurityGameSolver().solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(-0.5, solution.value(), 1e-9);
    assertEquals(0.5, solution.coverage().get(0), 1e-9);
  }

  /** With one resource the pure commitments are the targets, so the compact form is a matrix game. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void oneResourceIsAMatrixGame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int targets = 1 + random.nextInt(8);
    SecurityGame game = game(random, targets, 1);
    double[][] leader = new double[targets + 1][targets];
    double[][] follower = new double[targets + 1][targets];
    for (int row = 0; row <= targets; row++) {
      for (int target = 0; target < targets; target++) {
        leader[row][target] = game.defenderPayoff(target, row == target ? 1 : 0);
        follower[row][target] = game.attackerPayoff(target, row == target ? 1 : 0);
      }
    }
    double expected = new MultipleLpSolver()
        .solve(new BimatrixGame(leader, follower), SolveLimits.DEFAULT)
        .strongOrThrow()
        .value();
    SecuritySolution solution = new SecurityGameSolver().solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(expected, solution.value(), 1e-7);
  }

  @Test
  void bothMethodsAgreeOnManyGames() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 300; round++) {
      SecurityGame game = game(random, 1 + random.nextInt(15), random.nextInt(6));
      SecuritySolution solution = new SecurityGameSolver().solve(game, SolveLimits.DEFAULT);
      assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), "round " + round);
    }
  }

  @Test
  void limitLeavesABound() {
    SecurityGame game = game(new SplittableRandom(3), 10, 2);
    double optimum = new SecurityGameSolver().solve(game, SolveLimits.DEFAULT).value();
    SecuritySolution brief =
        new SecurityGameSolver().solve(game, SolveLimits.DEFAULT.withMaxEvaluations(1));
    assertEquals(StopReason.EVALUATION_LIMIT, brief.stopReason());
    assertTrue(brief.value() <= optimum + 1e-9);
    assertTrue(brief.upperBound() >= optimum - 1e-9);
  }

  @Test
  void attackerWhoLikesCoverageIsRefused() {
    IllegalArgumentException failure = assertThrows(
        IllegalArgumentException.class,
        () -> new SecurityGame(1, List.of(1.0), List.of(0.0), List.of(2.0), List.of(1.0)));
    assertTrue(failure.getMessage().startsWith("attackerCovered[0] is 2.0"), failure.getMessage());
  }

  private static SecurityGame game(SplittableRandom random, int targets, int resources) {
    List<List<Double>> payoffs = new ArrayList<>();
    for (int kind = 0; kind < 4; kind++) {
      payoffs.add(new ArrayList<>());
      for (int target = 0; target < targets; target++) {
        payoffs.get(kind).add((kind % 3 == 0 ? 10 : -10) * random.nextDouble());
      }
    }
    return new SecurityGame(
        resources, payoffs.get(0), payoffs.get(1), payoffs.get(2), payoffs.get(3));
  }
}
