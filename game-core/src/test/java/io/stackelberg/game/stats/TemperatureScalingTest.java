package io.stackelberg.game.stats;

import static io.stackelberg.game.stats.TemperatureScaling.Ending.BRACKET_END;
import static io.stackelberg.game.stats.TemperatureScaling.Ending.FLAT;
import static io.stackelberg.game.stats.TemperatureScaling.Ending.INFINITE_LOSS;
import static io.stackelberg.game.stats.TemperatureScaling.Ending.MINIMUM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.TemperatureScaling.Options;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {
  private static final Options BRACKET = Options.DEFAULT;

  @Test
  void eightForecasts() {
    // Checked against a grid of temperatures in steps of 1e-4: no loss there is lower.
    BinaryForecasts forecasts = ForecastsTest.eight();
    TemperatureScaling scaling = TemperatureScaling.fit(forecasts, BRACKET);
    assertEquals(MINIMUM, scaling.ending());
    assertFalse(scaling.separable());
    assertEquals(0.6593427, scaling.temperature(), 1e-6);
    assertEquals(0.4204048390, scaling.loss(), 1e-9);
    assertEquals(0.4408736503, scaling.lossAtOne(), 1e-9);
    assertEquals(
        scaling.loss(), ProperScores.logLoss(forecasts.mapped(scaling::apply)).mean(), 1e-12);
    ActionForecasts actions = ForecastsTest.twoActions(forecasts);
    TemperatureScaling same = TemperatureScaling.fit(actions, BRACKET);
    assertEquals(scaling.temperature(), same.temperature(), 1e-9);
    assertEquals(
        scaling.loss(), ProperScores.logLoss(actions.mapped(same::apply)).mean(), 1e-12);
  }

  @Test
  void threeActionsByHand() {
    // Scores (log 2, 0, 0), the first taken in 2/3 of cases: e^(β log 2)/(e^(β log 2) + 2) = 2/3 at
    // 2^β = 4,
    // so T = 1/2, loss −2/3 log 2/3 − 1/3 log 1/6.
    double[] scores = {Math.log(2), 0, 0};
    TemperatureScaling scaling = TemperatureScaling.fit(
        new double[][] {scores, scores, scores}, new int[] {0, 0, 2}, BRACKET);
    assertEquals(0.5, scaling.temperature(), 1e-9);
    assertEquals(-2 * Math.log(2.0 / 3) / 3 - Math.log(1.0 / 6) / 3, scaling.loss(), 1e-12);
    assertArrayEquals(
        new double[] {2.0 / 3, 1.0 / 6, 1.0 / 6}, scaling.applyToScores(scores), 1e-9);
    assertArrayEquals(
        new double[] {2.0 / 3, 1.0 / 6, 1.0 / 6}, scaling.apply(new double[] {.5, .25, .25}), 1e-9);
  }

  @Test
  void separableDataHaveNoMinimiser() {
    BinaryForecasts forecasts =
        new BinaryForecasts(new double[] {.6, .3}, new double[] {1, 0}, new int[] {0, 1});
    TemperatureScaling scaling = TemperatureScaling.fit(forecasts, BRACKET);
    assertEquals(BRACKET_END, scaling.ending());
    assertTrue(scaling.separable());
    assertEquals(1e-3, scaling.temperature());
    assertTrue(scaling.loss() < scaling.lossAtOne());
    TemperatureScaling narrow = TemperatureScaling.fit(forecasts, BRACKET.withBracket(.5, 2));
    assertEquals(BRACKET_END, narrow.ending());
    assertEquals(.5, narrow.temperature());
  }

  @Test
  void forecastsThatAreAlwaysWrongGoToTheOtherEnd() {
    TemperatureScaling scaling = TemperatureScaling.fit(
        new BinaryForecasts(new double[] {.6, .3}, new double[] {0, 1}, new int[2]), BRACKET);
    assertEquals(BRACKET_END, scaling.ending());
    assertFalse(scaling.separable());
    assertEquals(1e3, scaling.temperature());
  }

  @Test
  void aBracketThatMissesTheMinimumIsToldFromSeparableData() {
    TemperatureScaling scaling =
        TemperatureScaling.fit(ForecastsTest.eight(), BRACKET.withBracket(.8, 2));
    assertEquals(BRACKET_END, scaling.ending());
    assertFalse(scaling.separable());
    assertEquals(.8, scaling.temperature());
  }

  @Test
  void oneClassMayOrMayNotBeSeparable() {
    int[] sessions = {0, 1};
    double[] always = {1, 1};
    assertTrue(TemperatureScaling.fit(
            new BinaryForecasts(new double[] {.9, .6}, always, sessions), BRACKET)
        .separable());
    // Logits log 9 and −log 9 cancel at β = 0: the soft end.
    assertEquals(
        1e3,
        TemperatureScaling.fit(
                new BinaryForecasts(new double[] {.9, .1}, always, sessions), BRACKET)
            .temperature());
  }

  @Test
  void oneForecastAndUniformForecasts() {
    int[] one = {0};
    TemperatureScaling single = TemperatureScaling.fit(
        new BinaryForecasts(new double[] {.7}, new double[] {1}, one), BRACKET);
    assertTrue(single.separable());
    TemperatureScaling uniform = TemperatureScaling.fit(
        new BinaryForecasts(new double[] {.5}, new double[] {1}, one), BRACKET);
    assertEquals(FLAT, uniform.ending());
    assertEquals(1, uniform.temperature());
    assertEquals(Math.log(2), uniform.loss(), 1e-15);
  }

  @Test
  void certaintyIsMovedByNoTemperature() {
    // The certain forecast adds a loss of 0 at every temperature, so the minimiser is that of the
    // others.
    BinaryForecasts eight = ForecastsTest.eight();
    double[] probabilities = new double[9];
    double[] outcomes = new double[9];
    for (int index = 0; index < 8; index++) {
      probabilities[index] = eight.probability(index);
      outcomes[index] = eight.outcome(index);
    }
    int[] sessions = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    TemperatureScaling scaling =
        TemperatureScaling.fit(new BinaryForecasts(probabilities, outcomes, sessions), BRACKET);
    assertEquals(0.6593427, scaling.temperature(), 1e-6);
    assertEquals(0, scaling.apply(0));
    assertEquals(1, scaling.apply(1));
    assertArrayEquals(new double[] {0, 1}, scaling.apply(new double[] {0, 1}));
    outcomes[8] = 1;
    TemperatureScaling impossible =
        TemperatureScaling.fit(new BinaryForecasts(probabilities, outcomes, sessions), BRACKET);
    assertEquals(INFINITE_LOSS, impossible.ending());
    assertEquals(1, impossible.impossible());
    assertEquals(1, impossible.temperature());
    assertEquals(Double.POSITIVE_INFINITY, impossible.loss());
  }

  @Test
  void hugeScoresDoNotOverflow() {
    double[][] scores = {{1e5, 0}, {1e5, 0}, {1e5, 0}};
    TemperatureScaling scaling =
        TemperatureScaling.fit(scores, new int[] {0, 0, 1}, BRACKET.withBracket(1, 1e9));
    // σ(1e5/T) = 2/3: T = 1e5/log 2.
    assertEquals(1e5 / Math.log(2), scaling.temperature(), 1e-3);
    assertEquals(MINIMUM, scaling.ending());
    assertEquals(1e5 / 3, scaling.lossAtOne(), 1e-6);
  }

  @Test
  void refusesBadInput() {
    ForecastsTest.refused(
        "scores[0] is NaN, expected a finite number or -Infinity.",
        () -> TemperatureScaling.fit(new double[][] {{Double.NaN, 1}}, new int[1], BRACKET));
    ForecastsTest.refused(
        "largest of scores[0] is -Infinity, expected a finite number.",
        () -> TemperatureScaling.fit(
            new double[][] {{Double.NEGATIVE_INFINITY}}, new int[1], BRACKET));
    ForecastsTest.refused(
        "number of scores is 0, expected a whole number >= 1.",
        () -> TemperatureScaling.fit(new double[0][], new int[0], BRACKET));
    ForecastsTest.refused(
        "highest is 1.0, expected a number > lowest = 1.0.", () -> new Options(1, 1));
    TemperatureScaling scaling = TemperatureScaling.fit(ForecastsTest.eight(), BRACKET);
    ForecastsTest.refused(
        "probability is NaN, expected a number in [0.0, 1.0].", () -> scaling.apply(Double.NaN));
  }
}
