package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BettingTestPropertyTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithTheEndOfTheConfidenceSequenceAtEveryTime(long seed) {
    var random = new SplittableRandom(seed);
    var options = new BettingBound.Options(0.9);
    double mean = 0.2 + 0.4 * random.nextDouble();
    double alpha = 0.02;
    var test = new BettingTest(mean, alpha, options);
    double[] values = new double[120];
    int rejections = 0;
    for (int index = 0; index < values.length; index++) {
      values[index] = Math.min(1, mean + 0.5 * (random.nextDouble() - 0.3));
      values[index] = Math.max(0, values[index]);
      test.add(values[index]);
      double low = BettingBound.confidenceSequence(
              Arrays.copyOf(values, index + 1), 2 * alpha, options)
          .low();
      if (Math.abs(low - mean) > 1e-9) {
        assertEquals(low > mean, test.isRejected(), "after " + (index + 1));
      }
      rejections += test.isRejected() ? 1 : 0;
    }
    assertTrue(rejections > 0 && rejections < values.length, rejections + " rejections");
  }

  @Test
  void valuesOutsideTheUnitIntervalAreRefused() {
    var test = new BettingTest(0.5, 0.05, BettingBound.Options.DEFAULT);
    assertThrows(IllegalArgumentException.class, () -> test.add(1.5));
  }
}
