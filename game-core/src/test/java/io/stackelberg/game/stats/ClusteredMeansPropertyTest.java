package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusteredMeansPropertyTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void oneValuePerClusterIsThePlainStudentT(long seed) {
    double[] values = uniform(new SplittableRandom(seed), 30);
    MeanEstimate estimate =
        ClusteredMeans.mean(values, IntStream.range(0, values.length).toArray());
    assertEquals(StatUtils.mean(values), estimate.mean(), 1e-14);
    assertEquals(
        Math.sqrt(StatUtils.variance(values) / values.length), estimate.standardError(), 1e-14);
    assertEquals(values.length - 1, estimate.degreesOfFreedom());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void equalClustersAreThePlainStudentTOfTheirMeans(long seed) {
    // With m values per cluster, Σ_{i∈g}(x_i − x̄) = m (x̄_g − x̄) and n = G m, so m cancels. The
    // interval
    // is then exact for normal cluster means, whatever happens within a cluster.
    SplittableRandom random = new SplittableRandom(seed);
    int size = 1 + random.nextInt(5);
    double[] values = uniform(random, 12 * size);
    int[] clusters = IntStream.range(0, values.length).map(unit -> unit % 12).toArray();
    double[] means = new double[12];
    for (int unit = 0; unit < values.length; unit++) {
      means[clusters[unit]] += values[unit] / size;
    }
    MeanEstimate estimate = ClusteredMeans.mean(values, clusters);
    assertEquals(Math.sqrt(StatUtils.variance(means) / 12), estimate.standardError(), 1e-14);
    assertEquals(11, estimate.degreesOfFreedom());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void relabellingClustersChangesNothing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = uniform(random, 40);
    double[] baseline = uniform(random, 40);
    int[] clusters = random.ints(40, 0, 9).toArray();
    int[] relabelled = Arrays.stream(clusters).map(label -> 1000 - 17 * label).toArray();
    assertEquals(ClusteredMeans.mean(values, clusters), ClusteredMeans.mean(values, relabelled));
    assertEquals(
        ClusteredMeans.saving(baseline, values, clusters),
        ClusteredMeans.saving(baseline, values, relabelled));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void addingAConstantShiftsTheMeanAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = uniform(random, 40);
    int[] clusters = random.ints(40, 0, 9).toArray();
    double[] shifted = Arrays.stream(values).map(value -> value + 5).toArray();
    MeanEstimate plain = ClusteredMeans.mean(values, clusters);
    MeanEstimate moved = ClusteredMeans.mean(shifted, clusters);
    assertEquals(plain.mean() + 5, moved.mean(), 1e-13);
    assertEquals(plain.standardError(), moved.standardError(), 1e-13);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void savingIgnoresTheUnitOfCost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] baseline = uniform(random, 40);
    double[] cost = uniform(random, 40);
    int[] clusters = random.ints(40, 0, 9).toArray();
    MeanEstimate tokens = ClusteredMeans.saving(baseline, cost, clusters);
    MeanEstimate thousands = ClusteredMeans.saving(
        Arrays.stream(baseline).map(value -> value * 1000).toArray(),
        Arrays.stream(cost).map(value -> value * 1000).toArray(),
        clusters);
    assertEquals(tokens.mean(), thousands.mean(), 1e-12);
    assertEquals(tokens.standardError(), thousands.standardError(), 1e-12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void againstAConstantBaselineTheSavingIsAPlainMean(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] cost = uniform(random, 40);
    int[] clusters = random.ints(40, 0, 9).toArray();
    double[] baseline = new double[40];
    Arrays.fill(baseline, 4);
    MeanEstimate mean = ClusteredMeans.mean(cost, clusters);
    MeanEstimate saving = ClusteredMeans.saving(baseline, cost, clusters);
    assertEquals(1 - mean.mean() / 4, saving.mean(), 1e-14);
    assertEquals(mean.standardError() / 4, saving.standardError(), 1e-14);
    assertEquals(mean.degreesOfFreedom(), saving.degreesOfFreedom());
  }

  private static double[] uniform(SplittableRandom random, int length) {
    return random.doubles(length).toArray();
  }
}
