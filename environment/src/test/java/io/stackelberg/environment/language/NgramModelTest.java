package io.stackelberg.environment.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgramModelTest {
  private static final List<String> TEXTS = List.of("A b a", "a c");
  private static final int A = 2;
  private static final int B = 3;
  private static final int C = 4;

  @Test
  void wordsAreOrderedByCountThenByCharacters() {
    Vocabulary vocabulary = Vocabulary.of(TEXTS, 100);

    assertEquals(5, vocabulary.size());
    assertEquals("</s>", vocabulary.word(Vocabulary.END));
    assertEquals(
        List.of("a", "b", "c"), List.of(2, 3, 4).stream().map(vocabulary::word).toList());
    assertArrayEquals(new int[] {A, Vocabulary.UNKNOWN, C}, vocabulary.encode("A zebra c"));
  }

  @Test
  void apostrophesStayInWordsAndPunctuationStandsAlone() {
    assertEquals(
        List.of("don't", "pay", "12", ",", "ever", "!"),
        Vocabulary.split("Don\u2019t pay 12, ____ ever!!!"));
  }

  /**
   * By hand. Empty history: a 3, end 2, b 1, c 1, so N = 7, T = 4, five words: P(a) = (3 + 4/5) / 11. After a:
   * b 1, end 1, c 1, so N = T = 3. After (end, a): b 1, c 1, so N = T = 2. After b: a 1. (b, b) was never seen.
   */
  @Test
  void probabilitiesFollowTheCountsByHand() {
    NgramModel model = NgramModel.train(Vocabulary.of(TEXTS, 100), TEXTS, 3);
    double a = (3 + 0.8) / 11;
    double b = (1 + 0.8) / 11;
    double afterA = (1 + 3 * b) / 6;

    assertEquals((1 + 2 * afterA) / 4, model.next(A)[B], 1e-15);
    assertEquals((1 + 2 * afterA) / 4, model.probability(B, A), 1e-15);
    assertEquals((1 + a) / 2, model.next(B, B)[A], 1e-15);
    assertEquals(0.8 / 11, model.next(B, Vocabulary.UNKNOWN)[Vocabulary.UNKNOWN], 1e-15);
    NgramModel single = NgramModel.train(Vocabulary.of(TEXTS, 100), TEXTS, 1);
    assertArrayEquals(new double[] {2.8 / 11, 0.8 / 11, a, b, b}, single.next(C, A, B), 1e-15);
  }

  @Test
  void perplexityIsTheGeometricMeanByHand() {
    NgramModel model = NgramModel.train(Vocabulary.of(TEXTS, 100), TEXTS, 1);
    // "c": c, then the end.
    assertEquals(Math.sqrt(11 / 1.8 * (11 / 2.8)), model.perplexity(List.of("c")), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyHistoryHasProbabilitiesAboveZeroThatSumToOne(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>();
    for (int text = 0; text < 20; text++) {
      StringBuilder words = new StringBuilder();
      for (int word = random.nextInt(12); word >= 0; word--) {
        words
            .append("w")
            .append("abcdefghij".charAt(random.nextInt(1 + random.nextInt(10))))
            .append(' ');
      }
      texts.add(words.toString());
    }
    NgramModel model = NgramModel.train(Vocabulary.of(texts, 9), texts, 3);
    for (int draw = 0; draw < 50; draw++) {
      int[] history = random.ints(random.nextInt(4), 0, 9).toArray();
      double[] next = model.next(history);
      assertEquals(1, Arrays.stream(next).sum(), 1e-12);
      for (int token = 0; token < next.length; token++) {
        assertTrue(next[token] > 0);
        assertEquals(model.probability(token, history), next[token], 1e-14);
      }
    }
  }

  /**
   * A cycle of eight words that jumps with probability 1/4: the entropy per word is at most that of one uniform jump,
   * while single words are all equally likely.
   */
  @Test
  void contextHelpsOnHeldOutTextWhereOrderMatters() {
    SplittableRandom random = new SplittableRandom(5);
    List<String> texts = new ArrayList<>();
    for (int text = 0; text < 200; text++) {
      StringBuilder words = new StringBuilder();
      int at = random.nextInt(8);
      for (int word = 0; word < 30; word++) {
        words.append("w").append("abcdefgh".charAt(at)).append(' ');
        at = random.nextInt(4) == 0 ? random.nextInt(8) : (at + 1) % 8;
      }
      texts.add(words.toString());
    }
    List<String> held = texts.subList(150, 200);
    List<String> rest = texts.subList(0, 150);
    Vocabulary vocabulary = Vocabulary.of(rest, 100);

    double one = NgramModel.train(vocabulary, rest, 1).perplexity(held);
    double two = NgramModel.train(vocabulary, rest, 2).perplexity(held);

    assertTrue(one > 7 && one < vocabulary.size(), "" + one);
    assertTrue(two < 0.6 * one, two + " against " + one);
  }

  @Test
  void ordersOutsideOneToThreeAreRefused() {
    Vocabulary vocabulary = Vocabulary.of(TEXTS, 100);
    String message = assertThrows(
            IllegalArgumentException.class, () -> NgramModel.train(vocabulary, TEXTS, 4))
        .getMessage();
    assertTrue(message.startsWith("order is 4"), message);
  }

  @Test
  void ownTextHasParagraphs() {
    List<String> paragraphs = OwnText.paragraphs();

    assertTrue(paragraphs.size() >= 15, "" + paragraphs.size());
    assertTrue(Vocabulary.of(paragraphs, 1 << 15).size() > 300);
    assertTrue(paragraphs.stream().noneMatch(text -> text.isBlank() || text.contains("\n")));
  }
}
