package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClusteredMeansTest {
  @Test
  void twoClustersByHand() {
    // Mean 3; deviations sum to −2 + 0 and −1 + 3; se² = 2/1 · (4 + 4)/4² = 1.
    MeanEstimate estimate =
        ClusteredMeans.mean(new double[] {1, 3, 2, 6}, new int[] {7, 7, -2, -2});
    assertEquals(new MeanEstimate(3, 1, 1), estimate);
  }

  @Test
  void unequalClustersByHand() {
    // Mean 2; deviation sums −2, 1 + 0, 1; se² = 3/2 · (4 + 1 + 1)/4² = 9/16.
    MeanEstimate estimate = ClusteredMeans.mean(new double[] {0, 3, 2, 3}, new int[] {0, 1, 1, 2});
    assertEquals(2, estimate.mean(), 1e-15);
    assertEquals(0.75, estimate.standardError(), 1e-15);
    assertEquals(2, estimate.degreesOfFreedom());
  }

  @Test
  void savingByHand() {
    // r = 4/6; influence (2/3 · 2 − 1)/3 = 1/9 and (2/3 · 4 − 3)/3 = −1/9; se² = 2 · (2/81)/2² =
    // 1/81.
    MeanEstimate saving =
        ClusteredMeans.saving(new double[] {2, 4}, new double[] {1, 3}, new int[] {0, 1});
    assertEquals(1.0 / 3, saving.mean(), 1e-15);
    assertEquals(1.0 / 9, saving.standardError(), 1e-15);
    assertEquals(1, saving.degreesOfFreedom());
  }

  @Test
  void constantValuesHaveNoError() {
    // 0.1 added ten times is not 1: the mean must be exact all the same.
    double[] constant = new double[10];
    Arrays.fill(constant, 0.1);
    int[] clusters = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    assertEquals(new MeanEstimate(0.1, 0, 9), ClusteredMeans.mean(constant, clusters));
    assertEquals(new MeanEstimate(0, 0, 9), ClusteredMeans.saving(constant, constant, clusters));
  }

  @Test
  void oneClusterTellsNothingOfTheError() {
    MeanEstimate estimate = ClusteredMeans.mean(new double[] {1, 2, 3}, new int[] {4, 4, 4});
    assertEquals(new MeanEstimate(2, Double.POSITIVE_INFINITY, 0), estimate);
  }

  @Test
  void rejectsBadInput() {
    assertThrows(
        IllegalArgumentException.class, () -> ClusteredMeans.mean(new double[0], new int[0]));
    assertThrows(
        IllegalArgumentException.class, () -> ClusteredMeans.mean(new double[2], new int[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusteredMeans.saving(new double[2], new double[3], new int[2]));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusteredMeans.saving(new double[2], new double[2], new int[2]));
    assertEquals(
        "cost[1] is NaN, expected a finite number.",
        assertThrows(
                IllegalArgumentException.class,
                () -> ClusteredMeans.saving(
                    new double[] {1, 1}, new double[] {1, Double.NaN}, new int[] {0, 1}))
            .getMessage());
  }
}
