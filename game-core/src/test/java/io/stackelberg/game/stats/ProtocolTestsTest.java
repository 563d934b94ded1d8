package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Holm's correction, the sign-flip test and the bootstrap of a saving. */
class ProtocolTestsTest {
  @Test
  void holmStepsDown() {
    // By hand: 0.01 · 4, 0.02 · 3, 0.03 · 2, max(0.06, 0.9 · 1); in ascending order .04, .06, .06,
    // .9.
    assertArrayEquals(
        new double[] {0.9, 0.04, 0.06, 0.06},
        Holm.adjusted(new double[] {0.9, 0.01, 0.03, 0.02}),
        1e-12);
    assertArrayEquals(new double[] {1, 1}, Holm.adjusted(new double[] {0.6, 0.7}), 0);
  }

  @Test
  void signFlipsCountTheOneExtremePattern() {
    // Five equal differences above the threshold: only the pattern of all five signs reaches their
    // sum, 1/32.
    double[] differences = {0.2, 0.2, 0.2, 0.2, 0.2};
    SignFlipTest test = SignFlipTest.above(differences, 0, 100_000, new SplittableRandom(3));
    // Three standard errors of a binomial share at 1/32: 3 √(.03125 · .96875/100000) = .0017.
    assertEquals(1.0 / 32, test.p(), 0.0017);
    assertEquals(
        1, SignFlipTest.above(differences, 0.3, 1000, new SplittableRandom(3)).p(), 0.05);
    assertThrows(
        IllegalArgumentException.class,
        () -> SignFlipTest.above(new double[] {Double.NaN}, 0, 10, new SplittableRandom(1)));
  }

  @Test
  void aConstantSavingHasNoWidth() {
    Interval interval = ClusterBootstrap.saving(
        new double[] {10, 20, 30}, new double[] {8, 16, 24}, 0.95, 500, new SplittableRandom(1));
    assertEquals(0.2, interval.estimate(), 1e-12);
    assertEquals(interval.low(), interval.high(), 1e-12);
  }

  @Test
  void theIntervalCoversASkewedSaving() {
    // Cost of a session: lognormal; the policy pays 0.8 of it times an own lognormal of mean 1. The
    // saving of means
    // is .2. 300 studies of 60 sessions at 90 %: a true coverage of 88 % or more gives less than
    // 240 (80 %) with a
    // probability below 1e-4 (binomial, 4 standard errors of .019).
    SplittableRandom random = new SplittableRandom(20260622);
    int covered = 0;
    for (int study = 0; study < 300; study++) {
      double[] base = new double[60];
      double[] own = new double[60];
      for (int session = 0; session < 60; session++) {
        base[session] = StrictMath.exp(0.6 * random.nextGaussian());
        own[session] = 0.8 * base[session] * StrictMath.exp(0.3 * random.nextGaussian() - 0.045);
      }
      Interval interval = ClusterBootstrap.saving(base, own, 0.9, 400, random);
      covered += interval.contains(0.2) ? 1 : 0;
    }
    assertTrue(covered >= 240 && covered <= 291, "covered " + covered + " of 300");
  }
}
