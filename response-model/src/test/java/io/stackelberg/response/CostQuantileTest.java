package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.CostQuantile.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CostQuantileTest {
  private static final ActionSet TWO = ActionSet.named(List.of("weak", "strong"));

  /** Expects 100 tokens of every turn. */
  private static final OutcomeModel HUNDRED =
      (context, action) -> new ExpectedOutcome(0.5, OptionalDouble.of(100), OptionalDouble.empty());

  private static Context context(String session, int turn, double feature) {
    return Logs.context(session + "-" + turn, session, new double[] {feature}, List.of(), Set.of());
  }

  private static CostQuantile calibrate(List<Turn> turns, Scope scope) {
    return CostQuantile.calibrate(
        HUNDRED, new TurnLog(TWO, turns), CostUnit.TOKENS, scope, new SplittableRandom(5));
  }

  /** Sessions s1, s2, ... of one turn each, costing 10, 20, ... */
  private static List<Turn> ladder(int sessions) {
    List<Turn> turns = new ArrayList<>();
    for (int session = 1; session <= sessions; session++) {
      turns.add(Logs.turn(context("s" + session, 0, 0), TWO, 0, Logs.outcome(0.5, 10L * session)));
    }
    return turns;
  }

  @Test
  void theBoundIsTheRankedRatioTimesTheExpectation() {
    // Nine ratios 0.1 ... 0.9: ⌈10 · 0.9⌉ = 9 gives 0.9 · 100, ⌈10 · 0.45⌉ = 5 gives 50.
    CostQuantile bound = calibrate(ladder(9), Scope.TURN);
    Context context = context("new", 0, 0);
    assertEquals(90, bound.upper(context, 0, 0.9).orElseThrow(), 1e-12);
    assertTrue(bound.upper(context, 0, 0.9).orElseThrow() >= 90);
    assertEquals(50, bound.upper(context, 0, 0.45).orElseThrow(), 1e-12);
    assertEquals(9, bound.sessions(0));
  }

  @Test
  void noBoundWhereTheDataCannotCarryTheLevel() {
    CostQuantile bound = calibrate(ladder(9), Scope.TURN);
    Context context = context("new", 0, 0);
    // ⌈10 · 0.91⌉ = 10 > 9.
    assertEquals(OptionalDouble.empty(), bound.upper(context, 0, 0.91));
    // Never seen.
    assertEquals(OptionalDouble.empty(), bound.upper(context, 1, 0.5));
    assertEquals(0, bound.sessions(1));
    CostQuantile dollars = CostQuantile.calibrate(
        HUNDRED, new TurnLog(TWO, ladder(9)), CostUnit.USD, Scope.TURN, new SplittableRandom(5));
    assertEquals(OptionalDouble.empty(), dollars.upper(context, 0, 0.5));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> bound.upper(context, 0, 1))
        .getMessage()
        .startsWith("level is 1.0"));
  }

  @Test
  void aSessionCountsOnceByItsLargestTurn() {
    // Three sessions with turns costing (10, 40), (20, 50), (30, 60): ratios 0.4, 0.5, 0.6.
    List<Turn> turns = new ArrayList<>();
    for (int session = 1; session <= 3; session++) {
      for (int turn = 0; turn < 2; turn++) {
        turns.add(Logs.turn(
            context("s" + session, turn, 0),
            TWO,
            0,
            Logs.outcome(0.5, 10L * session + 30L * turn)));
      }
    }
    CostQuantile bound = calibrate(turns, Scope.SESSION);
    assertEquals(3, bound.sessions(0));
    assertEquals(60, bound.upper(context("new", 0, 0), 0, 0.75).orElseThrow(), 1e-12);
    assertEquals(40, bound.upper(context("new", 0, 0), 0, 0.25).orElseThrow(), 1e-12);
    assertEquals(3, calibrate(turns, Scope.TURN).sessions(0));
  }

  /**
   * Heavy-tailed costs with an effect of the session, sessions of one to four turns, and a model that is
   * wrong: it knows nothing of the feature. 1,000 calibration samples of 39 sessions, one new session each.
   *
   * @return share of new sessions covered at level 0.9, by their first turn or throughout
   */
  private static double coverage(Scope scope) {
    SplittableRandom random = new SplittableRandom(scope.ordinal() + 11);
    int covered = 0;
    for (int repetition = 0; repetition < 1_000; repetition++) {
      List<Turn> turns = new ArrayList<>();
      for (int session = 0; session < 39; session++) {
        turns.addAll(session("s" + session, random));
      }
      CostQuantile bound = calibrate(turns, scope);
      List<Turn> fresh = session("new", random);
      boolean all = true;
      for (Turn turn : scope == Scope.TURN ? fresh.subList(0, 1) : fresh) {
        double cost = CostUnit.TOKENS.of(turn.outcome()).orElseThrow();
        all &= cost <= bound.upper(turn.context(), 0, 0.9).orElseThrow();
      }
      covered += all ? 1 : 0;
    }
    return covered / 1_000.0;
  }

  private static List<Turn> session(String name, SplittableRandom random) {
    List<Turn> turns = new ArrayList<>();
    double effect = random.nextGaussian();
    int length = 1 + random.nextInt(4);
    for (int turn = 0; turn < length; turn++) {
      double feature = random.nextGaussian();
      long cost = Math.round(100 * Math.exp(effect + feature + random.nextGaussian()));
      turns.add(Logs.turn(context(name, turn, feature), TWO, 0, Logs.outcome(0.5, cost)));
    }
    return turns;
  }

  @Test
  void coverageIsTheLevelWhateverTheModel() {
    // k = ⌈40 · 0.9⌉ = 36: without ties the coverage is exactly 36/40 = 0.9, with ties more. 1,000
    // independent
    // repetitions have standard error √(0.9 · 0.1 / 1000) = 0.0095; three of them below, and, ties
    // being rare
    // on whole numbers around 100, four above.
    for (Scope scope : Scope.values()) {
      double coverage = coverage(scope);
      assertTrue(
          coverage >= 0.9 - 3 * 0.0095 && coverage <= 0.9 + 4 * 0.0095, scope + " " + coverage);
    }
  }

  @Test
  void costsOfNothingAreCoveredAndExpectationsOfNothingGiveNoBound() {
    OutcomeModel nothing =
        (context, action) -> new ExpectedOutcome(0.5, OptionalDouble.of(0), OptionalDouble.empty());
    CostQuantile bound = CostQuantile.calibrate(
        nothing, new TurnLog(TWO, ladder(9)), CostUnit.TOKENS, Scope.TURN, new SplittableRandom(5));
    assertEquals(OptionalDouble.empty(), bound.upper(context("new", 0, 0), 0, 0.5));
  }
}
