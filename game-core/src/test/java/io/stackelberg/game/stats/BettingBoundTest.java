package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BettingBoundTest {
  private static double[] repeat(int times, double... block) {
    double[] values = new double[times * block.length];
    for (int index = 0; index < values.length; index++) {
      values[index] = block[index % block.length];
    }
    return values;
  }

  @Test
  void knownAnswersOnASpreadSample() {
    // Theory 4.1, printed to seven decimals: hedged sequence and fixed-n interval at t = n, α =
    // 0.05.
    double[] unit = repeat(25, 0.2, 0.4, 0.6, 0.8);
    Interval sequence = BettingBound.confidenceSequence(unit, 0.05);
    assertEquals(0.4336348, sequence.low(), 5e-8);
    assertEquals(0.5640929, sequence.high(), 5e-8);
    Interval fixed = BettingBound.interval(unit, 0.05);
    assertEquals(0.4411082, fixed.low(), 5e-8);
    assertEquals(0.5627426, fixed.high(), 5e-8);
    assertEquals(0.5, fixed.estimate(), 1e-15);
  }

  @Test
  void knownAnswersOnARareSuccess() {
    double[] unit = repeat(100, 0, 1, 0, 0);
    Interval sequence = BettingBound.confidenceSequence(unit, 0.05);
    assertEquals(0.1762317, sequence.low(), 5e-8);
    assertEquals(0.3287137, sequence.high(), 5e-8);
    Interval fixed = BettingBound.interval(unit, 0.05);
    assertEquals(0.1956074, fixed.low(), 5e-8);
    assertEquals(0.3139532, fixed.high(), 5e-8);
  }

  @Test
  void oneValueByHand() {
    // X = (1), α = 0.5, one-sided: λ_1 = √(2 log 2/(1/4)) = 2.355. Below m = 1/(2λ) the bet is λ
    // itself,
    // so 1 + λ(1 − m) = 2 at m = 1 − 1/λ = 0.575, beyond that range; above it the bet is 1/(2m),
    // and
    // 1 + (1 − m)/(2m) = 2 at m = 1/3. With the truncation 0.9 it is 0.9/m: 0.9(1 − m) = m, m =
    // 9/19.
    double lower = BettingBound.lowerBound(new double[] {1}, 0.5);
    assertEquals(1.0 / 3, lower, 1e-11);
    assertTrue(lower <= 1.0 / 3, "ends are rounded outwards");
    assertTrue(BettingBound.upperBound(new double[] {0}, 0.5) >= 2.0 / 3, "and so are upper ones");
    BettingBound.Options bold = BettingBound.Options.DEFAULT.withTruncation(0.9);
    assertEquals(9.0 / 19, BettingBound.lowerBound(new double[] {1}, 0.5, bold), 1e-11);
    assertEquals(10.0 / 19, BettingBound.upperBound(new double[] {0}, 0.5, bold), 1e-11);
    assertEquals(1, BettingBound.upperBound(new double[] {1}, 0.5), 1e-15);
  }

  @Test
  void aTrendMayExcludeTheSampleMean() {
    // A hundred zeros, then a hundred ones: the bets are bold against 0.5 while the values are
    // constant
    // and timid once they vary, so that 0.5, the sample mean, stays excluded.
    double[] unit = new double[200];
    Arrays.fill(unit, 100, 200, 1);
    Interval interval = BettingBound.interval(unit, 0.05);
    assertTrue(interval.high() < 0.5, interval.toString());
    assertEquals(interval.high(), interval.estimate());
  }

  @Test
  void rejectsValuesOutsideTheRange() {
    for (double bad : new double[] {-1e-9, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] unit = {0.1, 0.2, bad};
      String expected = "unit[2] is " + bad + ", expected a number in [0, 1].";
      assertEquals(
          expected,
          assertThrows(IllegalArgumentException.class, () -> BettingBound.lowerBound(unit, 0.05))
              .getMessage());
      assertThrows(IllegalArgumentException.class, () -> BettingBound.upperBound(unit, 0.05));
      assertThrows(IllegalArgumentException.class, () -> BettingBound.interval(unit, 0.05));
      assertThrows(
          IllegalArgumentException.class, () -> BettingBound.confidenceSequence(unit, 0.05));
    }
    double[] unit = {0.1};
    assertThrows(IllegalArgumentException.class, () -> BettingBound.interval(new double[0], 0.05));
    assertThrows(IllegalArgumentException.class, () -> BettingBound.interval(unit, 0));
    assertThrows(IllegalArgumentException.class, () -> BettingBound.lowerBound(unit, 1));
    assertThrows(IllegalArgumentException.class, () -> new BettingBound.Options(1));
    assertThrows(IllegalArgumentException.class, () -> new BettingBound.Options(0));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mirroringTheValuesMirrorsTheInterval(long seed) {
    // Multiples of 1/64, so that 1 − x is exact.
    double[] unit = new SplittableRandom(seed)
        .ints(60, 0, 65)
        .asDoubleStream()
        .map(x -> x / 64)
        .toArray();
    double[] mirrored = Arrays.stream(unit).map(x -> 1 - x).toArray();
    Interval plain = BettingBound.interval(unit, 0.1);
    Interval turned = BettingBound.interval(mirrored, 0.1);
    assertEquals(1 - plain.high(), turned.low(), 1e-11);
    assertEquals(1 - plain.low(), turned.high(), 1e-11);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void oneSidedBoundsAreTheEndsAtTwiceTheLevel(long seed) {
    double[] unit = new SplittableRandom(seed).doubles(50).toArray();
    Interval interval = BettingBound.interval(unit, 0.1);
    assertEquals(interval.low(), BettingBound.lowerBound(unit, 0.05), 1e-11);
    assertEquals(interval.high(), BettingBound.upperBound(unit, 0.05), 1e-11);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSequenceIsTheDefinitionSearchedOnAGrid(long seed) {
    // {m : max(K⁺, K⁻) < 2/α}, written out with plain products, on a grid of step 1/2000.
    double[] unit = new SplittableRandom(seed).doubles(40).map(x -> x * x).toArray();
    double alpha = 0.2;
    double[] bets = new double[unit.length];
    for (int t = 1; t <= unit.length; t++) {
      bets[t - 1] =
          Math.sqrt(2 * Math.log(2 / alpha) / (variance(unit, t - 1) * t * Math.log(1 + t)));
    }
    double low = 1;
    double high = 0;
    for (int step = 0; step <= 2000; step++) {
      double m = step / 2000.0;
      if (Math.max(capital(unit, bets, m, 1), capital(unit, bets, m, -1)) < 2 / alpha) {
        low = Math.min(low, m);
        high = Math.max(high, m);
      }
    }
    Interval interval = BettingBound.confidenceSequence(unit, alpha);
    assertTrue(interval.low() <= low && low <= interval.low() + 1 / 2000.0, "low " + low);
    assertTrue(interval.high() >= high && high >= interval.high() - 1 / 2000.0, "high " + high);
  }

  private static double capital(double[] unit, double[] bets, double m, int sign) {
    double cap = 0.5 / (sign > 0 ? m : 1 - m);
    double capital = 1;
    for (int index = 0; index < unit.length; index++) {
      capital *= 1 + sign * Math.min(bets[index], cap) * (unit[index] - m);
    }
    return capital;
  }

  private static double variance(double[] unit, int t) {
    double squares = 0.25;
    for (int i = 1; i <= t; i++) {
      double mean = (0.5 + Arrays.stream(unit, 0, i).sum()) / (i + 1);
      squares += (unit[i - 1] - mean) * (unit[i - 1] - mean);
    }
    return squares / (t + 1);
  }
}
