package io.stackelberg.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.util.ListStatistics;

class TimingTest {
  @Test
  void ratioIntervalIsErrorPropagationOnTheLogarithm() {
    Timing candidate = new Timing(2, OptionalDouble.of(0.2));
    Timing baseline = new Timing(4, OptionalDouble.of(0.4));
    assertEquals(0.5, candidate.ratioTo(baseline), 1e-15);
    // Both relative half-widths are 0.1: factor exp(0.1 √2) = exp(0.141421356) = 1.151910.
    assertEquals(1.151910, candidate.ratioFactor(baseline).getAsDouble(), 1e-6);
  }

  @Test
  void unknownHalfWidthGivesNoInterval() {
    Timing known = new Timing(2, OptionalDouble.of(0.2));
    Timing unknown = new Timing(4, OptionalDouble.empty());
    assertTrue(known.ratioFactor(unknown).isEmpty());
    assertTrue(unknown.ratioFactor(known).isEmpty());
  }

  @Test
  void meanMustBePositive() {
    var error = assertThrows(
        IllegalArgumentException.class, () -> new Timing(Double.NaN, OptionalDouble.empty()));
    assertEquals("mean time is NaN, expected a finite number > 0.", error.getMessage());
  }

  /**
   * 10 000 pairs of runs of 15 iterations (three forks of five) with 10 % noise and a true ratio of 0.8.
   * At 99.9 % one expects 10 misses or fewer: with 14 degrees of freedom each, quadrature is on the
   * wide side. A Poisson count of mean 10 exceeds 25 with probability below 5e-5.
   */
  @Test
  void ratioIntervalCoversTheTrueRatio() {
    Random random = new Random(11);
    int misses = 0;
    for (int run = 0; run < 10_000; run++) {
      Timing candidate = measure(80, random);
      Timing baseline = measure(100, random);
      double logDistance = Math.abs(Math.log(candidate.ratioTo(baseline) / 0.8));
      if (logDistance > Math.log(candidate.ratioFactor(baseline).getAsDouble())) {
        misses++;
      }
    }
    assertTrue(misses <= 25, misses + " misses of 10000");
  }

  private static Timing measure(double mean, Random random) {
    double[] iterations = new double[15];
    for (int iteration = 0; iteration < iterations.length; iteration++) {
      iterations[iteration] = mean * (1 + 0.1 * random.nextGaussian());
    }
    ListStatistics statistics = new ListStatistics(iterations);
    return new Timing(statistics.getMean(), OptionalDouble.of(statistics.getMeanErrorAt(0.999)));
  }
}
