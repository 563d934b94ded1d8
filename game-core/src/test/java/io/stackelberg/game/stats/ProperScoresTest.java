package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProperScoresTest {
  private static final int[] ONE = {0};

  @Test
  void eightForecastsByHand() {
    // Squares .01 + .04 + .49 + .16 + .09 + .04 + .01 + .3025 = 1.1425, over 8.
    BinaryForecasts forecasts = ForecastsTest.eight();
    assertEquals(0.1428125, ProperScores.brierOneSided(forecasts).mean(), 1e-12);
    assertEquals(0.4408736503, ProperScores.logLoss(forecasts).mean(), 1e-9);
  }

  @Test
  void theSumOverTwoActionsIsTwiceTheOneSidedScore() {
    ActionForecasts actions = ForecastsTest.twoActions(ForecastsTest.eight());
    BoundedMean sum = ProperScores.brierSum(actions);
    assertEquals(2 * 0.1428125, sum.mean(), 1e-12);
    assertEquals(2, sum.high());
    // Hoeffding for eight values of range 2 at one half: 2 √(log 4/16).
    assertEquals(
        2 * 0.1428125 + 2 * Math.sqrt(Math.log(4) / 16),
        sum.finiteSampleInterval(.5).high(),
        1e-12);
    assertEquals(1, ProperScores.brierOneSided(ForecastsTest.eight()).high());
    assertEquals(0.4408736503, ProperScores.logLoss(actions).mean(), 1e-9);
  }

  @Test
  void intervalsCountSessionsNotTurns() {
    // Losses .25 and 1 in two sessions of two equal turns: as two independent values.
    BinaryForecasts forecasts = new BinaryForecasts(
        new double[] {.5, .5, 1, 1}, new double[] {1, 0, 0, 0}, new int[] {3, 3, 5, 5});
    BoundedMean score = ProperScores.brierOneSided(forecasts);
    assertEquals(new MeanEstimate(0.625, 0.375, 1), score.estimate());
    assertEquals(2, score.effectiveSessions());
    // Hoeffding for n = 2 at 5 %: √(log 40 / 4) = 0.96; cut to [0, 1].
    assertEquals(new Interval(0.625, 0, 1), score.finiteSampleInterval(0.95));
    assertEquals(
        0.625 - Math.sqrt(Math.log(4) / 4), score.finiteSampleInterval(0.5).low(), 1e-12);
  }

  @Test
  void anImpossibleOutcomeCostsInfinitelyMuchAndIsCounted() {
    BinaryForecasts binary = new BinaryForecasts(
        new double[] {0, 1, 0, .5}, new double[] {1, 0.5, 0, 1}, new int[] {0, 1, 2, 3});
    ProperScores.LogLoss loss = ProperScores.logLoss(binary);
    assertEquals(Double.POSITIVE_INFINITY, loss.mean());
    assertEquals(2, loss.impossible());
    assertTrue(loss.estimate().isEmpty());
    ActionForecasts actions = new ActionForecasts(new double[][] {{1, 0, 0}}, new int[] {2}, ONE);
    assertEquals(1, ProperScores.logLoss(actions).impossible());
    assertEquals(2, ProperScores.brierSum(actions).mean());
  }

  @Test
  void certaintyThatIsRightCostsNothing() {
    BinaryForecasts forecasts =
        new BinaryForecasts(new double[] {1, 0}, new double[] {1, 0}, new int[] {0, 1});
    ProperScores.LogLoss loss = ProperScores.logLoss(forecasts);
    assertEquals(Optional.of(new MeanEstimate(0, 0, 1)), loss.estimate());
    assertEquals(0, loss.impossible());
    assertEquals(0, ProperScores.brierOneSided(forecasts).mean());
    // All sessions agree, so the asymptotic interval is a point; the other is not.
    assertEquals(0, ProperScores.brierOneSided(forecasts).interval(0.95).width());
    assertEquals(
        0.96, ProperScores.brierOneSided(forecasts).finiteSampleInterval(0.95).high(), 0.005);
  }

  @Test
  void oneForecastTellsNothingOfItsError() {
    BoundedMean score =
        ProperScores.brierOneSided(new BinaryForecasts(new double[] {.5}, new double[] {1}, ONE));
    assertEquals(new MeanEstimate(.25, Double.POSITIVE_INFINITY, 0), score.estimate());
    assertEquals(new Interval(.25, 0, 1), score.finiteSampleInterval(.95));
  }

  @Test
  void theTruthScoresBestInExpectation() {
    // Expectation over the outcome, exactly: strictly proper means no forecast beats the truth.
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 200; round++) {
      double truth = random.nextDouble();
      double other = random.nextDouble();
      assertTrue(expected(truth, truth, true) <= expected(truth, other, true));
      assertTrue(expected(truth, truth, false) <= expected(truth, other, false));
    }
  }

  private static double expected(double truth, double forecast, boolean brier) {
    double sum = 0;
    for (int outcome = 0; outcome < 2; outcome++) {
      BinaryForecasts one =
          new BinaryForecasts(new double[] {forecast}, new double[] {outcome}, ONE);
      double loss = brier
          ? ProperScores.brierOneSided(one).mean()
          : ProperScores.logLoss(one).mean();
      sum += (outcome == 1 ? truth : 1 - truth) * loss;
    }
    return sum;
  }

  @Test
  void aBoundedMeanRefusesValuesOutsideItsRange() {
    ForecastsTest.refused(
        "values[1] is NaN, expected a number in [0.0, 1.0].",
        () -> BoundedMean.of(new double[] {0, Double.NaN}, new int[2], 0, 1));
    ForecastsTest.refused(
        "values[0] is 1.5, expected a number in [0.0, 1.0].",
        () -> BoundedMean.of(new double[] {1.5}, new int[1], 0, 1));
    ForecastsTest.refused(
        "number of values is 0, expected a whole number >= 1.",
        () -> BoundedMean.of(new double[0], new int[0], 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> BoundedMean.of(new double[1], new int[2], 0, 1));
  }

  @Test
  void unequalSessionsCountForLess() {
    // Lengths 3, 1, 1: 25/11 = 2.27.
    BoundedMean mean =
        BoundedMean.of(new double[] {1, 1, 1, 0, 0}, new int[] {4, 4, 4, 1, 2}, 0, 1);
    assertEquals(2, mean.effectiveSessions());
    assertEquals(3, mean.sessions());
  }
}
