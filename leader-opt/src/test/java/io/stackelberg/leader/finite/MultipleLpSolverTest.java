package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.MatrixSolution.ReplyState;
import io.stackelberg.leader.finite.WeakValue.Attainment;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MultipleLpSolverTest {
  private static final BimatrixGame TEXTBOOK =
      new BimatrixGame(new double[][] {{2, 4}, {1, 3}}, new double[][] {{1, 0}, {0, 1}});

  private static MatrixSolution solve(BimatrixGame game) {
    return new MultipleLpSolver(MultipleLpSolver.Options.DEFAULT.withEveryReply(true))
        .solve(game, SolveLimits.DEFAULT);
  }

  @Test
  void commitmentBeatsTheEquilibrium() {
    // Conitzer and Sandholm (2006) [conitzer2006commit]: (1/2, 1/2), value 3.5; the only
    // equilibrium gives 2.
    MatrixSolution solution = solve(TEXTBOOK);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(3.5, solution.strongOrThrow().value(), 1e-9);
    assertEquals(0.5, solution.strongOrThrow().mixture().get(0), 1e-9);
    assertEquals(1, solution.strongOrThrow().reply());
    assertEquals(3.5, solution.upperBound(), 1e-8);
    assertEquals(new MatrixSolution.Pure(3, 1), solution.pureStrong());
    assertEquals(new MatrixSolution.Pure(3, 1), solution.pureWeak());
    // Column L: best reply where p(U) >= 1/2, leader's payoff 1 + p(U), at most 2.
    assertEquals(2, solution.replies().get(0).value().orElseThrow(), 1e-9);
  }

  @Test
  void weakSupremumOfTheTextbookGameIsNotAttained() {
    // At p(U) = 1/2 the follower may answer L, which leaves 1.5; 1/2 - e secures 3.5 - e.
    WeakValue weak = solve(TEXTBOOK).weak().orElseThrow();
    assertEquals(3.5, weak.supremum(), 1e-9);
    assertEquals(Attainment.NOT_ATTAINED, weak.attainment());
    assertTrue(weak.value() > 3.5 - 1e-6, "" + weak.value());
    double[] mixture = weak.commitment().stream().mapToDouble(p -> p).toArray();
    assertEquals(weak.value(), TEXTBOOK.value(mixture, TieBreak.PESSIMISTIC), 0);
  }

  @Test
  void supremumIsAttainedWhereTheTiedReplyPaysNoLess() {
    // As above, but L pays the leader 3.5 at (1/2, 1/2) too, and no more than R anywhere near.
    BimatrixGame game =
        new BimatrixGame(new double[][] {{3.5, 4}, {3.5, 3}}, new double[][] {{1, 0}, {0, 1}});
    WeakValue weak = solve(game).weak().orElseThrow();
    assertEquals(3.5, weak.supremum(), 1e-9);
    assertEquals(Attainment.ATTAINED, weak.attainment());
    assertEquals(3.5, weak.value(), 1e-9);
  }

  @Test
  void supremumIsAttainedInsideAFlatFace() {
    // Column 0 pays the leader 1 whatever it does, column 1 pays 0: any p(U) > 1/2 secures 1, p(U)
    // = 1/2 does not.
    BimatrixGame game =
        new BimatrixGame(new double[][] {{1, 0}, {1, 0}}, new double[][] {{1, 0}, {0, 1}});
    WeakValue weak = solve(game).weak().orElseThrow();
    assertEquals(Attainment.ATTAINED, weak.attainment());
    assertEquals(1, weak.value(), 1e-12);
  }

  @Test
  void thinRegionCountsForTheStrongValueOnly() {
    // Column 2 pays the follower 1/2 and the better of the others at least 1/2: a best reply at
    // (1/2, 1/2) alone.
    BimatrixGame game = new BimatrixGame(
        new double[][] {{0, 0, 10}, {0, 0, 10}}, new double[][] {{1, 0, 0.5}, {0, 1, 0.5}});
    MatrixSolution solution = solve(game);
    assertEquals(10, solution.strongOrThrow().value(), 1e-9);
    assertEquals(0, solution.weak().orElseThrow().supremum(), 1e-9);
  }

  @Test
  void equivalentRepliesAreTakenAtTheirWorst() {
    BimatrixGame game =
        new BimatrixGame(new double[][] {{5, 1}, {0, 3}}, new double[][] {{2, 2}, {2, 2}});
    MatrixSolution solution = solve(game);
    assertEquals(5, solution.strongOrThrow().value(), 1e-9);
    // min(5p, p + 3(1 - p)) = min(5p, 3 - 2p), largest at p = 3/7.
    assertEquals(15.0 / 7, solution.weak().orElseThrow().supremum(), 1e-9);
    assertEquals(Attainment.ATTAINED, solution.weak().orElseThrow().attainment());
  }

  @Test
  void pureCommitmentsAreWeighedWithTiesBothWays() {
    // Row U: replies L and R tie, paying 9 or 0; row D: R alone, paying 4.
    BimatrixGame game =
        new BimatrixGame(new double[][] {{9, 0}, {0, 4}}, new double[][] {{1, 1}, {0, 1}});
    MatrixSolution solution = solve(game);
    assertEquals(new MatrixSolution.Pure(9, 0), solution.pureStrong());
    assertEquals(new MatrixSolution.Pure(4, 1), solution.pureWeak());
  }

  @Test
  void actionsThatAreNeverBestHaveNoValue() {
    // Column 2 is dominated by the even mixture of the others, by no pure one.
    BimatrixGame game = new BimatrixGame(
        new double[][] {{1, 1, 9}, {1, 1, 9}}, new double[][] {{4, 0, 1}, {0, 4, 1}});
    MatrixSolution solution = solve(game);
    assertEquals(ReplyState.NEVER_BEST, solution.replies().get(2).state());
    assertTrue(solution.replies().get(2).value().isEmpty());
    assertEquals(1, solution.strongOrThrow().value(), 1e-9);
  }

  @Test
  void reachedLimitIsAnAnswerWithABound() {
    BimatrixGame game = new BimatrixGame(
        new double[][] {{2, 4, 0}, {1, 3, 5}}, new double[][] {{1, 0, 0}, {0, 1, 0.9}});
    MatrixSolution solution =
        new MultipleLpSolver().solve(game, SolveLimits.DEFAULT.withMaxEvaluations(1));
    assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
    double optimum = solve(game).strongOrThrow().value();
    assertTrue(solution.strongOrThrow().value() <= optimum + 1e-12);
    assertTrue(solution.upperBound() >= optimum - 1e-12);
    assertTrue(solution.weak().isEmpty());
  }

  @Test
  void absentCommitmentFailsLoudly() {
    MatrixSolution none = new MatrixSolution(
        StopReason.NUMERICAL_FAILURE,
        Optional.empty(),
        Double.POSITIVE_INFINITY,
        Optional.empty(),
        List.of(),
        new MatrixSolution.Pure(0, 0),
        new MatrixSolution.Pure(0, 0),
        3);
    NoSuchElementException failure =
        assertThrows(NoSuchElementException.class, none::strongOrThrow);
    assertTrue(failure.getMessage().contains("NUMERICAL_FAILURE"), failure.getMessage());
  }
}
