package io.stackelberg.response.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.response.inference.FiellerSet.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FiellerSetTest {
  /** 1/2 with error 0.25 below and t = 2: 1/[1.5, 2.5]. */
  @Test
  void reciprocalOfAnInterval() {
    FiellerSet set = FiellerSet.of(1, 2, 0, 0.0625, 0, 2);
    assertEquals(Shape.INTERVAL, set.shape());
    assertEquals(1 / 2.5, set.low(), 1e-12);
    assertEquals(1 / 1.5, set.high(), 1e-12);
  }

  /** Denominator in [−0.5, 1.5]: its reciprocal is below −2 or above 2/3. */
  @Test
  void weakDenominatorGivesTwoRays() {
    FiellerSet set = FiellerSet.of(1, 0.5, 0, 0.25, 0, 2);
    assertEquals(Shape.TWO_RAYS, set.shape());
    assertEquals(-2, set.low(), 1e-12);
    assertEquals(1 / 1.5, set.high(), 1e-12);
    assertFalse(set.contains(0));
    assertTrue(set.contains(2) && set.contains(-5));
  }

  @Test
  void nothingKnownGivesTheWholeLine() {
    FiellerSet set = FiellerSet.of(0.1, 0.1, 1, 1, 0, 2);
    assertEquals(Shape.WHOLE_LINE, set.shape());
    assertTrue(set.contains(1e9));
  }

  /**
   * Coverage is exact for normal estimates however weak the denominator: of 4,000 draws the share lies
   * within 3 √(0.95 · 0.05 / 4000) = 0.0103 of 0.95.
   */
  @Test
  void coversWithAWeakDenominator() {
    SplittableRandom random = new SplittableRandom(1);
    int covered = 0;
    for (int draw = 0; draw < 4_000; draw++) {
      double shared = random.nextGaussian();
      double above = 2 + 0.6 * shared + 0.8 * random.nextGaussian();
      covered += FiellerSet.of(above, 0.5 + shared, 1, 1, 0.6, 1.959964).contains(4) ? 1 : 0;
    }
    assertEquals(0.95, covered / 4_000.0, 0.0103);
  }
}
