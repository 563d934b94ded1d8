package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often a policy that loses more than the margin is admitted, at a fixed seed.
 *
 * <p>If the true mean lies below −margin, admission as a whole needs a lower bound of level δ/2 above the
 * true mean, which a finite-sample bound exceeds with probability at most δ/2. Over R independent
 * calibrations the number of admissions is then at most binomial(R, δ/2) in distribution, and exceeds
 * R δ/2 + 4 √(R δ/2 (1 − δ/2)) with probability below 1e-3 (normal tail 3e-5; the binomial is skewed). With
 * R = 2000 and δ = 0.2: 200 expected at most, 254 allowed.
 */
@Tag("slow")
class AdmissionCoverageTest {
  private static final int REPETITIONS = 2000;
  private static final double DELTA = 0.2;
  private static final double MARGIN = 0.02;
  private static final Directive BASELINE = new Directive("normal");
  private static final List<Commitment> TWO = List.of(new Directive("a"), new Directive("b"));
  private static final double ALLOWED =
      REPETITIONS * DELTA / 2 + 4 * Math.sqrt(REPETITIONS * DELTA / 2 * (1 - DELTA / 2));

  /** Calibration sessions that lose 1 by one commitment, gain 1 by another, or show no change. */
  private static CalibrationEvidence draw(
      int sessions, double lossProbability, double gainProbability, SplittableRandom random) {
    double[][] rows = new double[sessions][2];
    for (double[] row : rows) {
      double position = random.nextDouble();
      row[0] = position < lossProbability ? -1 : 0;
      row[1] = position > 1 - gainProbability ? 1 : 0;
    }
    double[][] weights = new double[sessions][];
    Arrays.setAll(weights, session -> new double[] {0.5, 0.5});
    return new CalibrationEvidence(TWO, rows, weights, 1);
  }

  private static int admissions(
      LowerBound bound, int sessions, double lossProbability, double gainProbability, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SafeSetProjection strategy =
        new SafeSetProjection(SafeSetProjection.Options.DEFAULT.withBound(bound));
    int admitted = 0;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      CalibrationEvidence evidence = draw(sessions, lossProbability, gainProbability, random);
      RepairedPolicy repaired = strategy.repair(
          LeaderPolicy.always(TWO.get(0)), BASELINE, policy -> evidence, MARGIN, DELTA);
      admitted += repaired.whole().isAdmitted() ? 1 : 0;
    }
    return admitted;
  }

  /**
   * The true loss is loss − gain: just above the margin of 0.02, or twice as much. Sessions of ±1 are where
   * the bounds come closest to their level, rare losses are where asymptotic ones fail.
   */
  @ParameterizedTest
  @CsvSource({
    "BETTING, 30, 0.0201, 0",
    "BETTING, 300, 0.0201, 0",
    "BETTING, 300, 0.04, 0",
    "BETTING, 300, 0.11, 0.0899",
    "BETTING, 300, 0.51005, 0.48995",
    "HOEFFDING, 30, 0.0201, 0",
    "HOEFFDING, 300, 0.0201, 0",
    "HOEFFDING, 300, 0.11, 0.0899",
    "HOEFFDING, 30, 0.51005, 0.48995",
    "HOEFFDING, 300, 0.51005, 0.48995"
  })
  void aPolicyThatLosesMoreThanTheMarginIsSeldomAdmitted(
      LowerBound bound, int sessions, double loss, double gain) {
    int admitted = admissions(bound, sessions, loss, gain, 20240611);
    assertTrue(admitted <= ALLOWED, admitted + " of " + REPETITIONS);
  }

  @Test
  void theBettingBoundAdmitsWhatIsHarmless() {
    // Without this, a bound that admits nothing would pass above. Where no session changes, the
    // capital against −margin, which is 0.49 on the unit scale, grows by the factor 1 + 0.01 λ per
    // session; λ is at its cap of 0.5/0.49 once the variance has shown to be small, so that 500
    // sessions reach about e^5, beyond 1/(δ/2) = 10.
    int admitted = admissions(LowerBound.BETTING, 500, 0, 0, 20240612);
    assertTrue(admitted >= 0.99 * REPETITIONS, admitted + " of " + REPETITIONS);
  }

  @Test
  void theYardstickDetectsABoundThatIsTooHigh() {
    // Student's t on 30 sessions sees no loss with probability 0.9799^30 = 0.54, and then has no
    // doubt.
    int admitted = admissions(LowerBound.STUDENT, 30, 0.0201, 0, 20240611);
    assertTrue(admitted > 2 * ALLOWED, admitted + " of " + REPETITIONS);
  }
}
