package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.environment.language.NgramModel;
import io.stackelberg.environment.language.Vocabulary;
import io.stackelberg.game.CommonAgency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Writes a text token by token: the model's distribution is the reference, a rule turns it into the one that is
 * drawn from. One uniform number is spent per token, whatever the rule, so that equal streams pair two rules.
 */
final class Decoder {
  private final NgramModel model;
  private final TokenGame tokens;
  private final int longest;

  /**
   * A decoder.
   *
   * @param longest tokens per text at most, at least 1
   */
  Decoder(NgramModel model, TokenGame tokens, int longest) {
    this.model = model;
    this.tokens = tokens;
    this.longest = longest;
  }

  /**
   * A text, its opening left out.
   *
   * @param written ids, the end included where it was drawn
   * @param surprise −log probability of all of it under the reference, in nats
   */
  record Text(List<Integer> written, double surprise) {
    Text {
      written = List.copyOf(written);
    }
  }

  /** What is told of each step before its token is drawn. */
  interface Watcher {
    /** The step's reference over tokens, its game over classes, the policy over tokens, and what was drawn. */
    void step(double[] reference, CommonAgency game, double[] policy, int drawn);
  }

  /** Writes on from an opening until the end is drawn or the text is long enough. */
  Text write(int[] opening, TokenRule rule, RandomGenerator random, Watcher watcher) {
    List<Integer> written = new ArrayList<>();
    int[] history = opening.clone();
    double surprise = 0;
    int drawn;
    do {
      double[] reference = model.next(history);
      CommonAgency game = tokens.over(reference);
      double[] policy = tokens.spread(reference, game, rule.policy(game));
      drawn = draw(policy, random.nextDouble());
      watcher.step(reference, game, policy, drawn);
      surprise -= StrictMath.log(reference[drawn]);
      written.add(drawn);
      history = Arrays.copyOf(history, history.length + 1);
      history[history.length - 1] = drawn;
    } while (drawn != Vocabulary.END && written.size() < longest);
    return new Text(written, surprise);
  }

  /** The best of several texts of the reference, by mean value per token; the first of equals. */
  Text bestOf(int[] opening, List<Supplier<RandomGenerator>> streams) {
    Text best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Supplier<RandomGenerator> stream : streams) {
      Text text = write(
          opening, TokenRule::reference, stream.get(), (reference, game, policy, drawn) -> {});
      double value = meanValue(text);
      if (best == null || value > most) {
        best = text;
        most = value;
      }
    }
    return best;
  }

  /** What a text's tokens are worth to all principals together, on average. */
  double meanValue(Text text) {
    return text.written().stream().mapToDouble(tokens::totalValue).average().orElseThrow();
  }

  private static int draw(double[] policy, double uniform) {
    double cumulated = 0;
    for (int token = 0; token < policy.length; token++) {
      cumulated += policy[token];
      if (uniform < cumulated) {
        return token;
      }
    }
    return policy.length - 1;
  }
}
