package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoostedOutcomesTest {
  private static final ActionSet TWO = ActionSet.named(List.of("weak", "strong"));
  private static final BoostedOutcomes TREES = new BoostedOutcomes(BoostedOutcomes.Options.DEFAULT);

  /** weak: 0.2 below x = 0, else 0.8; strong: 0.6 throughout. Tokens 100 and 300 times e^x. */
  static List<Turn> steps(int rows, SplittableRandom random) {
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double x = 2 * random.nextDouble() - 1;
      Context context = Logs.context("q" + row, x, random.nextGaussian());
      double noise = 0.1 * (2 * random.nextDouble() - 1);
      turns.add(Logs.turn(
          context,
          TWO,
          0,
          Logs.outcome((x < 0 ? 0.2 : 0.8) + noise, Math.round(100 * Math.exp(x)))));
      turns.add(
          Logs.turn(context, TWO, 1, Logs.outcome(0.6 + noise, Math.round(300 * Math.exp(x)))));
    }
    return turns;
  }

  @Test
  void aStepOfOneActionIsRecovered() {
    // After 100 trees of shrinkage 0.05 a share of 0.95^100 = 0.6 % of a split's effect is missing;
    // leaves
    // average over dozens of rows with noise of standard deviation 0.058, and borders lie near 0:
    // 0.05 is
    // generous away from them. Tokens: leaves are steps of a smooth law, so 10 %.
    OutcomeModel model = TREES
        .fit(new TurnLog(TWO, steps(600, new SplittableRandom(1))), new SplittableRandom(2))
        .model();
    for (double x : new double[] {-0.8, -0.3, 0.3, 0.8}) {
      Context context = Logs.context("new", x, 0);
      assertEquals(x < 0 ? 0.2 : 0.8, model.expect(context, 0).quality(), 0.05);
      assertEquals(0.6, model.expect(context, 1).quality(), 0.05);
      double tokens = 300 * Math.exp(x);
      assertEquals(tokens, model.expect(context, 1).tokens().orElseThrow(), 0.1 * tokens);
      assertEquals(OptionalDouble.empty(), model.expect(context, 1).money());
    }
  }

  @Test
  void theMeanCostOfEachActionIsKept() {
    List<Turn> turns = steps(200, new SplittableRandom(3));
    OutcomeModel model =
        TREES.fit(new TurnLog(TWO, turns), new SplittableRandom(4)).model();
    for (int action = 0; action < 2; action++) {
      double observed = 0;
      double predicted = 0;
      for (Turn turn : turns) {
        if (turn.action().equals(TWO.get(action))) {
          observed += turn.outcome().tokens().total().orElseThrow();
          predicted += model.expect(turn.context(), action).tokens().orElseThrow();
        }
      }
      assertEquals(observed, predicted, 1e-9 * observed);
    }
  }

  @Test
  void levelsOfResourceVectorsAreColumns() {
    // Quality 0.3 + 0.5 (retention ≥ 0.75), whatever else: unseen combinations of seen levels
    // follow.
    ActionSet grid = ActionSet.grid(
        List.of(0.5, 0.75, 1.0), List.of(Verbosity.CONCISE, Verbosity.VERBOSE), List.of(0, 2));
    SplittableRandom random = new SplittableRandom(5);
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 600; row++) {
      int action = random.nextInt(grid.size());
      double quality = ((ResourceVector) grid.get(action)).contextRetention() >= 0.75 ? 0.8 : 0.3;
      turns.add(Logs.turn(
          Logs.context("q" + row, random.nextGaussian()), grid, action, Logs.outcome(quality, 0)));
    }
    OutcomeModel model =
        TREES.fit(new TurnLog(grid, turns), new SplittableRandom(6)).model();
    for (int action = 0; action < grid.size(); action++) {
      double quality = ((ResourceVector) grid.get(action)).contextRetention() >= 0.75 ? 0.8 : 0.3;
      assertEquals(quality, model.expect(Logs.context("n", 0), action).quality(), 0.02);
      // A cost of 0 occurs: its own scale.
      assertEquals(0, model.expect(Logs.context("n", 0), action).tokens().orElseThrow(), 1e-12);
    }
  }

  @Test
  void anUnseenActionIsRefused() {
    List<Turn> weak = steps(50, new SplittableRandom(7)).stream()
        .filter(turn -> turn.action().equals(TWO.get(0)))
        .toList();
    OutcomeModel model =
        TREES.fit(new TurnLog(TWO, weak), new SplittableRandom(8)).model();
    assertTrue(assertThrows(
            IllegalArgumentException.class, () -> model.expect(Logs.context("n", 0, 0), 1))
        .getMessage()
        .startsWith("action is \"strong\""));
  }

  @Test
  void eachMeasureIsTakenFromTheSimplestThatIsGoodEnough() {
    // Quality steps: trees are better than a line by far more than one standard error. Tokens are
    // e^x, exactly
    // a line on the logarithmic scale: ridge is best.
    SelectedOutcomes selected = new SelectedOutcomes(
        List.of(new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT), TREES), 5);
    OutcomeFit fit = selected.fit(
        new TurnLog(TWO, steps(300, new SplittableRandom(9))), new SplittableRandom(10));
    Context context = Logs.context("n", 0.05, 0);
    assertEquals(100 * Math.exp(0.05), fit.model().expect(context, 0).tokens().orElseThrow(), 1.5);
    assertEquals(
        0.6,
        fit.model().expect(Logs.context("n", 0.5, 0), 0).quality()
            - fit.model().expect(Logs.context("n", -0.5, 0), 0).quality(),
        0.08);
    // A line through the step explains 75 % of it: (1/2 · E|x| · 0.6)² / Var x = 0.0675 of 0.09.
    assertTrue(fit.skills().get(0).qualitySkill() > 0.9, fit.skills().toString());
    assertEquals(Double.NaN, fit.skills().get(0).qualityPenalty());
    assertTrue(fit.skills().get(0).costPenalty() < 1e9);
  }

  @Test
  void withoutSignalTheSimplestIsTaken() {
    SplittableRandom random = new SplittableRandom(11);
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      turns.add(Logs.turn(
          Logs.context("q" + row, random.nextGaussian()),
          TWO,
          row % 2,
          Logs.outcome(random.nextDouble(), 100)));
    }
    OutcomeFit fit = new SelectedOutcomes(
            List.of(new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT), TREES), 5)
        .fit(new TurnLog(TWO, turns), new SplittableRandom(12));
    // A ridge, so with a penalty.
    assertTrue(fit.skills().get(0).qualityPenalty() > 0);
    assertEquals(Double.NaN, fit.skills().get(0).costSkill());
  }
}
