package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Context;
import io.stackelberg.response.Logs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureEncoderTest {
  private static final double NAN = Double.NaN;

  private static FeatureEncoder over(double... values) {
    List<Context> contexts = new ArrayList<>();
    for (double value : values) {
      contexts.add(Logs.context("q" + contexts.size(), value));
    }
    return new FeatureEncoder(contexts);
  }

  private static double[] encode(FeatureEncoder encoder, double... features) {
    return encoder.encode(Logs.context("q", features));
  }

  @Test
  void featuresInTheUnitIntervalAreCentredAndScaled() {
    // 0, 0, 1, 1: mean 1/2, standard deviation 1/2. Nothing exceeds 1, so there is no logarithm.
    FeatureEncoder encoder = over(0, 0, 1, 1);
    assertEquals(1, encoder.size());
    assertArrayEquals(new double[] {-1}, encode(encoder, 0), 1e-15);
    assertArrayEquals(new double[] {0.5}, encode(encoder, 0.75), 1e-15);
  }

  @Test
  void aCountIsPassedThroughLogOnePlusX() {
    // log(1 + 0) = 0 and log(1 + (e² − 1)) = 2: mean 1, standard deviation 1.
    FeatureEncoder encoder = over(0, Math.expm1(2));
    assertArrayEquals(new double[] {-1}, encode(encoder, 0), 1e-15);
    assertArrayEquals(new double[] {0}, encode(encoder, Math.expm1(1)), 1e-15);
    assertArrayEquals(new double[] {2}, encode(encoder, Math.expm1(3)), 1e-14);
  }

  @Test
  void oneNegativeValueKeepsAFeatureLinear() {
    // −2, 4: mean 1, standard deviation 3.
    assertArrayEquals(new double[] {3}, encode(over(-2, 4), 10), 1e-15);
  }

  @Test
  void anUnknownValueIsTheMeanWithAFlag() {
    FeatureEncoder encoder = over(0, 1, NAN);
    assertEquals(2, encoder.size());
    assertArrayEquals(new double[] {-1, 0}, encode(encoder, 0), 1e-15);
    assertArrayEquals(new double[] {0, 1}, encode(encoder, NAN), 1e-15);
  }

  @Test
  void anUnknownValueNeverSeenInFittingIsTheMeanAlone() {
    FeatureEncoder encoder = over(0, 1);
    assertEquals(1, encoder.size());
    assertArrayEquals(new double[] {0}, encode(encoder, NAN), 0);
  }

  @Test
  void aFeatureThatIsAlwaysUnknownSaysOnlyThat() {
    FeatureEncoder encoder = over(NAN, NAN);
    assertArrayEquals(new double[] {0, 1}, encode(encoder, NAN), 0);
    assertArrayEquals(new double[] {0, 0}, encode(encoder, 1e9), 0);
  }

  @Test
  void aConstantFeatureStaysZeroOnAnUnseenValue() {
    assertArrayEquals(new double[] {0}, encode(over(7, 7, 7), 1e12), 0);
    // 0.1 three times has a mean that is not exactly 0.1; rounding must not become a scale.
    assertArrayEquals(new double[] {0}, encode(over(0.1, 0.1, 0.1), 0.9), 0);
  }

  @Test
  void aCategoryIsOneColumnPerSeenValueInSortedOrder() {
    List<Context> contexts = new ArrayList<>();
    for (String kind : List.of("code", "chat", "code")) {
      contexts.add(
          Logs.context("q" + contexts.size(), "s", new double[0], List.of(kind, "x"), Set.of()));
    }
    FeatureEncoder encoder = new FeatureEncoder(contexts);
    assertEquals(3, encoder.size());
    assertArrayEquals(new double[] {0, 1, 1}, encoder.encode(contexts.get(0)), 0);
    assertArrayEquals(new double[] {1, 0, 1}, encoder.encode(contexts.get(1)), 0);
    Context unseen = Logs.context("q", "s", new double[0], List.of("poem", "x"), Set.of());
    assertArrayEquals(new double[] {0, 0, 1}, encoder.encode(unseen), 0);
  }

  @Test
  void everyEncodedFittingColumnHasMeanZeroAndDeviationOne() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    List<Context> contexts = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      contexts.add(Logs.context(
          "q" + row, 1000 * random.nextDouble(), random.nextDouble(), random.nextGaussian()));
    }
    FeatureEncoder encoder = new FeatureEncoder(contexts);
    double[][] rows = contexts.stream().map(encoder::encode).toArray(double[][]::new);
    for (int column = 0; column < 3; column++) {
      int index = column;
      double mean = Arrays.stream(rows).mapToDouble(row -> row[index]).average().orElseThrow();
      double square = Arrays.stream(rows)
          .mapToDouble(row -> row[index] * row[index])
          .average()
          .orElseThrow();
      assertEquals(0, mean, 1e-13);
      assertEquals(1, square, 1e-13);
    }
  }

  @Test
  void anotherSchemaIsRefused() {
    String message = assertThrows(IllegalArgumentException.class, () -> encode(over(0, 1), 1, 2))
        .getMessage();
    assertTrue(
        message.startsWith(
            "schema of Context[q, session q, turn 0] is FeatureSchema[numeric=[f0, f1]"),
        message);
    assertEquals(
        "contexts is empty, expected at least one element.",
        assertThrows(IllegalArgumentException.class, () -> new FeatureEncoder(List.of()))
            .getMessage());
  }

  @Test
  void contextsWithoutFeaturesEncodeToNothing() {
    FeatureEncoder encoder = new FeatureEncoder(List.of(Context.named("q")));
    assertEquals(0, encoder.size());
    assertArrayEquals(new double[0], encoder.encode(Context.named("r")), 0);
  }
}
