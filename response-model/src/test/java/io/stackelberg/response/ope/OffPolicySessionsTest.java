package io.stackelberg.response.ope;

import static io.stackelberg.response.ope.OffPolicyEstimatorTest.bandit;
import static io.stackelberg.response.ope.OffPolicyEstimatorTest.estimate;
import static io.stackelberg.response.ope.OffPolicyEstimatorTest.switching;
import static io.stackelberg.response.ope.OffPolicyEstimatorTest.switchingDr;
import static io.stackelberg.response.ope.OffPolicyEstimatorTest.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import io.stackelberg.response.ope.ValueInterval.Bound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sessions, not turns, are the units. */
class OffPolicySessionsTest {
  private static final OffPolicyEstimator IPS = new InversePropensity();
  private static final OffPolicyEstimator SNIPS = new SelfNormalisedInversePropensity();
  private static final OffPolicyEstimator DR = new DoublyRobust();

  @Test
  void eachSessionCountsOnce() {
    // Weights 0.8/0.5 and 0.2/0.5; w r: session s0 1.6, session s1 0, 0 and 0.4 · 0.5, so 0.2/3.
    OptionalDouble half = OptionalDouble.of(0.5);
    List<Turn> turns = List.of(
        Bandit.turn("s0", 0, 0, 0, half, 1),
        Bandit.turn("s1", 0, 0, 0, half, 0),
        Bandit.turn("s1", 1, 0, 1, half, 0),
        Bandit.turn("s1", 2, 0, 1, half, 0.5));
    LoggedDecisions decisions = LoggedDecisions.of(
        new TurnLog(Bandit.ARMS, turns), context -> Bandit.lottery(0.8, 0.2), Reward.quality());
    assertEquals((1.6 + 0.2 / 3) / 2, estimate(IPS, decisions).value(), 1e-12);
    double weights = 1.6 + (1.6 + 0.4 + 0.4) / 3;
    assertEquals((1.6 + 0.2 / 3) / weights, estimate(SNIPS, decisions).value(), 1e-12);
  }

  @Test
  void copiesOfSessionsUnderNewNamesKeepTheValue() {
    LoggedDecisions once = bandit(40, 2, 18L);
    List<Turn> turns = new ArrayList<>(once.log().turns());
    for (Turn turn : once.log().turns()) {
      turns.add(Bandit.turn(
          turn.context().session() + "copy",
          0,
          turn.context().numeric(0).orElseThrow(),
          Bandit.ARMS.indexOf(turn.action().id()),
          turn.commitmentPropensity(),
          turn.outcome()));
    }
    for (OffPolicyEstimator method : List.of(IPS, SNIPS, DR, switching(2), switchingDr(2))) {
      Estimated one = estimate(method, once);
      Estimated other = estimate(method, with(once, turns));
      assertEquals(one.value(), other.value(), 1e-12);
      assertEquals(
          2 * one.weights().orElseThrow().effectiveSessions(),
          other.weights().orElseThrow().effectiveSessions(),
          1e-9);
      assertTrue(width(other) < width(one), "twice the sessions, yet no narrower: " + one.method());
    }
  }

  private static double width(Estimated estimated) {
    ValueInterval student = estimated.interval(Bound.STUDENT).orElseThrow();
    return student.high() - student.low();
  }

  @Test
  void orderOfTurnsOnlyMovesTheBets() {
    LoggedDecisions decisions = bandit(40, 3, 5L);
    List<Turn> turns = new ArrayList<>(decisions.log().turns());
    Collections.shuffle(turns, new Random(1));
    LoggedDecisions shuffled = with(decisions, turns);
    for (OffPolicyEstimator method : List.of(IPS, SNIPS, DR, switching(2), switchingDr(2))) {
      Estimated one = estimate(method, decisions);
      Estimated other = estimate(method, shuffled);
      assertEquals(one.value(), other.value(), 1e-12);
      for (Bound bound : List.of(Bound.EMPIRICAL_BERNSTEIN, Bound.STUDENT)) {
        one.interval(bound).ifPresent(interval -> {
          ValueInterval moved = other.interval(bound).orElseThrow();
          assertEquals(interval.low(), moved.low(), 1e-9);
          assertEquals(interval.high(), moved.high(), 1e-9);
        });
      }
    }
  }

  @Test
  void repeatingTurnsWithinTheirSessionsAddsNoConfidence() {
    LoggedDecisions once = bandit(40, 1, 8L);
    List<Turn> twice = new ArrayList<>();
    for (Turn turn : once.log().turns()) {
      twice.add(turn);
      twice.add(turn);
    }
    for (OffPolicyEstimator method : List.of(IPS, SNIPS, DR, switching(2), switchingDr(2))) {
      Estimated one = estimate(method, once);
      Estimated other = estimate(method, with(once, twice));
      assertEquals(one.value(), other.value(), 1e-12);
      assertEquals(one.intervals().size(), other.intervals().size());
      for (int i = 0; i < one.intervals().size(); i++) {
        assertEquals(one.intervals().get(i).low(), other.intervals().get(i).low(), 1e-9);
        assertEquals(one.intervals().get(i).high(), other.intervals().get(i).high(), 1e-9);
      }
      assertEquals(
          2 * one.weights().orElseThrow().effectiveTurns(),
          other.weights().orElseThrow().effectiveTurns(),
          1e-9);
    }
  }
}
