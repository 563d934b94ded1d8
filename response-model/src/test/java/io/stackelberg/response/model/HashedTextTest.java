package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.response.Logs;
import io.stackelberg.response.model.HashedText.Options;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashedTextTest {
  private static double[] encode(HashedText hashed, String text) {
    double[] encoded = new double[hashed.size()];
    hashed.encode(text, encoded, 0);
    return encoded;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int index = 0; index < one.length; index++) {
      sum += one[index] * other[index];
    }
    return sum;
  }

  @Test
  void cosinesAreThoseOfTfIdf() {
    // Fitting texts: "cat dog", "cat cow": N = 2, cat in both, idf(cat) = 1, idf(dog) = 1 +
    // ln(3/2),
    // idf(unseen) = 1 + ln 3. In 2^20 dimensions these four words do not collide, so
    // "cat cat dog" = ((1 + ln 2) · 1, 1 + ln 1.5), "cat" = (1), "bird dog" = (1 + ln 3, 1 + ln
    // 1.5).
    HashedText hashed = new HashedText(
        List.of("cat dog", "cat cow"), Options.DEFAULT.withDimensions(1 << 20).withNorm(2));
    double cat = 1 + Math.log(2);
    double dog = 1 + Math.log(1.5);
    double bird = 1 + Math.log(3);
    double[] first = encode(hashed, "Cat, cat; DOG!");
    assertEquals(4, dot(first, first), 1e-12);
    assertEquals(4 * cat / Math.hypot(cat, dog), dot(first, encode(hashed, "cat")), 1e-12);
    assertEquals(
        4 * dog * dog / Math.hypot(cat, dog) / Math.hypot(bird, dog),
        dot(first, encode(hashed, "bird dog")),
        1e-12);
    assertEquals(0, dot(first, encode(hashed, "bird")), 1e-12);
  }

  @Test
  void aTextWithoutWordsIsAllZeros() {
    HashedText hashed = new HashedText(List.of("a"), Options.DEFAULT.withDimensions(3));
    assertArrayEquals(new double[3], encode(hashed, " ?! "));
    assertArrayEquals(new double[3], encode(hashed, ""));
  }

  @Test
  void collidingWordsShareABucketAndSeedsMoveThem() {
    HashedText one = new HashedText(List.of("a b"), Options.DEFAULT.withDimensions(1));
    assertEquals(1, Math.abs(encode(one, "c")[0]), 1e-12);
    HashedText seed = new HashedText(List.of("a"), Options.DEFAULT.withDimensions(1 << 20));
    HashedText other =
        new HashedText(List.of("a"), Options.DEFAULT.withDimensions(1 << 20).withSeed(1));
    assertEquals(0, dot(encode(seed, "a"), encode(other, "a")), 1e-12);
  }

  @Test
  void anEncoderPutsTextsLast() {
    var contexts = List.of(
        Logs.context("p", "p", new double[] {1}, List.of("red fox", "x"), Set.of()),
        Logs.context("q", "q", new double[] {3}, List.of("red hen", "y"), Set.of()));
    Options options = Options.DEFAULT.withDimensions(16);
    FeatureEncoder encoder = new FeatureEncoder(contexts, Map.of("c0", options));
    assertEquals(1 + 2 + 16, encoder.size());
    double[] encoded = encoder.encode(contexts.get(0));
    assertArrayEquals(new double[] {1, 0}, new double[] {encoded[1], encoded[2]});
    HashedText alone = new HashedText(List.of("red fox", "red hen"), options);
    double[] text = new double[16];
    System.arraycopy(encoded, 3, text, 0, 16);
    assertArrayEquals(encode(alone, "red fox"), text);
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.withDimensions(0));
    assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.withNorm(Double.NaN));
  }
}
