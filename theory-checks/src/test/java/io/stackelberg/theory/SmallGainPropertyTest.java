package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Certificates against what the eigenvalues of random linear fields say. */
class SmallGainPropertyTest {
  private static LinearField field(RandomGenerator random) {
    int size = 2 + random.nextInt(3);
    double strength = 2 * random.nextDouble();
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        boolean isZero = random.nextInt(5) == 0;
        matrix[i][j] = i == j
            ? 0.5 + random.nextDouble()
            : isZero ? 0 : strength * (2 * random.nextDouble() - 1);
      }
    }
    return new LinearField(matrix);
  }

  private static double[] equal(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Tag("slow")
  @Test
  void aCertificateImpliesStabilityAndItsFailureNothing() {
    int held = 0;
    int stableButOpen = 0;
    int diverging = 0;
    for (int seed = 0; seed < 1000; seed++) {
      LinearField field = field(new SplittableRandom(seed));
      SmallGainCheck.Question question = SmallGainCheck.Question.DEFAULT.withField(field);
      CheckResult result = SmallGainCheck.check(field.bounds(), question);
      double truth = field.leastRealPart();
      if (result instanceof CheckResult.Holds holds) {
        held++;
        assertTrue(holds.margin() <= truth + 1e-12, "seed " + seed + ": " + truth);
      } else if (result instanceof CheckResult.Violated) {
        diverging++;
        assertTrue(truth < 0, "seed " + seed + ": " + truth);
      } else {
        stableButOpen += truth > 0 ? 1 : 0;
        assertTrue(truth > -1e-6, "seed " + seed + ": " + truth);
      }
    }
    assertTrue(
        held > 100 && stableButOpen > 100 && diverging > 50,
        held + " " + stableButOpen + " " + diverging);
  }

  /** Sign-blind couplings: the worst field of given bounds is K itself, so the certificate is exact there. */
  @Test
  void marginAndLipschitzEncloseTheEigenvalues() {
    for (int seed = 0; seed < 1000; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      SmallGain gain = field(random).bounds();
      int size = gain.players();
      double[] weights = new double[size];
      double[][] comparison = new double[size][size];
      double[][] worst = new double[size][size];
      for (int i = 0; i < size; i++) {
        weights[i] = StrictMath.exp(4 * random.nextDouble() - 2);
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double ratio = StrictMath.sqrt(weights[i] / weights[j]);
          comparison[i][j] = i == j
              ? gain.strength(i)
              : -0.5 * (ratio * gain.coupling(i, j) + gain.coupling(j, i) / ratio);
          worst[i][j] = i == j ? gain.own(i) : gain.coupling(i, j);
        }
      }
      double least = Double.POSITIVE_INFINITY;
      for (double value :
          new EigenDecompositionSymmetric(new Array2DRowRealMatrix(comparison)).getEigenvalues()) {
        least = Math.min(least, value);
      }
      double margin = gain.margin(weights);
      assertEquals(least, margin, 1e-11 * (1 + Math.abs(least)), "seed " + seed);
      double lipschitz = new LinearField(worst).lipschitz(weights);
      assertEquals(lipschitz, gain.lipschitz(weights), 1e-11 * lipschitz, "seed " + seed);
    }
  }

  @Tag("slow")
  @Test
  void weightsExistExactlyBelowGainRadiusOne() {
    for (int seed = 0; seed < 300; seed++) {
      SmallGain gain = field(new SplittableRandom(seed)).bounds();
      double radius = gain.gainRadius();
      if (radius < 1 - 1e-9) {
        SmallGain.Metric best = gain.bestMetric();
        double constructed = gain.margin(gain.constructedWeights().orElseThrow());
        assertTrue(constructed > 0, "seed " + seed);
        assertTrue(best.margin() >= constructed - 1e-12, "seed " + seed);
      } else {
        assertTrue(gain.bestMetric().margin() <= 1e-12, "seed " + seed);
      }
    }
  }

  /** No drawn weights may beat the best found by more than the stated gap. */
  @Tag("slow")
  @Test
  void theGapOfTheBestMetricIsHonest() {
    int tight = 0;
    int asked = 0;
    for (int seed = 0; seed < 100; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      SmallGain gain = field(random).bounds();
      if (gain.gainRadius() >= 1) {
        continue;
      }
      SmallGain.Metric best = gain.bestMetric();
      asked++;
      tight += best.gap() < 1e-6 ? 1 : 0;
      double[] tried = new double[gain.players()];
      for (int draw = 0; draw < 100; draw++) {
        double width = StrictMath.pow(10, 1 - 4 * random.nextDouble());
        for (int i = 0; i < tried.length; i++) {
          tried[i] = best.weights().get(i) * StrictMath.exp(width * (2 * random.nextDouble() - 1));
        }
        assertTrue(gain.margin(tried) <= best.margin() + best.gap(), "seed " + seed);
      }
    }
    assertTrue(tight >= 0.9 * asked, tight + " of " + asked);
  }

  @Test
  void theBandIsWhereTheMarginExceedsTheTarget() {
    int bands = 0;
    for (int seed = 0; seed < 300; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      double there = 3 * random.nextDouble();
      double back = 0.3 * random.nextDouble();
      double[] strength = {0.5 + random.nextDouble(), 0.5 + random.nextDouble()};
      SmallGain gain = new SmallGain(strength, new double[][] {{0, there}, {back, 0}}, strength);
      double target = 0.3 * random.nextDouble();
      var band = gain.band(target);
      if (band.isEmpty()) {
        assertTrue(gain.bestMetric().margin() <= target + 1e-9, "seed " + seed);
        continue;
      }
      bands++;
      for (double end : new double[] {band.get().low(), band.get().high()}) {
        assertEquals(target, gain.margin(new double[] {end, 1}), 1e-9, "seed " + seed);
      }
      double inside = StrictMath.sqrt(band.get().low() * band.get().high());
      assertTrue(gain.margin(new double[] {inside, 1}) > target, "seed " + seed);
    }
    assertTrue(bands > 100, bands + " bands");
  }

  /** Steps below the limits must shorten differences of every field within the bounds. */
  @Tag("slow")
  @Test
  void stepsBelowTheLimitsContract() {
    int steps = 0;
    for (int seed = 0; seed < 500; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      LinearField field = field(random);
      SmallGain gain = field.bounds();
      if (gain.gainRadius() >= 1) {
        continue;
      }
      double[] weights =
          gain.bestMetric().weights().stream().mapToDouble(weight -> weight).toArray();
      double margin = gain.margin(weights);
      double lipschitz = gain.lipschitz(weights);
      double share = random.nextDouble();
      double euler = share * SmallGain.eulerLimit(margin, lipschitz);
      double factor = SmallGain.eulerFactor(euler, margin, lipschitz);
      double moved = field.stepNorm(LinearField.Stepping.EULER, euler, weights);
      assertTrue(moved <= factor + 1e-9, "seed " + seed + ": " + moved + " > " + factor);
      double longer = share * SmallGain.rungeKuttaLimit(margin, lipschitz);
      double length = field.stepNorm(LinearField.Stepping.RUNGE_KUTTA, longer, weights);
      assertTrue(length < 1, "seed " + seed + ": " + length);
      steps++;
    }
    assertTrue(steps > 50, steps + " steps");
  }

  @Test
  void equalWeightsAreMeasuredWithoutSearch() {
    SmallGain gain =
        new SmallGain(new double[] {1, 1}, new double[][] {{0, 4}, {0.1, 0}}, new double[] {1, 1});
    assertEquals(-1.05, gain.margin(equal(2)), 1e-9);
    CheckResult open =
        SmallGainCheck.check(gain, SmallGainCheck.Question.DEFAULT.withWeights(List.of(1.0, 1.0)));
    assertInstanceOf(CheckResult.Inconclusive.class, open);
  }

  /** One-way coupling: the margin has no maximum, it tends to the strength as the ratio of weights vanishes. */
  @Test
  void aSupremumThatIsNotAttainedIsReported() {
    SmallGain gain =
        new SmallGain(new double[] {1, 1}, new double[][] {{0, 4}, {0, 0}}, new double[] {1, 1});
    assertEquals(0, gain.gainRadius(), 1e-12);
    SmallGain.Metric best = gain.bestMetric();
    assertEquals(1, best.margin() + best.gap(), 1e-3);
    assertTrue(best.margin() > 0.99, best::toString);
    SmallGain.Band band = gain.band(0).orElseThrow();
    assertEquals(0, band.low());
    assertEquals(0.25, band.high(), 1e-12);
  }
}
