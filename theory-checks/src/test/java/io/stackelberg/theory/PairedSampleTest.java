package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PairedSampleTest {
  private static final double[] COST = {8, 9, 7, 10};
  private static final double[] QUALITY = {0.5, 0.7, 0.4, 0.8};
  private static final double[] BASELINE_COST = {10, 10, 10, 10};
  private static final double[] BASELINE_QUALITY = {0.6, 0.6, 0.6, 0.6};

  private static PairedSample sample(int... sessions) {
    return new PairedSample(COST, QUALITY, BASELINE_COST, BASELINE_QUALITY, sessions);
  }

  @Test
  void meansAndErrorsAreAsByHand() {
    // Differences of quality: -0.1, 0.1, -0.2, 0.2; mean 0, squares 0.1. With four sessions the
    // error is
    // sqrt(4/3 * 0.1) / 4; with two sessions {-0.1, 0.1} and {-0.2, 0.2} the totals are 0.
    PairedSample turns = sample(1, 2, 3, 4);
    assertEquals(0.85, turns.costRatio(), 1e-12);
    assertEquals(0.6, turns.meanQuality(), 1e-12);
    assertEquals(0, turns.qualityChange(), 1e-12);
    assertEquals(Math.sqrt(4.0 / 3 * 0.1) / 4, turns.qualityChangeError(), 1e-12);
    assertEquals(0, sample(7, 7, 9, 9).qualityChangeError(), 1e-12);
    // Cost residuals -0.5, 0.5, -1.5, 1.5: squares 5; error sqrt(4/3 * 5) / 40.
    assertEquals(Math.sqrt(4.0 / 3 * 5) / 40, turns.costRatioError(), 1e-12);
  }

  @Test
  void probabilitiesAreAsTabulated() {
    // t = margin / error with 3 degrees of freedom; the 95 % quantile there is 2.353363.
    PairedSample turns = sample(1, 2, 3, 4);
    double margin = 2.3533634348018264 * turns.qualityChangeError();
    assertEquals(0.05, turns.nonInferiorityP(margin), 1e-9);
    assertEquals(0.5, turns.nonInferiorityP(1e-15), 1e-6);
    assertEquals(1, sample(5, 5, 5, 5).nonInferiorityP(0.1));
  }

  @Test
  void equalConstantSamplesDoNotDiffer() {
    double[] flat = {1, 1, 1};
    PairedSample same = new PairedSample(flat, flat, flat, flat, new int[] {1, 2, 3});
    assertEquals(1, same.welchCostP());
    assertEquals(0, same.nonInferiorityP(0.01));
    double[] other = {2, 2, 2};
    assertEquals(0, new PairedSample(other, flat, flat, flat, new int[] {1, 2, 3}).welchCostP());
  }

  @Test
  void oneTurnIsRefused() {
    double[] one = {1};
    assertThrows(
        IllegalArgumentException.class, () -> new PairedSample(one, one, one, one, new int[] {1}));
  }
}
