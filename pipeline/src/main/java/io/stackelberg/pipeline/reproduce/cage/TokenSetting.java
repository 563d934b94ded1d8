package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.environment.language.NgramModel;
import io.stackelberg.environment.language.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The language model of the study, what the principals think of its words, and the openings that are written on from.
 *
 * <p>Every tenth text is held out of training; openings are the first three words of held-out texts.
 */
final class TokenSetting {
  /** The principals' weights, in temperatures of the agent, in the order of {@link TokenObjectives#NAMES}. */
  static final double[] BASE = {2, 8, 3, 3};

  private static final int MOST_WORDS = 32_768;
  private static final int HOLD_OUT = 10;
  private static final int OPENING = 3;

  final NgramModel model;
  final List<String> training = new ArrayList<>();
  final List<String> heldOut = new ArrayList<>();
  private final double[][] scores;

  TokenSetting(List<String> texts) {
    for (int index = 0; index < texts.size(); index++) {
      (index % HOLD_OUT == HOLD_OUT - 1 ? heldOut : training).add(texts.get(index));
    }
    Vocabulary vocabulary = Vocabulary.of(training, MOST_WORDS);
    model = NgramModel.train(vocabulary, training, 3);
    scores = TokenObjectives.scores(vocabulary, training);
  }

  /** The score of a token by a principal's word list, in [−1, 1]. */
  double score(int principal, int token) {
    return scores[principal][token];
  }

  /** The game of principals with these weights; a principal of weight 0 takes part and never pays. */
  TokenGame game(double... weights) {
    double[][] values = new double[weights.length][];
    for (int principal = 0; principal < weights.length; principal++) {
      double weight = weights[principal];
      values[principal] =
          Arrays.stream(scores[principal]).map(score -> weight * score).toArray();
    }
    return new TokenGame(1, values);
  }

  /** All base weights times a scale. */
  static double[] weights(double scale) {
    return Arrays.stream(BASE).map(weight -> scale * weight).toArray();
  }

  /** First words of held-out texts spread over all of them; as many as asked for, or as there are. */
  List<int[]> openings(int most) {
    List<int[]> openings = new ArrayList<>();
    int count = Math.min(most, heldOut.size());
    for (int index = 0; index < count; index++) {
      int[] tokens =
          model.vocabulary().encode(heldOut.get((int) ((long) index * heldOut.size() / count)));
      openings.add(Arrays.copyOf(tokens, Math.min(OPENING, tokens.length)));
    }
    return openings;
  }
}
