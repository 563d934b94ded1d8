package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.RegressionOutcomes.Options;
import io.stackelberg.response.RegressionOutcomes.QualityLink;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegressionOutcomesTest {
  private static final ActionSet TWO = ActionSet.named(List.of("weak", "strong"));
  private static final RegressionOutcomes RIDGE = new RegressionOutcomes(Options.DEFAULT);

  private static OutcomeFit fit(RegressionOutcomes estimator, ActionSet actions, List<Turn> turns) {
    return estimator.fit(new TurnLog(actions, turns), new SplittableRandom(7));
  }

  private static double uniform(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  @Test
  void onePlantedLinePerActionIsRecovered() {
    // weak: 0.5 + 0.3 x, strong: 0.7 − 0.1 x, noise of standard deviation 0.02 over 400 rows each.
    // The line's
    // standard error at |x| <= 1 is below 0.02 √((1 + 3) / 400) = 0.002; shrinkage by a penalty of
    // at most 10
    // on 400 rows of unit variance adds 0.3 · 10 / 400 = 0.0075.
    SplittableRandom random = new SplittableRandom(1);
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 400; row++) {
      double x = uniform(random);
      Context context = Logs.context("q" + row, x);
      turns.add(
          Logs.turn(context, TWO, 0, Logs.outcome(0.5 + 0.3 * x + 0.02 * uniform(random), 100)));
      turns.add(
          Logs.turn(context, TWO, 1, Logs.outcome(0.7 - 0.1 * x + 0.02 * uniform(random), 300)));
    }
    OutcomeFit fit = fit(RIDGE, TWO, turns);
    for (double x : new double[] {-1, -0.3, 0, 0.5, 1}) {
      Context context = Logs.context("q", x);
      assertEquals(0.5 + 0.3 * x, fit.model().expect(context, 0).quality(), 0.018);
      assertEquals(0.7 - 0.1 * x, fit.model().expect(context, 1).quality(), 0.018);
      assertEquals(100, fit.model().expect(context, 0).tokens().orElseThrow(), 1e-9);
      assertEquals(300, fit.model().expect(context, 1).tokens().orElseThrow(), 1e-9);
    }
    assertEquals(
        List.of("weak", "strong"),
        fit.skills().stream().map(OutcomeFit.Skill::action).toList());
    assertEquals(400, fit.skills().get(0).rows());
    // Signal variance 0.09 / 3 against noise 0.0004 / 3.
    assertTrue(fit.skills().get(0).qualitySkill() > 0.98);
    assertEquals(Double.NaN, fit.skills().get(0).costSkill());
  }

  @Test
  void aLawPooledOverResourceVectorsIsRecovered() {
    // quality = 0.4 + 0.2 r − 0.1 r² + 0.1 v + 0.02 t + 0.1 x (r − 0.5), cost = exp(4 + r + 0.2 t):
    // inside the
    // columns that are documented (levels, their squares, products with the context).
    ActionSet grid = ActionSet.grid(
        List.of(0.25, 0.5, 1.0),
        List.of(Verbosity.CONCISE, Verbosity.NORMAL, Verbosity.VERBOSE),
        List.of(0, 1, 3));
    SplittableRandom random = new SplittableRandom(2);
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 2000; row++) {
      double x = uniform(random);
      int action = random.nextInt(grid.size());
      turns.add(Logs.turn(
          Logs.context("q" + row, x),
          grid,
          action,
          Logs.outcome(
              quality(grid, action, x) + 0.02 * uniform(random),
              Math.round(tokens(grid, action)))));
    }
    OutcomeFit fit = fit(RIDGE, grid, turns);
    assertEquals(1, fit.skills().size());
    assertEquals("all", fit.skills().get(0).action());
    // 2,000 rows, 10 columns, noise 0.012: standard error 0.012 √(10 / 2000) = 0.001 on average;
    // the least
    // informative column (r − 0.5) x has variance 0.03, so a penalty of 1 shrinks it by 1 / 60.
    double worst = 0;
    for (int action = 0; action < grid.size(); action++) {
      for (double x : new double[] {-0.9, 0, 0.9}) {
        var expected = fit.model().expect(Logs.context("q", x), action);
        worst = Math.max(worst, Math.abs(expected.quality() - quality(grid, action, x)));
        assertEquals(1, expected.tokens().orElseThrow() / tokens(grid, action), 0.03);
      }
    }
    assertTrue(worst < 0.012, "worst error " + worst);
  }

  private static double quality(ActionSet grid, int action, double x) {
    ResourceVector vector = (ResourceVector) grid.get(action);
    double retention = vector.contextRetention();
    return 0.4
        + 0.2 * retention
        - 0.1 * retention * retention
        + 0.1 * vector.verbosity().level()
        + 0.02 * vector.toolBudget()
        + 0.1 * x * (retention - 0.5);
  }

  private static double tokens(ActionSet grid, int action) {
    ResourceVector vector = (ResourceVector) grid.get(action);
    return Math.exp(4 + vector.contextRetention() + 0.2 * vector.toolBudget());
  }

  @Test
  void scalingBackFromTheLogarithmKeepsTheMeanCost() {
    SplittableRandom random = new SplittableRandom(3);
    List<Turn> turns = new ArrayList<>();
    double sum = 0;
    for (int row = 0; row < 300; row++) {
      double x = uniform(random);
      long tokens = Math.round(Math.exp(5 + x + random.nextGaussian()));
      sum += tokens;
      turns.add(Logs.turn(Logs.context("q" + row, x), TWO, 0, Logs.outcome(0.5, tokens)));
    }
    OutcomeFit fit = fit(RIDGE, TWO, turns);
    double predicted = 0;
    for (Turn turn : turns) {
      predicted += fit.model().expect(turn.context(), 0).tokens().orElseThrow();
    }
    assertEquals(1, predicted / sum, 1e-12);
    assertTrue(fit.skills().get(0).costSkill() > 0.1);
  }

  @Test
  void aCostOfZeroIsModelledWithoutTheLogarithmAndNeverNegative() {
    List<Turn> turns = new ArrayList<>();
    double sum = 0;
    for (int row = 0; row < 100; row++) {
      double x = row / 100.0;
      turns.add(Logs.turn(Logs.context("q" + row, x), TWO, 0, Logs.outcome(0.5, row)));
      sum += row;
    }
    OutcomeFit fit = fit(RIDGE, TWO, turns);
    double predicted = 0;
    for (Turn turn : turns) {
      predicted += fit.model().expect(turn.context(), 0).tokens().orElseThrow();
    }
    assertEquals(1, predicted / sum, 0.01);
    assertEquals(0, fit.model().expect(Logs.context("q", -50), 0).tokens().orElseThrow());
  }

  @Test
  void qualityIsNotClipped() {
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      double x = row % 2;
      turns.add(Logs.turn(Logs.context("q" + row, x), TWO, 0, Logs.outcome(x, 10)));
    }
    OutcomeFit fit = fit(RIDGE, TWO, turns);
    assertTrue(fit.model().expect(Logs.context("q", 3), 0).quality() > 1.5);
    assertTrue(fit.model().expect(Logs.context("q", -2), 0).quality() < -0.5);
  }

  @Test
  void aTurnWithoutQualityIsRefused() {
    Turn unjudged = Logs.turn(
        Logs.context("q9", 1),
        TWO,
        0,
        new Outcome(OptionalDouble.empty(), TokenCount.of(1, 1), Optional.empty()));
    assertEquals(
        "quality of q9 is unknown, expected a judged quality.",
        assertThrows(IllegalArgumentException.class, () -> fit(RIDGE, TWO, List.of(unjudged)))
            .getMessage());
    assertEquals(
        "turns is empty, expected at least one element.",
        assertThrows(IllegalArgumentException.class, () -> fit(RIDGE, TWO, List.of()))
            .getMessage());
  }

  @Test
  void anActionThatNeverOccursIsRefusedAtPrediction() {
    Context context = Logs.context("q1", 1);
    OutcomeFit fit = fit(RIDGE, TWO, List.of(Logs.turn(context, TWO, 0, Logs.outcome(0.5, 10))));
    assertEquals(0.5, fit.model().expect(context, 0).quality());
    assertEquals(
        "action is \"strong\", expected an action that occurs in the fitting data.",
        assertThrows(IllegalArgumentException.class, () -> fit.model().expect(context, 1))
            .getMessage());
    assertEquals(1, fit.skills().size());
  }

  @Test
  void whatIsUnknownForOneRowStaysUnknownForTheAction() {
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 20; row++) {
      Context context = Logs.context("q" + row, row);
      TokenCount tokens = row == 7
          ? new TokenCount(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.empty())
          : TokenCount.of(5, 5);
      turns.add(Logs.turn(
          context,
          TWO,
          0,
          new Outcome(
              OptionalDouble.of(0.5), tokens, Optional.of(Money.usd(new BigDecimal("0.02"))))));
      turns.add(Logs.turn(context, TWO, 1, Logs.outcome(0.5, 40)));
    }
    OutcomeFit fit = fit(RIDGE, TWO, turns);
    var weak = fit.model().expect(Logs.context("q", 3), 0);
    assertEquals(OptionalDouble.empty(), weak.tokens());
    assertEquals(0.02, weak.money().orElseThrow(), 1e-12);
    var strong = fit.model().expect(Logs.context("q", 3), 1);
    assertEquals(40, strong.tokens().orElseThrow(), 1e-9);
    assertEquals(OptionalDouble.empty(), strong.money());
  }

  @Test
  void aLogisticLinkRecoversAProbabilityAndStaysInTheUnitInterval() {
    // P(1) = 1 / (1 + exp(−(0.5 + 2 x))). 4,000 rows: the standard error of the fitted probability
    // is at most
    // about 0.02 on |x| <= 1, and shrinkage by a penalty of a few units is an order smaller.
    SplittableRandom random = new SplittableRandom(4);
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 4000; row++) {
      double x = uniform(random);
      double probability = 1 / (1 + Math.exp(-(0.5 + 2 * x)));
      turns.add(Logs.turn(
          Logs.context("q" + row, x),
          TWO,
          0,
          Logs.outcome(random.nextDouble() < probability ? 1 : 0, 10)));
    }
    RegressionOutcomes logistic =
        new RegressionOutcomes(Options.DEFAULT.withLink(QualityLink.LOGISTIC));
    OutcomeFit fit = fit(logistic, TWO, turns);
    for (double x : new double[] {-1, -0.5, 0, 0.5, 1}) {
      assertEquals(
          1 / (1 + Math.exp(-(0.5 + 2 * x))),
          fit.model().expect(Logs.context("q", x), 0).quality(),
          0.05);
    }
    double extreme = fit.model().expect(Logs.context("q", 100), 0).quality();
    assertTrue(extreme > 0.999 && extreme <= 1);
  }

  @Test
  void aLogisticLinkFallsBackToRidgeWhereQualityIsGraded() {
    List<Turn> turns = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      turns.add(
          Logs.turn(Logs.context("q" + row, row / 100.0), TWO, 0, Logs.outcome(row / 100.0, 10)));
    }
    Context context = Logs.context("q", 0.4);
    assertEquals(
        fit(RIDGE, TWO, turns).model().expect(context, 0),
        fit(new RegressionOutcomes(Options.DEFAULT.withLink(QualityLink.LOGISTIC)), TWO, turns)
            .model()
            .expect(context, 0));
  }

  @Test
  void sessionsStayTogetherInCrossValidation() {
    // The target is a pure effect of the session, and so is the category: with sessions kept
    // together the
    // category of a held-out session was never seen, so the mean alone is chosen.
    SplittableRandom random = new SplittableRandom(6);
    List<Turn> turns = new ArrayList<>();
    for (int session = 0; session < 40; session++) {
      double effect = random.nextDouble();
      for (int turn = 0; turn < 5; turn++) {
        Context context = Logs.context(
            "q" + session + "-" + turn,
            "s" + session,
            new double[0],
            List.of("s" + session),
            Set.of());
        turns.add(Logs.turn(context, TWO, 0, Logs.outcome(effect, 10)));
      }
    }
    assertEquals(
        Double.POSITIVE_INFINITY, fit(RIDGE, TWO, turns).skills().get(0).qualityPenalty());
  }

  @Test
  void foldsAreChecked() {
    assertEquals(
        "folds is 1, expected a whole number >= 2.",
        assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.withFolds(1))
            .getMessage());
  }
}
