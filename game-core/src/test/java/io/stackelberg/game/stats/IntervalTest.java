package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void endsBelongToTheInterval() {
    Interval interval = new Interval(0.5, 0.25, 1);
    assertTrue(interval.contains(0.25));
    assertTrue(interval.contains(1));
    assertFalse(interval.contains(Math.nextUp(1.0)));
    assertFalse(interval.contains(Double.NaN));
    assertEquals(0.75, interval.width());
  }

  @Test
  void endsMayBeInfinite() {
    assertEquals(INFINITY, new Interval(3, -INFINITY, INFINITY).width());
  }

  @Test
  void rejectsWhatIsNotOrdered() {
    assertThrows(IllegalArgumentException.class, () -> new Interval(0, 0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Interval(2, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Interval(0, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Interval(0, -1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Interval(Double.NaN, -1, 1));
    String message = assertThrows(IllegalArgumentException.class, () -> new Interval(2, 0, 1))
        .getMessage();
    assertEquals("interval is [0.0, 1.0], expected low <= estimate = 2.0 <= high.", message);
  }
}
