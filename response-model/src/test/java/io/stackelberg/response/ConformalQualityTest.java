package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConformalQualityTest {
  private static final ActionSet ACTIONS = ActionSet.named(List.of("only", "never"));

  private static Context context(String session, int turn, double feature) {
    return Logs.context(session + "-" + turn, session, new double[] {feature}, List.of(), Set.of());
  }

  private static OutcomeModel constant(double quality) {
    return (context, action) ->
        new ExpectedOutcome(quality, OptionalDouble.empty(), OptionalDouble.empty());
  }

  @Test
  void endsAreRanksOfShiftedResiduals() {
    // Fold 0: predicted 0.5, qualities 0.5 + 0.01 j for j = 1..4, residuals 0.01 j; fold 1:
    // predicted 0.4,
    // qualities 0.4 − 0.02 j. With n = 8, K = 2 and miss 0.6: c = ⌊0.3 · 10 − 2⌋ + 1 = 2. Lower
    // ends
    // ascending:
    // 0.32, 0.34, ...; upper ends descending: 0.54, 0.53.
    List<Turn> turns = new ArrayList<>();
    Map<String, Integer> folds = new HashMap<>();
    for (int j = 1; j <= 4; j++) {
      turns.add(Logs.turn(context("a" + j, 0, 0), ACTIONS, 0, Logs.outcome(0.5 + 0.01 * j, 1)));
      // A second turn of the session does not count.
      turns.add(Logs.turn(context("a" + j, 1, 0), ACTIONS, 0, Logs.outcome(1, 1)));
      turns.add(Logs.turn(context("b" + j, 0, 0), ACTIONS, 0, Logs.outcome(0.4 - 0.02 * j, 1)));
      folds.put("a" + j, 0);
      folds.put("b" + j, 1);
    }
    ConformalQuality bands = new ConformalQuality(
        new TurnLog(ACTIONS, turns), folds, List.of(constant(0.5), constant(0.4)));
    assertEquals(8, bands.sessions(0));
    Interval interval = bands.interval(context("new", 0, 0), 0, 0.6);
    assertEquals(0.34, interval.low(), 1e-12);
    assertEquals(0.53, interval.high(), 1e-12);
    assertEquals(0.45, interval.estimate(), 1e-12);
    // Below c = 1 nothing is known: c ≤ 0 for miss/2 · 10 < 2.
    assertEquals(
        new Interval(interval.estimate(), 0, 1), bands.interval(context("new", 0, 0), 0, 0.39));
    assertEquals(
        "action is index 1, expected one that occurs in at least two folds.",
        assertThrows(
                IllegalArgumentException.class, () -> bands.interval(context("new", 0, 0), 1, 0.1))
            .getMessage());
  }

  @Test
  void intervalsCoverANewSessionInFiniteSamples() {
    // Marginal coverage over 400 logs and one new session each, sessions exchangeable: at least 1 −
    // miss =
    // 0.7, whatever the model; lines are wrong for a parabola with skewed noise and session effects
    // here. Standard error of the share at most √(0.7 · 0.3 / 400) = 0.023, three of which are
    // allowed. 30 sessions and 4 folds: c = ⌊0.15 · 34 − 4⌋ + 1 = 2.
    SplittableRandom random = new SplittableRandom(8);
    int covered = 0;
    double width = 0;
    for (int repetition = 0; repetition < 400; repetition++) {
      List<Turn> turns = new ArrayList<>();
      for (int session = 0; session <= 30; session++) {
        double effect = random.nextDouble() * random.nextDouble();
        for (int turn = 0; turn < 1 + random.nextInt(3); turn++) {
          double x = 2 * random.nextDouble() - 1;
          double quality = Math.min(1, 0.6 * x * x + 0.4 * effect * random.nextDouble());
          turns.add(
              Logs.turn(context("s" + session, turn, x), ACTIONS, 0, Logs.outcome(quality, 100)));
        }
      }
      Turn first = turns.stream()
          .filter(turn -> turn.context().session().equals("s30"))
          .findFirst()
          .orElseThrow();
      TurnLog log = new TurnLog(
          ACTIONS,
          turns.stream().filter(turn -> !turn.context().session().equals("s30")).toList());
      Map<String, Integer> folds = GroupFolds.draw(log.sessions(), 4, random);
      List<OutcomeModel> models = new ArrayList<>();
      for (int fold = 0; fold < 4; fold++) {
        models.add(line(log, folds, fold));
      }
      Interval interval =
          new ConformalQuality(log, folds, models).interval(first.context(), 0, 0.3);
      covered += interval.contains(first.outcome().quality().orElseThrow()) ? 1 : 0;
      width += interval.width() / 400;
    }
    assertTrue(covered / 400.0 >= 0.7 - 3 * 0.023, "covered " + covered + " of 400");
    assertTrue(width < 0.9, "an interval that says something; mean width " + width);
  }

  /** Least squares on the one feature, without the sessions of a fold. */
  private static OutcomeModel line(TurnLog log, Map<String, Integer> folds, int held) {
    double n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (Turn turn : log.turns()) {
      if (folds.get(turn.context().session()) != held) {
        double x = turn.context().numeric(0).orElseThrow();
        double y = turn.outcome().quality().orElseThrow();
        n++;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
      }
    }
    double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    double intercept = (sy - slope * sx) / n;
    return (context, action) -> new ExpectedOutcome(
        intercept + slope * context.numeric(0).orElseThrow(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
