package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionErrorsTest {
  private static final ActionSet ONE = ActionSet.named(List.of("only", "never"));

  @Test
  void errorsAreThoseOfTheTurnsClusteredBySession() {
    // Predicted 0.5 and 100 tokens. Session a: (0.6, 90), (0.8, 110); session b: (0.4, 130).
    // Residuals of
    // quality 0.1, 0.3, −0.1: mean 0.1, root mean square √(0.11/3). Deviations sum to 0.2 in a and
    // −0.2 in b:
    // se² = 2/1 · (0.04 + 0.04)/9.
    OutcomeModel model = (context, action) ->
        new ExpectedOutcome(0.5, OptionalDouble.of(100), OptionalDouble.empty());
    List<Turn> turns = List.of(
        Logs.turn(context("a", 0, 0), ONE, 0, Logs.outcome(0.6, 90)),
        Logs.turn(context("a", 1, 0), ONE, 0, Logs.outcome(0.8, 110)),
        Logs.turn(context("b", 0, 0), ONE, 0, Logs.outcome(0.4, 130)));
    List<PredictionErrors> errors = PredictionErrors.of(model, new TurnLog(ONE, turns));
    assertEquals(1, errors.size());
    PredictionErrors only = errors.get(0);
    assertEquals("only", only.action());
    assertEquals(3, only.turns());
    assertEquals(2, only.sessions());
    assertEquals(0.1, only.quality().bias().mean(), 1e-12);
    assertEquals(Math.sqrt(0.16 / 9), only.quality().bias().standardError(), 1e-12);
    assertEquals(Math.sqrt(0.11 / 3), only.quality().rootMeanSquare(), 1e-12);
    assertEquals(10, only.tokens().orElseThrow().bias().mean(), 1e-12);
    assertEquals(Optional.empty(), only.money());
    Interval around = only.quality().around(0.55, 0.95);
    assertEquals(0.65, around.estimate(), 1e-12);
    assertTrue(around.low() < 0 && around.high() > 1, "two sessions say little");
  }

  private static Context context(String session, int turn, double feature) {
    return Logs.context(session + "-" + turn, session, new double[] {feature}, List.of(), Set.of());
  }

  @Test
  void crossFittedIntervalsHoldTheMeanExpectation() {
    // Quality 0.5 + 0.2 x² + u_session + noise, which a line cannot represent; the interval is for
    // the mean of
    // 0.5 + 0.2 x² over further contexts. 300 samples of 40 sessions with 1 to 3 turns; nominal
    // coverage 0.95,
    // its standard error √(0.95 · 0.05 / 300) = 0.0126, three of which are allowed below.
    SplittableRandom random = new SplittableRandom(3);
    int covered = 0;
    for (int repetition = 0; repetition < 300; repetition++) {
      List<Turn> turns = new ArrayList<>();
      for (int session = 0; session < 40; session++) {
        double effect = 0.1 * (2 * random.nextDouble() - 1);
        int length = 1 + random.nextInt(3);
        for (int turn = 0; turn < length; turn++) {
          double x = 2 * random.nextDouble() - 1;
          double quality = 0.5 + 0.2 * x * x + effect + 0.2 * (2 * random.nextDouble() - 1);
          turns.add(Logs.turn(context("s" + session, turn, x), ONE, 0, Logs.outcome(quality, 100)));
        }
      }
      TurnLog log = new TurnLog(ONE, turns);
      OutcomeModel crossFitted = crossFit(log, random);
      PredictionErrors errors = PredictionErrors.of(crossFitted, log).get(0);
      double truth = turns.stream()
          .mapToDouble(turn -> turn.context().numeric(0).orElseThrow())
          .map(x -> 0.5 + 0.2 * x * x)
          .average()
          .orElseThrow();
      covered +=
          errors.quality().around(errors.quality().predicted(), 0.95).contains(truth) ? 1 : 0;
    }
    assertTrue(covered / 300.0 >= 0.95 - 3 * 0.0126, "covered " + covered + " of 300");
  }

  /** Each session predicted by a model fitted without its fold. */
  static OutcomeModel crossFit(TurnLog log, SplittableRandom random) {
    Map<String, Integer> folds = GroupFolds.draw(log.sessions(), 5, random);
    Map<Integer, OutcomeModel> models = new HashMap<>();
    for (int fold = 0; fold < 5; fold++) {
      int held = fold;
      List<Turn> rest = log.turns().stream()
          .filter(turn -> folds.get(turn.context().session()) != held)
          .toList();
      models.put(
          fold,
          new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT)
              .fit(new TurnLog(log.actions(), rest), random)
              .model());
    }
    return (context, action) -> models.get(folds.get(context.session())).expect(context, action);
  }
}
