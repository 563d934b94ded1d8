package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often finite-sample bounds miss a known mean, at a fixed seed.
 *
 * <p>A bound of level δ misses in a share of repetitions with mean at most δ and standard deviation at most
 * √(δ(1 − δ)/reps); three of those are allowed on top of δ.
 */
@Tag("slow")
class BoundCoverageTest {
  private static final double DELTA = 0.05;
  private static final int VALUES = 40;

  /** Laws on [0, 1] with a known mean. */
  enum Law {
    BERNOULLI(0.1) {
      @Override
      double draw(RandomGenerator random) {
        return random.nextDouble() < 0.1 ? 1 : 0;
      }
    },
    /** Beta(2, 5): the second smallest of six uniform draws. */
    BETA(2.0 / 7) {
      @Override
      double draw(RandomGenerator random) {
        return random.doubles(6).sorted().skip(1).findFirst().orElseThrow();
      }
    },
    TWO_POINT(0.95 * 0.2 + 0.05) {
      @Override
      double draw(RandomGenerator random) {
        return random.nextDouble() < 0.95 ? 0.2 : 1;
      }
    };

    final double mean;

    Law(double mean) {
      this.mean = mean;
    }

    abstract double draw(RandomGenerator random);

    double[] sample(RandomGenerator random, int length) {
      double[] values = new double[length];
      Arrays.setAll(values, index -> draw(random));
      return values;
    }
  }

  private static double allowed(int repetitions) {
    return DELTA + 3 * Math.sqrt(DELTA * (1 - DELTA) / repetitions);
  }

  @ParameterizedTest
  @EnumSource
  void fixedSampleBoundsKeepTheirLevel(Law law) {
    int repetitions = 2000;
    SplittableRandom random = new SplittableRandom(20240601);
    Map<String, Integer> misses = new LinkedHashMap<>();
    for (int repetition = 0; repetition < repetitions; repetition++) {
      double[] unit = law.sample(random, VALUES);
      double mean = StatUtils.mean(unit);
      double error = law.mean - mean; // positive when the sample is too low
      double variance = StatUtils.variance(unit);
      double oneSided = MeanBounds.empiricalBernsteinOneSided(variance, VALUES, DELTA);
      double twoSided = MeanBounds.empiricalBernsteinTwoSided(variance, VALUES, DELTA);
      count(misses, "hoeffding low", -error > MeanBounds.hoeffdingOneSided(VALUES, DELTA));
      count(misses, "hoeffding high", error > MeanBounds.hoeffdingOneSided(VALUES, DELTA));
      count(misses, "hoeffding", Math.abs(error) > MeanBounds.hoeffdingTwoSided(VALUES, DELTA));
      count(misses, "bernstein low", -error > oneSided);
      count(misses, "bernstein high", error > oneSided);
      count(misses, "bernstein", Math.abs(error) > twoSided);
      count(misses, "betting low", BettingBound.lowerBound(unit, DELTA) > law.mean);
      count(misses, "betting high", BettingBound.upperBound(unit, DELTA) < law.mean);
      count(misses, "betting", !BettingBound.interval(unit, DELTA).contains(law.mean));
      BettingBound.Options bold = BettingBound.Options.DEFAULT.withTruncation(0.9);
      count(
          misses,
          "predictable bernstein",
          !PredictableBernstein.interval(unit, DELTA).contains(law.mean));
      count(misses, "bold", !BettingBound.interval(unit, DELTA, bold).contains(law.mean));
    }
    misses.forEach((bound, missed) -> assertTrue(
        missed <= allowed(repetitions) * repetitions,
        bound + " missed " + missed + " of " + repetitions));
    assertTrue(misses.size() == 11, "every bound was counted");
  }

  @ParameterizedTest
  @EnumSource
  void theConfidenceSequenceHoldsAtEveryTime(Law law) {
    int repetitions = 300;
    SplittableRandom random = new SplittableRandom(20240602);
    int missed = 0;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      double[] unit = law.sample(random, VALUES);
      boolean everMissed = IntStream.rangeClosed(1, VALUES)
          .anyMatch(time -> !BettingBound.confidenceSequence(Arrays.copyOf(unit, time), DELTA)
              .contains(law.mean));
      missed += everMissed ? 1 : 0;
    }
    assertTrue(
        missed <= allowed(repetitions) * repetitions, missed + " of " + repetitions + " missed");
  }

  @ParameterizedTest
  @EnumSource
  void sequencesHoldAtEveryTimeUnderAnyMemory(Law law) {
    // Every interval of each sequence, of bold bets too; the running intersection misses at the end
    // exactly when some interval missed on the way.
    int repetitions = 600;
    SplittableRandom random = new SplittableRandom(20240604);
    ConfidenceSequence.Options running = ConfidenceSequence.Options.DEFAULT.withMemory(
        ConfidenceSequence.Memory.RUNNING_INTERSECTION);
    ConfidenceSequence.Options bold =
        running.withBetting(BettingBound.Options.DEFAULT.withTruncation(0.9));
    Map<String, Integer> misses = new LinkedHashMap<>();
    for (int repetition = 0; repetition < repetitions; repetition++) {
      double[] unit = law.sample(random, VALUES);
      ConfidenceSequence plainBets = new ConfidenceSequence(DELTA, running);
      ConfidenceSequence boldBets = new ConfidenceSequence(DELTA, bold);
      for (double value : unit) {
        plainBets.add(value);
        boldBets.add(value);
      }
      count(misses, "running", !plainBets.interval().contains(law.mean));
      count(misses, "bold running", !boldBets.interval().contains(law.mean));
      count(
          misses,
          "predictable bernstein",
          IntStream.rangeClosed(1, VALUES)
              .anyMatch(
                  time -> !PredictableBernstein.confidenceSequence(Arrays.copyOf(unit, time), DELTA)
                      .contains(law.mean)));
    }
    misses.forEach((bound, missed) -> assertTrue(
        missed <= allowed(repetitions) * repetitions,
        bound + " missed " + missed + " of " + repetitions));
  }

  @Test
  void theYardstickDetectsAnIntervalThatIsTooNarrow() {
    // Student's t on 40 draws of a success of probability 0.02: with probability 0.98^40 = 0.446 no
    // success is seen, and the interval is the point 0.
    int repetitions = 1000;
    SplittableRandom random = new SplittableRandom(20240603);
    int missed = 0;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      double[] unit = new double[VALUES];
      Arrays.setAll(unit, index -> random.nextDouble() < 0.02 ? 1 : 0);
      Interval student =
          ClusteredMeans.mean(unit, IntStream.range(0, VALUES).toArray()).interval(1 - DELTA);
      missed += student.contains(0.02) ? 0 : 1;
    }
    assertTrue(missed > allowed(repetitions) * repetitions, missed + " missed");
  }

  private static void count(Map<String, Integer> misses, String bound, boolean missed) {
    misses.merge(bound, missed ? 1 : 0, Integer::sum);
  }
}
