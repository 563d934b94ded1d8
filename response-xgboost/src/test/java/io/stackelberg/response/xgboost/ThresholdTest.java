package io.stackelberg.response.xgboost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A threshold on doubles decides every double as XGBoost decides its float. */
class ThresholdTest {
  @ParameterizedTest
  @ValueSource(
      floats = {
        0f,
        -0f,
        1f,
        -1f,
        0.1f,
        -0.1f,
        0.3f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        3 * Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        0x1p24f,
        -0x1p24f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE
      })
  void decidesLikeTheFloatComparison(float threshold) {
    check(threshold);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void decidesLikeTheFloatComparisonAtRandomThresholds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < 20_000; draw++) {
      float threshold = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(threshold)) {
        check(threshold);
      }
    }
  }

  @Test
  void isTheMiddleOrTheNextDouble() {
    // Floats around 1: 1 − 2^−24, 1, 1 + 2^−23. The middle below 1 is a tie, which goes to 1, whose
    // last bit is 0; the middle above 1 is a tie as well, and goes to 1, away from 1 + 2^−23.
    assertEquals(1 - 0x1p-25, XgBoostTrees.threshold(1f));
    assertEquals(Math.nextUp(1 + 0x1p-24), XgBoostTrees.threshold(Math.nextUp(1f)));
  }

  private static void check(float threshold) {
    double found = XgBoostTrees.threshold(threshold);
    float below = Math.nextDown(threshold);
    float above = Math.nextUp(threshold);
    double[] near = DoubleStream.of(
            found,
            threshold,
            below,
            above,
            ((double) below + threshold) / 2,
            ((double) above + threshold) / 2,
            -threshold,
            0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE)
        .flatMap(value -> DoubleStream.of(Math.nextDown(value), value, Math.nextUp(value)))
        .filter(Double::isFinite)
        .toArray();
    for (double value : near) {
      assertEquals(
          (float) value < threshold,
          value < found,
          () -> "value " + value + " at threshold " + threshold + ", as a double " + found);
    }
  }
}
