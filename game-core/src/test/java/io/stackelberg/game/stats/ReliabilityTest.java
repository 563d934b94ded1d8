package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static final Reliability.Options FIVE = new Reliability.Options(5, 1);

  @Test
  void eightForecastsByHand() {
    // (0,.2]: .1 .2, sum of gaps −.3; (.2,.4]: .3, −.3; (.4,.6]: .6 .55, 1 − 1.15 = −.15;
    // (.6,.8]: .8 .7, 1 − 1.5 = −.5; (.8,1]: .9, .1. Total 1.35/8.
    Reliability table = Reliability.of(ForecastsTest.eight(), FIVE);
    assertEquals(0.16875, table.calibrationError().orElseThrow(), 1e-12);
    assertEquals(
        List.of(2, 1, 2, 2, 1),
        table.bins().stream().map(Reliability.Bin::forecasts).toList());
    Reliability.Bin fourth = table.bins().get(3);
    assertEquals(.75, fourth.meanForecast(), 1e-15);
    assertEquals(new MeanEstimate(.5, .5, 1), fourth.outcome().estimate());
    assertEquals(-.25, fourth.gap().mean(), 1e-15);
    assertEquals(.6, fourth.low());
    assertEquals(.8, fourth.high());
    assertEquals(-1.15 / 8, table.gap().mean(), 1e-12);
  }

  @Test
  void boundsBelongToTheBinBelow() {
    // 3/10 as a double is below 0.1 * 3, so ⌈10 p⌉ and p > k/10 may disagree; the double k/B
    // decides.
    double[] bounds = IntStream.rangeClosed(0, 10).mapToDouble(k -> k / 10.0).toArray();
    Reliability table = Reliability.of(
        new BinaryForecasts(bounds, new double[11], new int[11]), new Reliability.Options(10, 1));
    assertEquals(
        List.of(2, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        table.bins().stream().map(Reliability.Bin::forecasts).toList());
    double above = Math.nextUp(.3);
    Reliability one = Reliability.of(
        new BinaryForecasts(new double[] {above}, new double[1], new int[1]),
        new Reliability.Options(10, 1));
    assertEquals(.3, one.bins().get(0).low());
    // 7/25 * 25 rounds to above 7, so ⌈25 p⌉ would be 8; the double 7/25 decides.
    Reliability seventh = Reliability.of(
        new BinaryForecasts(new double[] {7.0 / 25}, new double[1], new int[1]),
        new Reliability.Options(25, 1));
    assertEquals(7.0 / 25, seventh.bins().get(0).high());
  }

  @Test
  void regionsWithFewSessionsAreUnknownNotZero() {
    BinaryForecasts forecasts = new BinaryForecasts(
        new double[] {.5, .5, .5, .5, .5}, new double[] {1, 0, 1, 1, 1}, new int[] {0, 1, 2, 3, 3});
    Map<String, Reliability> tables = Reliability.byRegion(
        forecasts, List.of("low", "low", "low", "high", "high"), FIVE.withMinimumSessions(2));
    assertEquals(List.of("low", "high"), List.copyOf(tables.keySet()));
    assertEquals(1.0 / 6, tables.get("low").calibrationError().orElseThrow(), 1e-15);
    // Two forecasts, but of one session.
    assertEquals(OptionalDouble.empty(), tables.get("high").calibrationError());
    assertTrue(tables.get("high").errorInterval(.95).isEmpty());
    assertEquals(2, tables.get("high").forecasts());
    assertEquals(.5, tables.get("high").gap().mean());
  }

  @Test
  void aGoodOverallTableMayHideTwoBadRegions() {
    // Outcomes 1 in one region and 0 in the other, forecast .5 in both.
    int size = 40;
    double[] half = new double[size];
    Arrays.fill(half, .5);
    double[] outcomes = IntStream.range(0, size).mapToDouble(index -> index % 2).toArray();
    List<Integer> regions =
        IntStream.range(0, size).map(index -> index % 2).boxed().toList();
    BinaryForecasts forecasts =
        new BinaryForecasts(half, outcomes, IntStream.range(0, size).toArray());
    assertEquals(0, Reliability.of(forecasts, FIVE).calibrationError().orElseThrow());
    Map<Integer, Reliability> tables =
        Reliability.byRegion(forecasts, regions, FIVE.withMinimumSessions(20));
    assertEquals(.5, tables.get(0).calibrationError().orElseThrow());
    assertEquals(.5, tables.get(1).calibrationError().orElseThrow());
    // 20 sessions, five bins: radius √((5 log 2 + log 20)/40) = 0.402.
    Interval interval = tables.get(1).errorInterval(.95).orElseThrow();
    assertEquals(.5 - Math.sqrt(Math.log(32 * 20) / 40), interval.low(), 1e-12);
    assertTrue(interval.low() > 0);
  }

  @Test
  void oneForecastAndOneClass() {
    Reliability one =
        Reliability.of(new BinaryForecasts(new double[] {1}, new double[] {1}, new int[1]), FIVE);
    assertEquals(0, one.calibrationError().orElseThrow());
    assertEquals(new Interval(0, 0, 1), one.errorInterval(.95).orElseThrow());
    assertEquals(
        OptionalDouble.empty(),
        Reliability.of(
                new BinaryForecasts(new double[] {1}, new double[] {1}, new int[1]),
                Reliability.Options.DEFAULT)
            .calibrationError());
    Reliability wrong = Reliability.of(
        new BinaryForecasts(new double[] {1, 1}, new double[2], new int[] {0, 1}), FIVE);
    assertEquals(1, wrong.calibrationError().orElseThrow());
  }

  @Test
  @Tag("slow")
  void theErrorIntervalCoversAndThePlugInIsBiased() {
    // 60 sessions of 1 to 4 turns, one shared draw a session; p on a grid of ten bins, true gap
    // 0.15 in the upper half and 0 below. Given the forecasts the target is 0.15 times the upper
    // share, for all
    // forecasts of a bin share one gap. Misses at most δ + 3 √(δ(1 − δ)/reps).
    int repetitions = 1000;
    double delta = .05;
    SplittableRandom random = new SplittableRandom(31);
    int missed = 0;
    double bias = 0;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      int size = 0;
      double[] probabilities = new double[240];
      double[] outcomes = new double[240];
      int[] sessions = new int[240];
      double target = 0;
      for (int session = 0; session < 60; session++) {
        double shared = random.nextDouble();
        int length = 1 + random.nextInt(4);
        for (int turn = 0; turn < length; turn++) {
          int bin = random.nextInt(10);
          probabilities[size] = (bin + .5) / 10;
          double gap = bin >= 5 ? -.15 : 0;
          target -= gap;
          outcomes[size] = shared < probabilities[size] + gap ? 1 : 0;
          sessions[size++] = session;
        }
      }
      Reliability table = Reliability.of(
          new BinaryForecasts(
              Arrays.copyOf(probabilities, size),
              Arrays.copyOf(outcomes, size),
              Arrays.copyOf(sessions, size)),
          Reliability.Options.DEFAULT);
      Interval interval = table.errorInterval(1 - delta).orElseThrow();
      missed += interval.contains(target / size) ? 0 : 1;
      bias += (interval.estimate() - target / size) / repetitions;
    }
    assertTrue(
        missed <= repetitions * (delta + 3 * Math.sqrt(delta * (1 - delta) / repetitions)),
        missed + " missed");
    // Jensen: E|gap| >= |E gap|. The mean over repetitions has an error of at most 0.5/√1000 =
    // 0.016.
    assertTrue(bias > .016, "bias " + bias);
  }

  @Test
  void refusesBadInput() {
    ForecastsTest.refused(
        "number of regions is 1, expected 8.",
        () -> Reliability.byRegion(ForecastsTest.eight(), List.of("a"), FIVE));
    ForecastsTest.refused("bins is 0, expected a whole number >= 1.", () -> FIVE.withBins(0));
    ForecastsTest.refused("bins is 501, expected a whole number <= 500.", () -> FIVE.withBins(501));
  }
}
