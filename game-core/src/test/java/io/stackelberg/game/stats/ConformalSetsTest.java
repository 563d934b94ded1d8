package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.ConformalSets.UtilityRange;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConformalSetsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double[] FOUR = {.4, .1, .3, .2};

  @Test
  void thresholdsByRank() {
    // ⌈10 · 0.9⌉ = 9; ⌈9 · 0.9⌉ = 9 > 8; ⌈301 · 0.9⌉ = 271.
    assertEquals(.9, ranks(9, 10).threshold(1));
    assertEquals(INFINITY, ranks(8, 10).threshold(1));
    assertEquals(.271, ranks(300, 1000).threshold(1));
  }

  /** Scores 1/scale … n/scale at alpha 0.1. */
  private static ConformalSets ranks(int n, double scale) {
    return ConformalSets.of(
        IntStream.rangeClosed(1, n).mapToDouble(rank -> rank / scale).toArray(), .1);
  }

  @Test
  void weightedThresholdsByHand() {
    // In order of score the weights are 1 1 2 4, with the test point's 2 in all 10: 7 is reached
    // by the last, 9 by none.
    double[] weights = {4, 1, 2, 1};
    assertEquals(.4, ConformalSets.weighted(FOUR, weights, .3).threshold(2));
    assertEquals(INFINITY, ConformalSets.weighted(FOUR, weights, .1).threshold(2));
    // 8 + 2 = 10: half is 5, reached by the last; at test weight 0, 4 is reached by the third.
    assertEquals(.4, ConformalSets.weighted(FOUR, weights, .5).threshold(2));
    assertEquals(.3, ConformalSets.weighted(FOUR, weights, .5).threshold(0));
  }

  @Test
  void equalWeightsChangeNothing() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n = 0; n < 60; n++) {
      double[] scores = random.doubles(n).toArray();
      double[] threes = new double[n];
      Arrays.fill(threes, 3);
      for (double alpha : new double[] {.05, .1, .2, .3, .5, .7}) {
        int rank = (int) Math.ceil((n + 1) * (1 - alpha) - 1e-9);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double expected = rank > n ? INFINITY : sorted[rank - 1];
        assertEquals(expected, ConformalSets.of(scores, alpha).threshold(1));
        assertEquals(expected, ConformalSets.weighted(scores, threes, alpha).threshold(3));
      }
    }
  }

  @Test
  void pointsWithoutWeightDoNotCount() {
    ConformalSets sets =
        ConformalSets.weighted(new double[] {.1, .2, .3}, new double[] {1, 0, 0}, .5);
    assertEquals(.1, sets.threshold(1));
    ConformalSets first =
        ConformalSets.weighted(new double[] {.1, .2, .3}, new double[] {0, 1, 1}, .9);
    assertEquals(.2, first.threshold(1));
  }

  @Test
  void setsByHand() {
    // ⌈5 · 0.5⌉ = 3: threshold .3, so actions of probability at least .7.
    ConformalSets sets = ConformalSets.of(FOUR, .5);
    assertEquals(List.of(1), sets.responseSet(new double[] {.2, .8}));
    assertEquals(List.of(), sets.responseSet(new double[] {.5, .5}));
    assertEquals(List.of(0, 1, 2), ConformalSets.of(FOUR, .1).responseSet(new double[] {1, 0, 0}));
  }

  @Test
  void coverageCountsWhatItMustNotHide() {
    ConformalSets sets = ConformalSets.of(FOUR, .5);
    ActionForecasts held = new ActionForecasts(
        new double[][] {{.2, .8}, {.5, .5}, {.9, .1}, {.9, .1}},
        new int[] {1, 0, 0, 1},
        new int[] {0, 1, 2, 3});
    ConformalSets.Coverage coverage = sets.coverage(held);
    assertEquals(.5, coverage.covered().mean());
    assertEquals(.75, coverage.meanSize());
    assertEquals(1, coverage.empty());
    assertEquals(0, coverage.unbounded());
    ConformalSets.Coverage all = ConformalSets.of(FOUR, .1).coverage(held);
    assertEquals(1, all.covered().mean());
    assertEquals(4, all.unbounded());
    assertArrayEquals(new double[] {.2, .5, .1, .9}, ConformalSets.scores(held), 1e-12);
  }

  @Test
  void robustValueByHand() {
    // Threshold .3. Context 1: C = {1}, worst −1. Context 2: C empty, likeliest is action 0: 2.
    // Mean .5, less
    // half of the span 4.
    ConformalSets.RobustValue value = ConformalSets.of(FOUR, .5)
        .robustValue(
            new double[][] {{.2, .8}, {.5, .5}},
            new double[][] {{3, -1}, {2, 0}},
            new int[] {0, 1},
            new UtilityRange(-1, 3, 4));
    assertEquals(.5, value.worstCase().mean());
    assertEquals(2, value.penalty());
    assertEquals(-1.5, value.bound());
  }

  @Test
  void robustValueLiesBelowTheTruthWhereCoverageIsExact() {
    // Given sets, the law P itself: E U >= E min_C U − P(miss) · span must hold context by context.
    SplittableRandom random = new SplittableRandom(9);
    for (int round = 0; round < 300; round++) {
      double[] scores = random.doubles(20).toArray();
      ConformalSets sets = ConformalSets.of(scores, .2);
      double[] weights = random.doubles(4, 0.01, 1).toArray();
      double sum = Arrays.stream(weights).sum();
      double[] law = Arrays.stream(weights).map(weight -> weight / sum).toArray();
      double[] utility = random.doubles(4).toArray();
      List<Integer> set = sets.responseSet(law);
      double miss = 1 - set.stream().mapToDouble(action -> law[action]).sum();
      double expected = IntStream.range(0, 4)
          .mapToDouble(action -> law[action] * utility[action])
          .sum();
      ConformalSets.RobustValue value = sets.robustValue(
          new double[][] {law}, new double[][] {utility}, new int[1], new UtilityRange(0, 1, 1));
      assertTrue(value.worstCase().mean() - miss <= expected + 1e-12);
      assertEquals(.2, value.penalty());
    }
  }

  @Test
  void withoutDataEveryActionIsPossible() {
    ConformalSets nothing = ConformalSets.of(new double[0], .1);
    assertEquals(INFINITY, nothing.threshold(1));
    assertEquals(List.of(0, 1), nothing.responseSet(new double[] {1, 0}));
    assertEquals(.3, ConformalSets.of(new double[] {.3}, .5).threshold(1));
    assertEquals(INFINITY, ConformalSets.of(new double[] {.3}, .4).threshold(1));
  }

  @Test
  void refusesBadInput() {
    ForecastsTest.refused(
        "scores[0] is NaN, expected a number in [0, 1].",
        () -> ConformalSets.of(new double[] {Double.NaN}, .1));
    ForecastsTest.refused(
        "alpha is NaN, expected a number in (0, 1).", () -> ConformalSets.of(FOUR, Double.NaN));
    ForecastsTest.refused(
        "weights[1] is NaN, expected a finite number >= 0.",
        () -> ConformalSets.weighted(FOUR, new double[] {1, Double.NaN, 1, 1}, .1));
    ForecastsTest.refused(
        "number of weights is 3, expected 4.",
        () -> ConformalSets.weighted(FOUR, new double[3], .1));
    ForecastsTest.refused(
        "testWeight is 2.0, expected 1 for sets without weights.",
        () -> ConformalSets.of(FOUR, .1).threshold(2));
    ForecastsTest.refused(
        "test weight is missing, expected one per test point, for weighted sets.",
        () -> ConformalSets.weighted(FOUR, new double[4], .1).responseSet(new double[] {1}));
    ForecastsTest.refused(
        "sum of calibration and test weights is 0.0, expected a finite number > 0.",
        () -> ConformalSets.weighted(FOUR, new double[4], .1).threshold(0));
    ForecastsTest.refused(
        "utilities[0] is 2.0, expected a number in [0.0, 1.0].",
        () -> ConformalSets.of(FOUR, .1)
            .robustValue(
                new double[][] {{1}}, new double[][] {{2}}, new int[1], new UtilityRange(0, 1, 1)));
  }
}
