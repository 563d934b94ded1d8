package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PredictableBernsteinTest {
  static double[] repeat(int times, double... block) {
    double[] values = new double[times * block.length];
    for (int index = 0; index < values.length; index++) {
      values[index] = block[index % block.length];
    }
    return values;
  }

  @Test
  void knownAnswers() {
    // Theory 4.1; on the first sample every bet is capped, so that both intervals coincide.
    double[] spread = repeat(25, 0.2, 0.4, 0.6, 0.8);
    for (Interval interval : new Interval[] {
      PredictableBernstein.confidenceSequence(spread, 0.05),
      PredictableBernstein.interval(spread, 0.05)
    }) {
      assertEquals(0.5 - 0.0940266167, interval.low(), 1e-9);
      assertEquals(0.5 + 0.0940266167, interval.high(), 1e-9);
      assertEquals(0.5, interval.estimate(), 1e-12);
    }
    double[] rare = repeat(100, 0, 1, 0, 0);
    Interval sequence = PredictableBernstein.confidenceSequence(rare, 0.05);
    assertEquals(0.1724410, sequence.low(), 5e-8);
    assertEquals(0.3300330, sequence.high(), 5e-8);
    Interval fixed = PredictableBernstein.interval(rare, 0.05);
    assertEquals(0.1834049, fixed.low(), 5e-8);
    assertEquals(0.3199122, fixed.high(), 5e-8);
  }

  @Test
  void oneValueByHand() {
    // X = (1), α = ½: λ = √(8 log 4) = 3.33, capped at ½. Centre 1, half-width (log 4 + ¼(log 2 −
    // ½))/½ = 2.87: nothing is known. With the cap 0.9: (1.386 + ¼(2.303 − 0.9))/0.9 = 1.93.
    assertEquals(0, PredictableBernstein.interval(new double[] {1}, 0.5).low());
    assertEquals(1, PredictableBernstein.interval(new double[] {1}, 0.5).high());
    double[] four = {1, 1, 1, 1};
    PredictableBernstein.Options bold = PredictableBernstein.Options.DEFAULT.withLargestBet(0.9);
    assertTrue(PredictableBernstein.interval(four, 0.5, bold).low()
        > PredictableBernstein.interval(four, 0.5).low());
  }

  @Test
  void rejectsValuesOutsideTheRange() {
    assertEquals(
        "unit[1] is 1.5, expected a number in [0, 1].",
        assertThrows(
                IllegalArgumentException.class,
                () -> PredictableBernstein.interval(new double[] {0.1, 1.5}, 0.05))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> PredictableBernstein.confidenceSequence(new double[0], 0.05));
    assertThrows(IllegalArgumentException.class, () -> new PredictableBernstein.Options(1));
  }
}
