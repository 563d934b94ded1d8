package io.stackelberg.response.embeddings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads the model, which takes about a second. */
@Tag("slow")
class SentenceEmbeddingTest {
  private static SentenceEmbedding model;

  @BeforeAll
  static void load() {
    model = new SentenceEmbedding();
  }

  @Test
  void isAVectorOfLengthOne() {
    for (String text :
        List.of("word", "Two sentences. Of English!", "日本語", "?", "long ".repeat(2000))) {
      double[] vector = model.embed(text);
      assertEquals(SentenceEmbedding.SIZE, vector.length);
      // Each of 384 floats is off by at most 2^-24 of itself, so the length is too, up to the
      // model's own sum.
      assertEquals(1, dot(vector, vector), 1e-5);
    }
  }

  @Test
  void isTheSameWhateverCameBefore() {
    double[] first = model.embed("How did US states get their names?");
    model.embed("something else");
    assertArrayEquals(first, model.embed("How did US states get their names?"), 0);
    assertArrayEquals(
        first, new SentenceEmbedding().embed("How did US states get their names?"), 0);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          A man is eating food. | A man eats a meal. | The stock market fell sharply.
          How do I sort a list in Python? | Ordering an array in Python code | Best pasta recipe for dinner
          The cat sat on the mat. | A kitten rested on the rug. | Interest rates rose by one point.
          """)
  void paraphrasesAreNearerThanOtherSubjects(String text, String alike, String other) {
    double[] vector = model.embed(text);
    double near = dot(vector, model.embed(alike));
    double far = dot(vector, model.embed(other));
    assertTrue(near > far + 0.2, () -> near + " against " + far);
  }

  @Test
  void refusesABlankText() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.embed(" \n")).getMessage();
    assertTrue(message.startsWith("text is"), message);
  }

  @Test
  void switchesTheLibrarysReportOfItsUseOff() {
    assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int index = 0; index < left.length; index++) {
      sum += left[index] * right[index];
    }
    return sum;
  }
}
