package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.repair.SafeSetCertification.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeSetCertificationTest {
  private static final Directive BASE = new Directive("base");
  private static final Directive CHEAP = new Directive("cheap");
  private static final Directive BAD = new Directive("bad");

  private static Candidate candidate(String cell, Commitment commitment, double loss, int n) {
    return new Candidate(
        cell, commitment, Collections.nCopies(n, loss), Collections.nCopies(n, 40.0), 100);
  }

  @Test
  void hoeffdingAtAShareOfDeltaDecidesMembership() {
    // K = 2 with a cap: four bounds of level δ/4; losses have range 2, costs range 100.
    double unit = Math.sqrt(Math.log(4 / 0.05) / (2 * 2000));
    SafeSetCertification.Certified certified = new SafeSetCertification(LowerBound.HOEFFDING, 20)
        .certify(
            List.of(candidate("x", CHEAP, 0.01, 2000), candidate("x", BAD, 0.2, 2000)),
            0.1,
            OptionalDouble.of(45),
            0.05);
    assertEquals(0.01 + 2 * unit, certified.findings().get(0).lossBound(), 1e-9);
    assertEquals(40 + 100 * unit, certified.findings().get(0).costBound().getAsDouble(), 1e-9);
    assertTrue(certified.findings().get(0).isMember());
    assertTrue(!certified.findings().get(1).isMember());
    assertEquals(0.05, certified.ledger().spent(), 1e-12);
    SafeSet set = certified.byCell(BASE).get("x");
    assertEquals(List.of(BASE, CHEAP), set.members());
  }

  @Test
  void aCellWithoutDataKeepsTheBaseline() {
    SafeSetCertification.Certified certified = new SafeSetCertification(LowerBound.BETTING, 20)
        .certify(
            List.of(candidate("x", CHEAP, -0.5, 200), candidate("y", CHEAP, -0.5, 3)),
            0.1,
            OptionalDouble.empty(),
            0.05);
    assertEquals(java.util.Set.of("x"), certified.byCell(BASE).keySet());
    assertEquals(Double.POSITIVE_INFINITY, certified.findings().get(1).lossBound());
    assertEquals(0.05, certified.ledger().spent(), 1e-12, "its level is spent all the same");
  }

  @Test
  void aMissingCostUnderACapIsNamed() {
    Candidate free = new Candidate("x", CHEAP, List.of(0.0, 0.0), List.of(), 1);
    IllegalArgumentException thrown = assertThrows(
        IllegalArgumentException.class,
        () -> new SafeSetCertification(LowerBound.BETTING, 2)
            .certify(List.of(free), 0.1, OptionalDouble.of(1), 0.05));
    assertTrue(thrown.getMessage().startsWith("number of costs of cheap in x is 0, expected 2"));
  }

  /**
   * Twenty candidates whose true loss is just above the margin: any member is an error. By the union bound at most a
   * share δ = 0.2 of 400 repetitions has one: 80, and 80 + 4 √(400 · 0.2 · 0.8) = 112 with a chance of error below
   * 1e-3. Selecting at level δ for each candidate would err almost always.
   */
  @Test
  void membersAreSafeTogether() {
    Random random = new Random(20240613);
    int errors = 0;
    int pointwise = 0;
    for (int repetition = 0; repetition < 400; repetition++) {
      List<Candidate> candidates = new ArrayList<>();
      boolean isWrongAlone = false;
      for (int index = 0; index < 20; index++) {
        List<Double> losses = new ArrayList<>();
        for (int session = 0; session < 60; session++) {
          // Mean 0.101 of values −1 and 1.
          losses.add(random.nextDouble() < 0.5505 ? 1.0 : -1.0);
        }
        Candidate candidate = new Candidate("cell " + index, CHEAP, losses, List.of(), 1);
        candidates.add(candidate);
        isWrongAlone |= admits(List.of(candidate));
      }
      errors += admits(candidates) ? 1 : 0;
      pointwise += isWrongAlone ? 1 : 0;
    }
    assertTrue(errors <= 112, errors + " of 400");
    assertTrue(pointwise > 112, "the yardstick detects pointwise bounds: " + pointwise);
  }

  private static boolean admits(List<Candidate> candidates) {
    return new SafeSetCertification(LowerBound.BETTING, 20)
        .certify(candidates, 0.1, OptionalDouble.empty(), 0.2).findings().stream()
            .anyMatch(SafeSetCertification.Finding::isMember);
  }

  @Test
  void theMostValuableMemberIsNeverBelowTheNearest() {
    SafeSet set =
        new SafeSet(List.of(new Announcement(0, 0), new Announcement(1, 0)), List.of(0.1, 0.3));
    Announcement wanted = new Announcement(0.49, 0);
    assertEquals(new Announcement(0, 0), set.project(wanted));
    assertEquals(new Announcement(1, 0), set.mostValuable());
    assertEquals(0.98, set.lossBound(wanted, 2), 1e-12);
    assertEquals(0, set.lossBound(new Announcement(1, 0), 2));
    assertEquals(Double.POSITIVE_INFINITY, set.lossBound(CHEAP, 1));
  }

  @Test
  void optimisationStaysInsideEveryCellsSet() {
    // Costs 4, 2, 1; the cheapest action is safe nowhere, the middle one in cell x only.
    ActionSet actions = ActionSet.named(List.of("base", "cheap", "bad"));
    LeaderProblem problem = new LeaderProblem(
        List.of(Context.named("x"), Context.named("y")),
        List.of(BASE, CHEAP, BAD),
        BASE,
        new ObedientFollower(actions),
        (context, action) ->
            new ExpectedOutcome(0.5, OptionalDouble.of(4 >> action), OptionalDouble.empty()),
        CostUnit.TOKENS,
        new LeaderObjective.CostAboveFloor(0.4));
    SafeOptimisation.Optimised optimised = new SafeOptimisation(new ExhaustiveSolver(), Context::id)
        .optimise(
            problem,
            Map.of("x", new SafeSet(List.of(BASE, CHEAP), List.of(0.0, -0.01))),
            BASE,
            SolveLimits.DEFAULT,
            new Random(1));
    assertEquals(1, optimised.policy().commit(Context.named("x")).probability(CHEAP), 1e-12);
    assertEquals(1, optimised.policy().commit(Context.named("y")).probability(BASE), 1e-12);
    assertEquals(java.util.Set.of("x"), optimised.solutions().keySet());
  }
}
