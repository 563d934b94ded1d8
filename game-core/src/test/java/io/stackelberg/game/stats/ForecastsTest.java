package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ForecastsTest {
  /** Eight forecasts, each its own session, for which several scores are worked out by hand. */
  static BinaryForecasts eight() {
    return new BinaryForecasts(
        new double[] {.9, .8, .7, .6, .3, .2, .1, .55},
        new double[] {1, 1, 0, 1, 0, 0, 0, 0},
        new int[] {0, 1, 2, 3, 4, 5, 6, 7});
  }

  /** The same as a choice between not and yes. */
  static ActionForecasts twoActions(BinaryForecasts forecasts) {
    double[][] probabilities = new double[forecasts.size()][];
    int[] actions = new int[forecasts.size()];
    for (int index = 0; index < actions.length; index++) {
      double probability = forecasts.probability(index);
      probabilities[index] = new double[] {1 - probability, probability};
      actions[index] = (int) forecasts.outcome(index);
    }
    return new ActionForecasts(probabilities, actions, forecasts.sessions());
  }

  @Test
  void actionsReduceToEvents() {
    ActionForecasts forecasts = new ActionForecasts(
        new double[][] {{.5, .3, .2}, {.1, .45, .45}}, new int[] {2, 1}, new int[] {7, 7});
    BinaryForecasts last = forecasts.versusRest(2);
    assertEquals(.2, last.probability(0));
    assertEquals(1, last.outcome(0));
    assertEquals(.45, last.probability(1));
    assertEquals(0, last.outcome(1));
    BinaryForecasts likeliest = forecasts.likeliest();
    assertEquals(.5, likeliest.probability(0));
    assertEquals(0, likeliest.outcome(0));
    // Of the two likeliest actions the first, which was taken.
    assertEquals(1, likeliest.outcome(1));
    assertEquals(7, likeliest.session(1));
  }

  @Test
  void copiesItsArrays() {
    double[] row = {.5, .5};
    ActionForecasts forecasts =
        new ActionForecasts(new double[][] {row}, new int[] {0}, new int[] {0});
    row[0] = 9;
    forecasts.probabilities(0)[1] = 9;
    assertArrayEquals(new double[] {.5, .5}, forecasts.probabilities(0));
  }

  @Test
  void refusesBadInput() {
    double[] one = {.5};
    int[] session = {0};
    refused(
        "number of probabilities is 0, expected a whole number >= 1.",
        () -> new BinaryForecasts(new double[0], new double[0], new int[0]));
    refused(
        "probabilities[0] is NaN, expected a number in [0, 1].",
        () -> new BinaryForecasts(new double[] {Double.NaN}, one, session));
    refused(
        "outcomes[0] is NaN, expected a number in [0, 1].",
        () -> new BinaryForecasts(one, new double[] {Double.NaN}, session));
    refused(
        "number of outcomes is 2, expected 1.",
        () -> new BinaryForecasts(one, new double[2], session));
    refused(
        "number of sessions is 0, expected 1.", () -> new BinaryForecasts(one, one, new int[0]));
    refused(
        "number of probabilities is 0, expected a whole number >= 1.",
        () -> new ActionForecasts(new double[0][], new int[0], new int[0]));
    refused(
        "probabilities[0] is NaN, expected a number in [0, 1].",
        () -> new ActionForecasts(new double[][] {{Double.NaN, 1}}, session, session));
    refused(
        "sum of probabilities[0] is 0.5, expected a number in [0.999999999, 1.000000001].",
        () -> new ActionForecasts(new double[][] {{.25, .25}}, session, session));
    refused(
        "actions[0] is 2, expected a whole number in [0, 1].",
        () -> new ActionForecasts(new double[][] {{.5, .5}}, new int[] {2}, session));
    refused(
        "number of probabilities[1] is 1, expected 2.",
        () -> new ActionForecasts(new double[][] {{.5, .5}, {1}}, new int[2], new int[2]));
  }

  static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
