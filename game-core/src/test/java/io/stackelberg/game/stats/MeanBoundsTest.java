package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known answers of theory 4.1 and 4.5; the formulas are those of the cited papers. */
class MeanBoundsTest {
  @Test
  void radiiAtThreeHundred() {
    assertEquals(0.0784100276, MeanBounds.hoeffdingTwoSided(300, 0.05), 1e-9);
    assertEquals(0.0512883778, MeanBounds.empiricalBernsteinTwoSided(0.01, 300, 0.05), 1e-9);
    // Twenty candidates, each at level δ/20.
    assertEquals(0.1055510282, MeanBounds.hoeffdingTwoSided(300, 0.05 / 20), 1e-9);
    assertEquals(0.0797521891, MeanBounds.empiricalBernsteinTwoSided(0.01, 300, 0.05 / 20), 1e-9);
    assertEquals(0.1786522085, MeanBounds.weissmanL1(3, 300, 0.05), 1e-9);
  }

  @Test
  void oneSidedBernsteinDecidesADeployment() {
    // Theory 4.5: mean 0.74, n = 300, δ = 0.05: lower bounds at V = 0.01 and 0.04.
    assertEquals(0.6955307524, 0.74 - MeanBounds.empiricalBernsteinOneSided(0.01, 300, 0.05), 1e-9);
    assertEquals(0.6798487469, 0.74 - MeanBounds.empiricalBernsteinOneSided(0.04, 300, 0.05), 1e-9);
  }

  @Test
  void radiiAtOneHundred() {
    // X = (.2, .4, .6, .8) × 25: squared deviations sum to 25 · 0.2 = 5, so V = 5/99.
    assertEquals(0.1358102, MeanBounds.hoeffdingTwoSided(100, 0.05), 5e-8);
    assertEquals(0.1698105, MeanBounds.empiricalBernsteinTwoSided(5.0 / 99, 100, 0.05), 5e-8);
  }

  @Test
  void twoCategoriesAreHoeffdingTwice() {
    // k = 2: the l1 distance is twice |p̂ − p|, and (2² − 2)/δ = 2/δ.
    assertEquals(
        2 * MeanBounds.hoeffdingTwoSided(50, 0.1), MeanBounds.weissmanL1(2, 50, 0.1), 1e-12);
    assertTrue(MeanBounds.weissmanL1(5000, 50, 0.1) < Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 300, 100000})
  void radiiGrowAsDeltaFallsAndShrinkWithData(int n) {
    double[] before = new double[5];
    for (double delta = 0.8; delta > 1e-6; delta /= 2) {
      double[] radii = radii(n, delta);
      double[] later = radii(2 * n, delta);
      for (int bound = 0; bound < radii.length; bound++) {
        assertTrue(radii[bound] > before[bound], "bound " + bound + " at delta " + delta);
        assertTrue(later[bound] < radii[bound], "bound " + bound + " at delta " + delta);
      }
      assertTrue(radii[0] < radii[1] && radii[2] < radii[3], "one-sided radii are the smaller");
      before = radii;
    }
  }

  private static double[] radii(int n, double delta) {
    return new double[] {
      MeanBounds.hoeffdingOneSided(n, delta),
      MeanBounds.hoeffdingTwoSided(n, delta),
      MeanBounds.empiricalBernsteinOneSided(0.04, n, delta),
      MeanBounds.empiricalBernsteinTwoSided(0.04, n, delta),
      MeanBounds.weissmanL1(4, n, delta)
    };
  }

  @Test
  void rejectsBadInput() {
    assertThrows(IllegalArgumentException.class, () -> MeanBounds.hoeffdingOneSided(0, 0.05));
    assertThrows(IllegalArgumentException.class, () -> MeanBounds.hoeffdingTwoSided(10, 1.5));
    assertThrows(
        IllegalArgumentException.class, () -> MeanBounds.empiricalBernsteinTwoSided(0.1, 1, 0.05));
    assertThrows(
        IllegalArgumentException.class,
        () -> MeanBounds.empiricalBernsteinOneSided(Double.NaN, 9, 0.05));
    assertThrows(IllegalArgumentException.class, () -> MeanBounds.weissmanL1(1, 9, 0.05));
  }
}
