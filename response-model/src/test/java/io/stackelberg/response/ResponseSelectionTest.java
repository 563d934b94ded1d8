package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.ResponseSelection.Options;
import io.stackelberg.response.ResponseSelection.Result;
import io.stackelberg.response.ResponseSelection.Rule;
import io.stackelberg.response.ResponseSelection.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ResponseSelectionTest {
  private static Result select(ResponseSelection selection, TurnLog log) {
    return selection.select(log, new SplittableRandom(1));
  }

  /** Ignores the log and answers the same everywhere. */
  private static ResponseEstimator fixed(double... probabilities) {
    return (log, random) -> new FollowerModel() {
      @Override
      public ActionSet actions() {
        return log.actions();
      }

      @Override
      public double[] respond(Context context, Commitment commitment) {
        return probabilities.clone();
      }
    };
  }

  private static TurnLog log(int... actions) {
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < actions.length; turn++) {
      turns.add(Logs.turn(
          Logs.context("q" + turn, "s" + turn / 2, new double[] {0}, List.of(), Set.of()),
          new Announcement(0.5, 0.5),
          Planted.ACTIONS,
          actions[turn],
          Logs.outcome(1, 1)));
    }
    return new TurnLog(Planted.ACTIONS, turns);
  }

  @Test
  void scoresAreMeanLogLossesWithErrorsOverSessions() {
    // Sessions aa, ab, ab, bb. P(a) = 1/2: every turn costs log 2, no error. P(a) = 3/4: 4 of 8
    // turns cost
    // log 4/3 and 4 log 4, mean log(16/3)/2. Session sums of deviations, d = log(3)/2: −2d, 0, 0,
    // 2d, so that
    // se² = 4/3 · 8d² / 64 = d²/6.
    Map<String, ResponseEstimator> candidates = new LinkedHashMap<>();
    candidates.put("skewed", fixed(0.75, 0.25, 0));
    candidates.put("even", fixed(0.5, 0.5, 0));
    ResponseSelection selection = new ResponseSelection(candidates, Options.DEFAULT.withFolds(4));
    Result result = select(selection, log(0, 0, 0, 1, 0, 1, 1, 1));
    Score skewed = result.scores().get(0);
    Score even = result.scores().get(1);
    assertEquals(StrictMath.log(16 / 3.0) / 2, skewed.logLoss().orElseThrow().mean(), 1e-15);
    assertEquals(
        StrictMath.log(3) / 2 / Math.sqrt(6),
        skewed.logLoss().orElseThrow().standardError(),
        1e-15);
    assertEquals(3, skewed.logLoss().orElseThrow().degreesOfFreedom());
    assertEquals(StrictMath.log(2), even.logLoss().orElseThrow().mean(), 1e-15);
    assertEquals(0, even.excess().orElseThrow().mean());
    assertEquals(8, result.judged());
    assertEquals(0, result.unseen());
    assertEquals("even", result.chosen());
    // The excess is log(16/3)/2 − log 2 = 0.144 and its error 0.224: within one error, the first is
    // kept.
    assertEquals(
        "skewed",
        select(
                new ResponseSelection(
                    candidates, Options.DEFAULT.withFolds(4).withRule(Rule.ONE_STANDARD_ERROR)),
                log(0, 0, 0, 1, 0, 1, 1, 1))
            .chosen());
  }

  @Test
  void anActionOfOneSessionIsCountedAndImpossibleTurnsAreInfinite() {
    Map<String, ResponseEstimator> candidates = new LinkedHashMap<>();
    candidates.put("never b", fixed(1, 0, 0));
    candidates.put("even", fixed(0.5, 0.5, 0));
    ResponseSelection selection = new ResponseSelection(candidates, Options.DEFAULT.withFolds(3));
    Result result = select(selection, log(0, 1, 0, 1, 0, 2));
    assertEquals(1, result.unseen());
    assertEquals(5, result.judged());
    assertEquals(2, result.scores().get(0).impossible());
    assertTrue(result.scores().get(0).logLoss().isEmpty());
    assertTrue(result.scores().get(0).excess().isEmpty());
    assertEquals("even", result.chosen());
    ResponseSelection hopeless =
        new ResponseSelection(Map.of("never b", fixed(1, 0, 0)), Options.DEFAULT);
    assertEquals(
        "log-loss of every candidate is infinite, expected a finite one.",
        assertThrows(IllegalArgumentException.class, () -> select(hopeless, log(0, 1, 0, 1, 0, 0)))
            .getMessage());
  }

  @Test
  void oneSessionIsRefused() {
    ResponseSelection selection =
        new ResponseSelection(Map.of("even", fixed(0.5, 0.5, 0)), Options.DEFAULT);
    assertEquals(
        "number of sessions with a commitment other than a directive is 1, expected a whole number"
            + " >= 2.",
        assertThrows(IllegalArgumentException.class, () -> select(selection, log(0, 1)))
            .getMessage());
  }

  @Test
  void theModelIsTheChosenOneRefittedOnAllTurns() {
    TurnLog log = Planted.LINEAR.log(400, 2);
    Map<String, ResponseEstimator> candidates = new LinkedHashMap<>();
    candidates.put("frequency", ResponseEstimatorTest.estimators().get("frequency"));
    candidates.put("logit", ResponseEstimatorTest.estimators().get("logit"));
    Result result = select(new ResponseSelection(candidates, Options.DEFAULT), log);
    assertEquals("logit", result.chosen());
    FollowerModel direct = candidates.get("logit").fit(log, new SplittableRandom(9));
    Turn turn = log.turns().get(0);
    assertArrayEquals(
        direct.respond(turn.context(), turn.commitment()),
        result.model().respond(turn.context(), turn.commitment()),
        0);
  }

  @Test
  @Tag("slow")
  void theLawDecidesWhichEstimatorIsChosen() {
    ResponseSelection selection =
        new ResponseSelection(ResponseEstimatorTest.estimators(), Options.DEFAULT);
    assertEquals("logit", select(selection, Planted.LINEAR.log(2_000, 5)).chosen());
    Result interacting = select(selection, Planted.INTERACTING.log(2_000, 5));
    assertTrue(Set.of("trees", "network").contains(interacting.chosen()), interacting.chosen());
    Result again = select(selection, Planted.INTERACTING.log(2_000, 5));
    assertEquals(interacting.scores(), again.scores());
  }
}
