package io.stackelberg.environment.language;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Probabilities of the next word given the words before it, from counts with interpolated Witten-Bell smoothing.
 *
 * <p>With c(h w) the count of word w after history h, N(h) their sum over w and T(h) the number of different
 * words seen after h,
 *
 * <pre>P(w | h) = (c(h w) + T(h) P(w | h without its first word)) / (N(h) + T(h))</pre>
 *
 * down to the empty history, below which every word of the vocabulary is equally likely; a history that was never
 * seen hands its whole mass to the shorter one. Every word thus has a probability above 0 after every history.
 * A text is counted from a history of ends to its own {@link Vocabulary#END}. Immutable; safe for many threads.
 *
 * <p>Source: Witten and Bell (1991) [witten1991zero], method C; interpolated as in Chen and Goodman (1999)
 * [chen1999empirical].
 */
public final class NgramModel {
  private static final int ID_BITS = 20;

  private final Vocabulary vocabulary;
  private final int order;
  /** After[length]: what follows each history of that length. */
  private final List<Map<Long, Followers>> after;

  /** Words seen after one history, by id, and how often. */
  private record Followers(List<Integer> tokens, List<Integer> counts, int total) {}

  private NgramModel(Vocabulary vocabulary, int order, List<Map<Long, Followers>> after) {
    this.vocabulary = vocabulary;
    this.order = order;
    this.after = after;
  }

  /**
   * Counts the n-grams of some texts.
   *
   * @param texts at least one
   * @param order words per n-gram, 1 to 3
   */
  public static NgramModel train(Vocabulary vocabulary, List<String> texts, int order) {
    Require.nonEmpty("texts", texts);
    Require.inRange("order", order, 1, 3);
    Require.inRange("vocabulary size", vocabulary.size(), 3, 1 << ID_BITS);
    List<Map<Long, TreeMap<Integer, Integer>>> counts = new ArrayList<>();
    for (int length = 0; length < order; length++) {
      counts.add(new HashMap<>());
    }
    for (String text : texts) {
      int[] padded = padded(vocabulary.encode(text), order);
      for (int at = order - 1; at < padded.length; at++) {
        for (int length = 0; length < order; length++) {
          counts
              .get(length)
              .computeIfAbsent(key(padded, at, length), history -> new TreeMap<>())
              .merge(padded[at], 1, Integer::sum);
        }
      }
    }
    return new NgramModel(
        vocabulary, order, counts.stream().map(NgramModel::frozen).toList());
  }

  private static Map<Long, Followers> frozen(Map<Long, TreeMap<Integer, Integer>> counts) {
    Map<Long, Followers> frozen = new HashMap<>();
    counts.forEach((history, words) -> frozen.put(
        history,
        new Followers(
            List.copyOf(words.keySet()),
            List.copyOf(words.values()),
            words.values().stream().mapToInt(Integer::intValue).sum())));
    return frozen;
  }

  /** Ends before the text, as many as a history is long, and one after it. */
  private static int[] padded(int[] tokens, int order) {
    int[] padded = new int[order - 1 + tokens.length + 1];
    Arrays.fill(padded, Vocabulary.END);
    System.arraycopy(tokens, 0, padded, order - 1, tokens.length);
    return padded;
  }

  /** The {@code length} words before a position, packed; what is before the array is an end. */
  private static long key(int[] tokens, int position, int length) {
    long key = 0;
    for (int at = position - length; at < position; at++) {
      key = key << ID_BITS | (at < 0 ? Vocabulary.END : tokens[at]);
    }
    return key;
  }

  /** The words that have probabilities. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Words per n-gram. */
  public int order() {
    return order;
  }

  /**
   * Probability of every word after a history; a fresh array that sums to 1 up to rounding, each entry above 0.
   *
   * @param history ids from the start of the text; only the last {@code order − 1} matter
   */
  public double[] next(int... history) {
    double[] probability = new double[vocabulary.size()];
    Arrays.fill(probability, 1.0 / probability.length);
    for (int length = 0; length < order; length++) {
      Followers followers = after.get(length).get(key(history, history.length, length));
      if (followers != null) {
        int types = followers.tokens().size();
        double mass = followers.total() + types;
        for (int token = 0; token < probability.length; token++) {
          probability[token] *= types / mass;
        }
        for (int seen = 0; seen < types; seen++) {
          probability[followers.tokens().get(seen)] += followers.counts().get(seen) / mass;
        }
      }
    }
    return probability;
  }

  /** Probability of one word after a history, the same as {@code next(history)[token]} up to rounding. */
  public double probability(int token, int... history) {
    double probability = 1.0 / vocabulary.size();
    for (int length = 0; length < order; length++) {
      Followers followers = after.get(length).get(key(history, history.length, length));
      if (followers != null) {
        int types = followers.tokens().size();
        int seen = Collections.binarySearch(followers.tokens(), token);
        int count = seen < 0 ? 0 : followers.counts().get(seen);
        probability = (count + types * probability) / (followers.total() + types);
      }
    }
    return probability;
  }

  /**
   * exp of the mean −log probability per word of some texts, their ends included: the number of equally likely
   * words that would be as hard to predict.
   *
   * @param texts at least one
   */
  public double perplexity(List<String> texts) {
    Require.nonEmpty("texts", texts);
    double sum = 0;
    long words = 0;
    for (String text : texts) {
      int[] padded = padded(vocabulary.encode(text), order);
      for (int at = order - 1; at < padded.length; at++) {
        int[] history = Arrays.copyOfRange(padded, at - order + 1, at);
        sum -= StrictMath.log(probability(padded[at], history));
        words++;
      }
    }
    return StrictMath.exp(sum / words);
  }
}
