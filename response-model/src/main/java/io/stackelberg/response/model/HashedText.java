package io.stackelberg.response.model;

import io.stackelberg.game.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Text as a vector of fixed length: signed hashing of words, tf-idf with weights learned from the fitting
 * texts, scaled to one length.
 *
 * <pre>v_b = Σ_{words w in bucket b} ±(1 + ln count(w)) · idf_b,  idf_b = 1 + ln((1 + N) / (1 + N_b)),  v ← norm · v / |v|</pre>
 *
 * <p>A word is a run of letters and digits, in lower case. Bucket and sign depend on the word and the seed
 * alone. N counts the fitting texts, N_b those with a word in bucket b. A text without words is all zeros.
 *
 * <p>Source: Weinberger et al. (2009) [weinberger2009hashing]; the weights: Salton and Buckley (1988)
 * [salton1988weighting].
 */
public final class HashedText {
  /**
   * Options.
   *
   * @param dimensions length of the vector, at least 1
   * @param norm Euclidean length of a text's vector, above 0; a standardised numeric feature has length about
   *     1, so that this says how much text counts beside them under a shared penalty
   * @param seed another seed gives other buckets
   */
  public record Options(int dimensions, double norm, long seed) {
    /** 256 dimensions of length 1. */
    public static final Options DEFAULT = new Options(256, 1, 0);

    public Options {
      Require.atLeast("dimensions", dimensions, 1);
      Require.positive("norm", norm);
    }

    /** The same options with another number of dimensions. */
    public Options withDimensions(int other) {
      return new Options(other, norm, seed);
    }

    /** The same options with another length. */
    public Options withNorm(double other) {
      return new Options(dimensions, other, seed);
    }

    /** The same options with another seed. */
    public Options withSeed(long other) {
      return new Options(dimensions, norm, other);
    }
  }

  private final Options options;
  private final double[] weights;
  private final int dimensions;

  /** Learns the weights of the buckets from the fitting texts. */
  public HashedText(List<String> texts, Options options) {
    this.options = options;
    dimensions = options.dimensions();
    int[] within = new int[options.dimensions()];
    for (String text : texts) {
      words(text).keySet().stream().mapToInt(this::bucket).distinct().forEach(b -> within[b]++);
    }
    weights = new double[within.length];
    for (int bucket = 0; bucket < within.length; bucket++) {
      weights[bucket] = 1 + StrictMath.log((1.0 + texts.size()) / (1.0 + within[bucket]));
    }
  }

  /**
   * What was learned before.
   *
   * @param weights one per dimension, copied
   */
  HashedText(Options options, double[] weights) {
    this.options = options;
    dimensions = options.dimensions();
    this.weights = weights.clone();
    if (weights.length != dimensions) {
      throw Require.unexpected("number of weights", weights.length, "" + dimensions);
    }
    for (double weight : weights) {
      Require.finite("weight", weight);
    }
  }

  /** The options. */
  Options options() {
    return options;
  }

  /** One weight per dimension; a copy. */
  double[] weights() {
    return weights.clone();
  }

  /** Length of the vector. */
  public int size() {
    return weights.length;
  }

  /**
   * Writes a text's vector.
   *
   * @param encoded entries {@code first} to {@code first + size() − 1} are written
   */
  public void encode(String text, double[] encoded, int first) {
    for (int bucket = 0; bucket < weights.length; bucket++) {
      encoded[first + bucket] = 0;
    }
    words(text).forEach((word, count) -> {
      int bucket = bucket(word);
      double sign = hash(word) < 0 ? -1 : 1;
      encoded[first + bucket] += sign * (1 + StrictMath.log(count)) * weights[bucket];
    });
    double squares = 0;
    for (int bucket = 0; bucket < weights.length; bucket++) {
      squares += encoded[first + bucket] * encoded[first + bucket];
    }
    double scale = squares > 0 ? options.norm() / Math.sqrt(squares) : 0;
    for (int bucket = 0; bucket < weights.length; bucket++) {
      encoded[first + bucket] *= scale;
    }
  }

  private static Map<String, Integer> words(String text) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return counts;
  }

  private int bucket(String word) {
    return (int) Long.remainderUnsigned(hash(word) & Long.MAX_VALUE, dimensions);
  }

  /** FNV-1a over the characters, then the finaliser of SplittableRandom. */
  private long hash(String word) {
    long hash = 0xcbf29ce484222325L ^ options.seed();
    for (int index = 0; index < word.length(); index++) {
      hash = (hash ^ word.charAt(index)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
