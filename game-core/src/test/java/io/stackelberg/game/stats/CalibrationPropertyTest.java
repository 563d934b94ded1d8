package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationPropertyTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void temperatureNeverRaisesTheLossOfItsOwnData(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ActionForecasts forecasts = actions(random, 1 + random.nextInt(60), 2 + random.nextInt(4));
    TemperatureScaling scaling =
        TemperatureScaling.fit(forecasts, TemperatureScaling.Options.DEFAULT);
    double before = ProperScores.logLoss(forecasts).mean();
    double after = ProperScores.logLoss(forecasts.mapped(scaling::apply)).mean();
    assertTrue(after <= before + 1e-12, after + " > " + before);
    assertEquals(scaling.loss(), after, 1e-9);
    assertEquals(scaling.lossAtOne(), before, 1e-12);
    // No temperature of a grid does better: an independent search.
    for (double log = -6.9; log < 6.9; log += 0.05) {
      double temperature = Math.exp(log);
      double loss = ProperScores.logLoss(forecasts.mapped(row -> softened(row, temperature)))
          .mean();
      assertTrue(scaling.loss() <= loss + 1e-12, "T = " + temperature + " has loss " + loss);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void temperatureScalesWithTheScores(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] scores = new double[40][];
    double[][] tripled = new double[40][];
    for (int row = 0; row < 40; row++) {
      scores[row] = random.doubles(3, -2, 2).toArray();
      tripled[row] = Arrays.stream(scores[row]).map(score -> 3 * score + 5).toArray();
    }
    int[] actions = random.ints(40, 0, 3).toArray();
    var wide = TemperatureScaling.Options.DEFAULT.withBracket(1e-6, 1e9);
    TemperatureScaling one = TemperatureScaling.fit(scores, actions, wide);
    if (one.ending() == TemperatureScaling.Ending.MINIMUM) {
      TemperatureScaling three = TemperatureScaling.fit(tripled, actions, wide);
      assertEquals(3, three.temperature() / one.temperature(), 1e-6);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isotonicMapsAreIncreasingIdempotentAndCalibratedOnTheirData(long seed) {
    BinaryForecasts forecasts = events(new SplittableRandom(seed), 40);
    IsotonicMap map = IsotonicMap.fit(forecasts);
    for (int block = 1; block < map.values().size(); block++) {
      assertTrue(map.values().get(block) > map.values().get(block - 1));
    }
    BinaryForecasts mapped = forecasts.mapped(map::apply);
    IsotonicMap again = IsotonicMap.fit(mapped);
    for (int index = 0; index < forecasts.size(); index++) {
      assertEquals(mapped.probability(index), again.apply(mapped.probability(index)), 1e-12);
    }
    // Each block's value is the mean outcome of its members, so the mean is kept.
    Reliability table = Reliability.of(mapped, new Reliability.Options(10, 1));
    assertEquals(0, table.gap().mean(), 1e-12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isotonicMapsMinimiseTheSquaredError(long seed) {
    // The least-squares nondecreasing fit is constant on blocks at their means, so the best of all
    // partitions into blocks of nondecreasing means is the optimum: at most 2^(n−1) partitions.
    SplittableRandom random = new SplittableRandom(seed);
    int size = 2 + random.nextInt(8);
    double[] probabilities =
        IntStream.range(0, size).mapToDouble(i -> (i + 0.5) / size).toArray();
    double[] outcomes =
        random.doubles(size).map(y -> seed % 2 == 0 ? Math.rint(y) : y).toArray();
    double[] weights = random.doubles(size, 0.1, 3).toArray();
    BinaryForecasts forecasts = new BinaryForecasts(probabilities, outcomes, new int[size]);
    IsotonicMap map = IsotonicMap.fit(forecasts, weights);
    double[] fitted = Arrays.stream(probabilities).map(map::apply).toArray();
    double best = Double.POSITIVE_INFINITY;
    for (int cuts = 0; cuts < 1 << (size - 1); cuts++) {
      best = Math.min(best, error(outcomes, weights, blockMeans(outcomes, weights, cuts)));
    }
    assertEquals(best, error(outcomes, weights, fitted), 1e-12);
  }

  /** Block means by member, a bit of {@code cuts} ending a block; empty if they are not nondecreasing. */
  private static double[] blockMeans(double[] outcomes, double[] weights, int cuts) {
    double[] means = new double[outcomes.length];
    double previous = Double.NEGATIVE_INFINITY;
    int start = 0;
    for (int end = 1; end <= outcomes.length; end++) {
      if (end == outcomes.length || (cuts >> (end - 1) & 1) == 1) {
        double sum = 0;
        double weight = 0;
        for (int index = start; index < end; index++) {
          sum += weights[index] * outcomes[index];
          weight += weights[index];
        }
        if (sum / weight < previous) {
          return new double[0];
        }
        previous = sum / weight;
        Arrays.fill(means, start, end, previous);
        start = end;
      }
    }
    return means;
  }

  private static double error(double[] outcomes, double[] weights, double[] fitted) {
    if (fitted.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    for (int index = 0; index < outcomes.length; index++) {
      sum += weights[index] * (outcomes[index] - fitted[index]) * (outcomes[index] - fitted[index]);
    }
    return sum;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void calibrationErrorIgnoresTheOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BinaryForecasts forecasts = events(random, 60);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    BinaryForecasts shuffled =
        forecasts.at(order.stream().mapToInt(Integer::intValue).toArray());
    var options = new Reliability.Options(1 + random.nextInt(15), 1);
    double error = Reliability.of(forecasts, options).calibrationError().orElseThrow();
    assertEquals(error, Reliability.of(shuffled, options).calibrationError().orElseThrow(), 1e-12);
    assertEquals(IsotonicMap.fit(forecasts).starts(), IsotonicMap.fit(shuffled).starts());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void finerBinsNeverLowerTheCalibrationError(long seed) {
    // Each bin of five is the union of four of twenty; |a + b| <= |a| + |b|. The bounds 4k/20 and
    // k/5 are
    // the same doubles.
    BinaryForecasts forecasts = events(new SplittableRandom(seed), 60);
    double coarse = Reliability.of(forecasts, new Reliability.Options(5, 1))
        .calibrationError()
        .orElseThrow();
    double fine = Reliability.of(forecasts, new Reliability.Options(20, 1))
        .calibrationError()
        .orElseThrow();
    assertTrue(coarse <= fine + 1e-12, coarse + " > " + fine);
  }

  /** Forecasts of twelve sessions, with repeated probabilities. */
  private static BinaryForecasts events(RandomGenerator random, int size) {
    return new BinaryForecasts(
        random.doubles(size).map(p -> Math.rint(30 * p) / 30).toArray(),
        random.doubles(size).map(Math::rint).toArray(),
        random.ints(size, 0, 12).toArray());
  }

  private static ActionForecasts actions(RandomGenerator random, int size, int count) {
    double[][] probabilities = new double[size][];
    for (int row = 0; row < size; row++) {
      double[] scores = random.doubles(count, -3, 3).map(Math::exp).toArray();
      double sum = Arrays.stream(scores).sum();
      probabilities[row] = Arrays.stream(scores).map(score -> score / sum).toArray();
    }
    return new ActionForecasts(
        probabilities,
        random.ints(size, 0, count).toArray(),
        random.ints(size, 0, 5).toArray());
  }

  private static double[] softened(double[] row, double temperature) {
    double top = Arrays.stream(row).max().orElseThrow();
    double[] powers =
        Arrays.stream(row).map(p -> Math.pow(p / top, 1 / temperature)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }
}
