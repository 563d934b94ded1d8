package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BayesianGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.WeakValue.Attainment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weak values of Bayesian and security games worked out by hand. */
class WeakValueTest {
  private static final double[][] TEXTBOOK = {{2, 4}, {1, 3}};

  private static BimatrixGame game(double[][] leader, double[][] follower) {
    return new BimatrixGame(leader, follower);
  }

  private static WeakValue weak(BayesianGame game) {
    BayesianSolution solution = new BayesianStackelbergSolver().solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    WeakValue weak = solution.weak().orElseThrow();
    double[] mixture = weak.commitment().stream().mapToDouble(p -> p).toArray();
    assertEquals(weak.value(), game.value(mixture, TieBreak.PESSIMISTIC), 0);
    return weak;
  }

  private static WeakValue weak(SecurityGame game) {
    SecuritySolution solution = new SecurityGameSolver().solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    WeakValue weak = solution.weak().orElseThrow();
    assertEquals(weak.value(), game.value(weak.commitment(), TieBreak.PESSIMISTIC), 0);
    return weak;
  }

  @Test
  void textbookTypesAreApproachedFromInsideTheirRegions() {
    // Type 1 answers R where p(U) < 1/2, type 2 where p < 3/4. (L, R) holds on (1/2, 3/4) and pays
    // 0.1 (1 + p) + 0.9 (3 + p), up to 3.55 at 3/4, where type 2 may answer L instead.
    List<BimatrixGame> types =
        List.of(game(TEXTBOOK, new double[][] {{1, 0}, {0, 1}}), game(TEXTBOOK, new double[][] {
          {1, 0}, {0, 3}
        }));
    WeakValue unequal = weak(new BayesianGame(types, List.of(0.1, 0.9)));
    assertEquals(3.55, unequal.supremum(), 1e-9);
    assertEquals(Attainment.NOT_ATTAINED, unequal.attainment());
    assertTrue(unequal.value() > 3.55 - 1e-6, "" + unequal.value());
    assertTrue(unequal.commitment().get(0) < 0.75);
    // Equal prior: (R, R) up to 3.5 at 1/2; (L, R) pays 2 + p < 3.5.
    WeakValue equal = weak(new BayesianGame(types, List.of(0.5, 0.5)));
    assertEquals(3.5, equal.supremum(), 1e-9);
    assertEquals(Attainment.NOT_ATTAINED, equal.attainment());
  }

  @Test
  void regionsThatMeetInAPointOnlyDoNotCountTogether() {
    // Type 1 answers R where p <= 1/2, type 2 where p >= 1/2; R pays 10, L pays 0. Both answer R at
    // 1/2 alone: strong 10. Elsewhere one of them does: 5, by any p but 1/2.
    double[][] leader = {{0, 10}, {0, 10}};
    BayesianGame game = new BayesianGame(
        List.of(game(leader, new double[][] {{1, 0}, {0, 1}}), game(leader, new double[][] {
          {0, 1}, {1, 0}
        })),
        List.of(0.5, 0.5));
    assertEquals(
        10, new BayesianStackelbergSolver().solve(game, SolveLimits.DEFAULT).value(), 1e-9);
    WeakValue weak = weak(game);
    assertEquals(5, weak.supremum(), 1e-9);
    assertEquals(Attainment.ATTAINED, weak.attainment());
  }

  @Test
  void oneTypesEquivalentRepliesAreTakenAtTheirWorst() {
    // Type 1 is indifferent: min(5p, 3 - 2p). Type 2 answers R where p <= 1/2 and pays 1 there,
    // else
    // 0. Half each: (min(5p, 3 - 2p) + 1) / 2, largest at p = 3/7: (15/7 + 1) / 2 = 11/7.
    BayesianGame game = new BayesianGame(
        List.of(
            game(new double[][] {{5, 1}, {0, 3}}, new double[][] {{2, 2}, {2, 2}}),
            game(new double[][] {{0, 1}, {0, 1}}, new double[][] {{1, 0}, {0, 1}})),
        List.of(0.5, 0.5));
    WeakValue weak = weak(game);
    assertEquals(11.0 / 7, weak.supremum(), 1e-9);
    assertEquals(Attainment.ATTAINED, weak.attainment());
    assertEquals(3.0 / 7, weak.commitment().get(0), 1e-9);
  }

  @Test
  void aTypeOfNoProbabilityDoesNotMatter() {
    BayesianGame game = new BayesianGame(
        List.of(game(TEXTBOOK, new double[][] {{1, 0}, {0, 1}}), game(TEXTBOOK, new double[][] {
          {0, 0}, {0, 0}
        })),
        List.of(1.0, 0.0));
    assertEquals(3.5, weak(game).supremum(), 1e-9);
  }

