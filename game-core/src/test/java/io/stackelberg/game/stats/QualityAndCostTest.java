package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.junit.jupiter.api.Test;

/** The synthetic comparison of theory 4.6, n = 150 per arm, and the edges of its tests. */
class QualityAndCostTest {
  /** Sample of even length with exactly this mean and unbiased standard deviation. */
  private static double[] sample(double mean, double standardDeviation, int n) {
    double offset = standardDeviation * Math.sqrt((n - 1.0) / n);
    double[] values = new double[n];
    for (int index = 0; index < n; index++) {
      values[index] = mean + (index % 2 == 0 ? offset : -offset);
    }
    return values;
  }

  @Test
  void qualityIsNotSignificantlyWorseYetNotShownToBeNoWorse() {
    WelchTest welch = WelchTest.of(sample(0.782, 0.2, 150), sample(0.80, 0.2, 150));
    assertEquals(0.4363492035, welch.p(), 1e-9);
    assertEquals(298, welch.degreesOfFreedom(), 1e-9); // equal arms and variances: 2(n − 1)

    MeanEstimate change = new MeanEstimate(0.782 - 0.80, Math.sqrt(2 * 0.04 / 150), 298);
    assertEquals(-0.0561047246, change.lowerBound(0.95), 1e-9);
    NonInferiority narrow = NonInferiority.of(change, 0.05, 0.05);
    assertEquals(0.0834463984, narrow.p(), 1e-9);
    assertFalse(narrow.established());
    NonInferiority wide = NonInferiority.of(change, 0.06, 0.05);
    assertEquals(0.0349840068, wide.p(), 1e-9);
    assertTrue(wide.established());
  }

  @Test
  void costIsSignificantlyLower() {
    WelchTest welch = WelchTest.of(sample(1000, 700, 150), sample(826, 600, 150));
    assertEquals(2.3114548513, welch.t(), 1e-9);
    assertEquals(291.1888017311, welch.degreesOfFreedom(), 1e-9);
    assertEquals(0.0215058204, welch.p(), 1e-9);
    // The interval of the difference that t and its degrees of freedom imply.
    double radius = 174
        / welch.t()
        * new TDistribution(welch.degreesOfFreedom(), 1e-12).inverseCumulativeProbability(0.975);
    assertEquals(25.8434851, 174 - radius, 1e-6);
    assertEquals(322.1565149, 174 + radius, 1e-6);
  }

  @Test
  void swappingTheSamplesFlipsTheSign() {
    double[] x = {1, 2, 4, 8};
    double[] y = {3, 3, 5};
    WelchTest forth = WelchTest.of(x, y);
    WelchTest back = WelchTest.of(y, x);
    assertEquals(forth.t(), -back.t(), 1e-15);
    assertEquals(forth.p(), back.p(), 1e-15);
  }

  @Test
  void constantSamples() {
    // 0.1 · 3 and 0.1 · 10 have different naive means; equal constants must still tie exactly.
    double[] three = new double[3];
    double[] ten = new double[10];
    Arrays.fill(three, 0.1);
    Arrays.fill(ten, 0.1);
    assertEquals(new WelchTest(0, 11, 1), WelchTest.of(three, ten));
    Arrays.fill(ten, 0.2);
    assertEquals(new WelchTest(Double.NEGATIVE_INFINITY, 11, 0), WelchTest.of(three, ten));
    // One constant sample: only the other's error and degrees of freedom count; t = 2/√(2.5/5).
    WelchTest half = WelchTest.of(new double[] {1, 2, 3, 4, 5}, new double[] {1, 1, 1});
    assertEquals(2 / Math.sqrt(0.5), half.t(), 1e-12);
    assertEquals(4, half.degreesOfFreedom(), 1e-12);
  }

  @Test
  void welchRejectsBadInput() {
    assertThrows(
        IllegalArgumentException.class, () -> WelchTest.of(new double[] {1}, new double[] {1, 2}));
    assertEquals(
        "y[1] is NaN, expected a finite number.",
        assertThrows(
                IllegalArgumentException.class,
                () -> WelchTest.of(new double[] {1, 2}, new double[] {1, Double.NaN}))
            .getMessage());
  }

  @Test
  void nonInferiorityNeedsAnError() {
    MeanEstimate unknown = new MeanEstimate(0.5, Double.POSITIVE_INFINITY, 0);
    assertEquals(new NonInferiority(0.1, 1, false), NonInferiority.of(unknown, 0.1, 0.05));
    // Exactly at the margin is not above it.
    assertFalse(NonInferiority.of(new MeanEstimate(-0.1, 0, 9), 0.1, 0.05).established());
    assertTrue(NonInferiority.of(new MeanEstimate(-0.09, 0, 9), 0.1, 0.05).established());
    MeanEstimate change = new MeanEstimate(0, 1, 9);
    assertThrows(IllegalArgumentException.class, () -> NonInferiority.of(change, 0, 0.05));
    assertThrows(IllegalArgumentException.class, () -> NonInferiority.of(change, 0.1, 1));
  }

  @Test
  void requiredSampleSizes() {
    assertEquals(198, SampleSize.requiredSampleSize(0.2, 0.05, 0, 0.05, 0.8));
    assertEquals(337, SampleSize.requiredSampleSize(0.2, 0.05, 0, 0.025, 0.9));
    assertEquals(484, SampleSize.requiredSampleSize(0.2, 0.05, -0.018, 0.05, 0.8));
  }

  @Test
  void beyondTheMarginNoSampleIsLargeEnough() {
    assertEquals(
        "trueDifference is -0.05, expected a number > -margin = -0.05.",
        assertThrows(
                IllegalArgumentException.class,
                () -> SampleSize.requiredSampleSize(0.2, 0.05, -0.05, 0.05, 0.8))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> SampleSize.requiredSampleSize(0.2, 0.05, 0, 0.05, 0.05));
    assertThrows(
        IllegalArgumentException.class,
        () -> SampleSize.requiredSampleSize(1e9, 1e-9, 0, 0.05, 0.8));
  }
}
