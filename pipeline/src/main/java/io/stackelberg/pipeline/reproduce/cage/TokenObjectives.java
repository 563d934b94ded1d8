package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.environment.language.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What four principals think of each word, in [−1, 1] and in few steps; all of it declared here, none of it
 * learned from judgements.
 *
 * <p><b>Brevity</b>: the end of a text is 1, a word −letters/20. <b>Safety</b>: −1 for a word of a fixed list, else
 * 0. <b>Topicality</b>: 2 s − 1 rounded to quarters, s the share of the word's occurrences that are in texts on
 * agreements (half an occurrence added on either side). <b>Formality</b>: −1 for contractions and a few casual
 * words, 1 for a few words of the law and long words on -tion, -ment, -ance, -ence, -ity, else 0.
 */
final class TokenObjectives {
  /** The principals, in the order of all arrays. */
  static final List<String> NAMES = List.of("brevity", "safety", "topicality", "formality");

  private static final Set<String> UNSAFE = Set.of(
      "attack",
      "bomb",
      "bribe",
      "crime",
      "death",
      "die",
      "drug",
      "drugs",
      "explosive",
      "fraud",
      "gun",
      "hack",
      "hate",
      "injury",
      "kill",
      "murder",
      "poison",
      "steal",
      "suicide",
      "threat",
      "threaten",
      "violence",
      "violent",
      "war",
      "weapon",
      "weapons");
  private static final Set<String> CASUAL = Set.of(
      "awesome", "cool", "cute", "fun", "funny", "guys", "hey", "hi", "kids", "lot", "ok", "stuff",
      "yeah");
  private static final Set<String> LEGAL = Set.of(
      "hereby",
      "herein",
      "hereof",
      "hereto",
      "hereunder",
      "pursuant",
      "shall",
      "thereof",
      "whereas");
  private static final Set<String> TOPIC =
      Set.of("agreement", "agreements", "contract", "party", "parties");
  private static final List<String> FORMAL_ENDINGS = List.of("tion", "ment", "ance", "ence", "ity");
  private static final int LONG_WORD = 8;

  private TokenObjectives() {}

  /** scores[principal][token]. */
  static double[][] scores(Vocabulary vocabulary, List<String> texts) {
    double[] topicality = topicality(vocabulary, texts);
    double[][] scores = new double[NAMES.size()][vocabulary.size()];
    for (int token = 0; token < vocabulary.size(); token++) {
      String word = vocabulary.word(token);
      if (token == Vocabulary.END) {
        scores[0][token] = 1;
      } else if (token != Vocabulary.UNKNOWN) {
        scores[0][token] = -Math.min(word.length(), 20) / 20.0;
        scores[1][token] = UNSAFE.contains(word) ? -1 : 0;
        scores[2][token] = topicality[token];
        scores[3][token] = formality(word);
      }
    }
    return scores;
  }

  private static double formality(String word) {
    if (CASUAL.contains(word) || word.indexOf('\'') > 0) {
      return -1;
    }
    boolean isFormal = LEGAL.contains(word)
        || word.length() >= LONG_WORD && FORMAL_ENDINGS.stream().anyMatch(word::endsWith);
    return isFormal ? 1 : 0;
  }

  private static double[] topicality(Vocabulary vocabulary, List<String> texts) {
    Map<Integer, Integer> inside = new HashMap<>();
    Map<Integer, Integer> all = new HashMap<>();
    Set<Integer> topic = Set.copyOf(TOPIC.stream()
        .map(vocabulary::id)
        .filter(token -> token != Vocabulary.UNKNOWN)
        .toList());
    for (String text : texts) {
      int[] tokens = vocabulary.encode(text);
      boolean isOnTopic = Arrays.stream(tokens).anyMatch(topic::contains);
      for (int token : tokens) {
        all.merge(token, 1, Integer::sum);
        inside.merge(token, isOnTopic ? 1 : 0, Integer::sum);
      }
    }
    double[] topicality = new double[vocabulary.size()];
    for (int token = 0; token < topicality.length; token++) {
      double share = (inside.getOrDefault(token, 0) + 0.5) / (all.getOrDefault(token, 0) + 1.0);
      topicality[token] = Math.rint(4 * (2 * share - 1)) / 4;
    }
    return topicality;
  }
}