  @Test
  void equalTargetsAreSecuredAtTheTieItself() {
    // Target 1 is attacked where c1 <= c2, c1 + c2 <= 1: at most -1/2, and the tie pays the same.
    WeakValue weak = weak(new SecurityGame(
        1, List.of(0.0, 0.0), List.of(-1.0, -1.0), List.of(0.0, 0.0), List.of(1.0, 1.0)));
    assertEquals(-0.5, weak.supremum(), 1e-9);
    assertEquals(Attainment.ATTAINED, weak.attainment());
  }

  @Test
  void coverageThatMustStayShortOfTheTieIsNotAttained() {
    // Target 1 pays 10 c1, target 2 pays -10; 1 is attacked where c1 <= c2: up to 5 at (1/2, 1/2),
    // where the attacker may turn to 2.
    WeakValue weak = weak(new SecurityGame(
        1, List.of(10.0, -10.0), List.of(0.0, -10.0), List.of(0.0, 0.0), List.of(1.0, 1.0)));
    assertEquals(5, weak.supremum(), 1e-9);
    assertEquals(Attainment.NOT_ATTAINED, weak.attainment());
    assertTrue(weak.value() > 5 - 1e-5, "" + weak.value());
  }

  @Test
  void everyTargetCanBeFullyCoveredWithEnoughResources() {
    // 1.5 resources: target 1 pays 10 c1, is attacked where c1 <= c2 and c1 <= 1: 7.5 at (3/4,
    // 3/4).
    WeakValue weak = weak(new SecurityGame(
        1.5, List.of(10.0, -10.0), List.of(0.0, -10.0), List.of(0.0, 0.0), List.of(1.0, 1.0)));
    assertEquals(7.5, weak.supremum(), 1e-9);
    // 3 resources for 2 targets: up to 10 at (1, 1).
    WeakValue rich = weak(new SecurityGame(
        3, List.of(10.0, -10.0), List.of(0.0, -10.0), List.of(0.0, 0.0), List.of(1.0, 1.0)));
    assertEquals(10, rich.supremum(), 1e-9);
    assertEquals(Attainment.NOT_ATTAINED, rich.attainment());
  }

  @Test
  void withoutResourcesThereIsNothingToChoose() {
    SecurityGame game = new SecurityGame(
        0, List.of(9.0, 9.0), List.of(3.0, -2.0), List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertEquals(3, new SecurityGameSolver().solve(game, SolveLimits.DEFAULT).value(), 1e-12);
    WeakValue weak = weak(game);
    assertEquals(-2, weak.supremum(), 1e-12);
    assertEquals(Attainment.ATTAINED, weak.attainment());
  }

  @Test
  void targetsThatNoCoverageTellsApartAreTakenAtTheirWorst() {
    // The attacker gets 1 whatever happens: min(10 c1, 10 c2) = 5 at (1/2, 1/2); strong 10.
    SecurityGame game = new SecurityGame(
        1, List.of(10.0, 10.0), List.of(0.0, 0.0), List.of(1.0, 1.0), List.of(1.0, 1.0));
    assertEquals(10, new SecurityGameSolver().solve(game, SolveLimits.DEFAULT).value(), 1e-9);
    WeakValue weak = weak(game);
    assertEquals(5, weak.supremum(), 1e-9);
    assertEquals(Attainment.ATTAINED, weak.attainment());
  }

  @Test
  void aLimitLeavesTheWeakValueOpen() {
    SolveLimits over = SolveLimits.DEFAULT.withMaxTime(Duration.ZERO);
    BimatrixGame one = game(TEXTBOOK, new double[][] {{1, 0}, {0, 1}});
    BayesianGame types = new BayesianGame(List.of(one, one), List.of(0.5, 0.5));
    SecurityGame security = new SecurityGame(
        1, List.of(10.0, -10.0), List.of(0.0, -10.0), List.of(0.0, 0.0), List.of(1.0, 1.0));

    MatrixSolution matrix = new MultipleLpSolver().solve(one, over);
    assertEquals(StopReason.TIME_LIMIT, matrix.stopReason());
    assertTrue(matrix.weak().isEmpty() && matrix.upperBound() >= 3.5);
    assertEquals(0, matrix.programs());
    BayesianSolution bayesian = new BayesianStackelbergSolver().solve(types, over);
    assertEquals(StopReason.TIME_LIMIT, bayesian.stopReason());
    assertTrue(bayesian.weak().isEmpty() && bayesian.upperBound() >= 3.5);
    SecuritySolution cover = new SecurityGameSolver().solve(security, over);
    assertEquals(StopReason.TIME_LIMIT, cover.stopReason());
    assertTrue(cover.weak().isEmpty() && cover.upperBound() >= 5);

    // Enough programs for the strong value, not for the weak one.
    BayesianSolution brief =
        new BayesianStackelbergSolver().solve(types, SolveLimits.DEFAULT.withMaxEvaluations(9));
    assertTrue(brief.weak().isEmpty());
    assertTrue(brief.programs() <= 9 + 8, "" + brief.programs());
  }
}
