package io.stackelberg.response.embeddings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.stackelberg.game.run.SeedSplitter;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignProjectionTest {
  @Test
  void columnsOfUnitVectorsHaveLengthOne() {
    // A unit vector picks one column of signs / √k, whose squares sum to 1 whatever the signs are.
    double[] unit = {0, 0, 1, 0, 0};
    double[] projected = new SignProjection(5, 4, random(1)).project(unit);
    for (double number : projected) {
      assertEquals(0.5, Math.abs(number), 0);
    }
  }

  @Test
  void keepsSquaredLengthsOnAverage() {
    // |y|² has mean 1 and variance 2/k (1 − Σ x⁴) = 2/4 · (1 − 1/3) = 1/3 for x = (1,1,1)/√3, k =
    // 4: over 20000
    // draws the mean has standard deviation 0.0041, and five of them are 0.0204.
    double third = 1 / Math.sqrt(3);
    double[] x = {third, third, third};
    double sum = 0;
    SplittableRandom random = random(2);
    for (int draw = 0; draw < 20_000; draw++) {
      for (double number : new SignProjection(3, 4, random).project(x)) {
        sum += number * number;
      }
    }
    assertEquals(1, sum / 20_000, 0.0204);
  }

  @Test
  void dependsOnTheSeedAlone() {
    double[] x = {0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, 0.8};
    double[] first = new SignProjection(8, 8, random(3)).project(x);
    assertArrayEquals(first, new SignProjection(8, 8, random(3)).project(x), 0);
    assertFalse(Arrays.equals(first, new SignProjection(8, 8, random(4)).project(x)));
  }

  private static SplittableRandom random(long seed) {
    return new SeedSplitter(seed).generator("projection");
  }
}
