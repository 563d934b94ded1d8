package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceSequenceTest {
  private static final ConfidenceSequence.Options RUNNING =
      ConfidenceSequence.Options.DEFAULT.withMemory(ConfidenceSequence.Memory.RUNNING_INTERSECTION);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void oneValueAtATimeGivesWhatAllAtOnceGive(long seed) {
    double[] values = new SplittableRandom(seed).doubles(60).toArray();
    BettingBound.Options bold = BettingBound.Options.DEFAULT.withTruncation(0.9);
    ConfidenceSequence plain =
        new ConfidenceSequence(0.2, ConfidenceSequence.Options.DEFAULT.withBetting(bold));
    ConfidenceSequence running = new ConfidenceSequence(0.2, RUNNING.withBetting(bold));
    double low = 0;
    double high = 1;
    for (int t = 1; t <= values.length; t++) {
      plain.add(values[t - 1]);
      running.add(values[t - 1]);
      Interval whole = BettingBound.confidenceSequence(Arrays.copyOf(values, t), 0.2, bold);
      assertEquals(whole, plain.interval());
      low = Math.max(low, whole.low());
      high = Math.min(high, whole.high());
      assertEquals(low, running.interval().low(), 1e-11);
      assertEquals(high, running.interval().high(), 1e-11);
    }
    assertEquals(values.length, plain.size());
  }

  @Test
  void aTrendWidensTheCurrentIntervalButNotTheRunningOne() {
    ConfidenceSequence plain = new ConfidenceSequence(0.05, ConfidenceSequence.Options.DEFAULT);
    ConfidenceSequence running = new ConfidenceSequence(0.05, RUNNING);
    double highest = 1;
    // Mild enough that no interval excludes another; a strong trend empties the intersection.
    for (int t = 0; t < 120; t++) {
      plain.add(t < 100 ? 0 : 0.5);
      running.add(t < 100 ? 0 : 0.5);
      assertTrue(running.interval().high() <= highest);
      highest = running.interval().high();
    }
    assertTrue(plain.interval().high() > highest + 0.01, plain.interval() + " " + highest);
  }

  @Test
  void knowsNothingBeforeTheFirstValueAndRefusesWhatIsNoShare() {
    ConfidenceSequence sequence = new ConfidenceSequence(0.05, ConfidenceSequence.Options.DEFAULT);
    assertThrows(IllegalStateException.class, sequence::interval);
    assertEquals(
        "unit[0] is NaN, expected a number in [0, 1].",
        assertThrows(IllegalArgumentException.class, () -> sequence.add(Double.NaN))
            .getMessage());
    assertEquals(0, sequence.size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConfidenceSequence(0, ConfidenceSequence.Options.DEFAULT));
  }
}
