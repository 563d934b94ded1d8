package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BinaryForecasts;
import io.stackelberg.game.stats.IsotonicMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Judge trained on labelled clauses: likeness to those that a person said contain the answer, and to the question's
 * own words, turned into a probability of presence by an isotonic map.
 *
 * <p>The score is the mean of the cosine between the text and the question's positive clauses (words weighted by
 * rarity; a training clause is compared with the others only) and the share of the name's word stems found in the
 * text. Limiting phrases of its own list halve an exposure, two at most count. Its training clauses must not be
 * those it judges. A verdict costs nothing here: the judge is no part of the system under study.
 */
final class TrainedVerifier implements ClauseVerifier {
  private static final List<String> LIMITS =
      List.of("only after", "no longer than", "unless", "except");
  private static final int STEM = 5;
  private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

  private final Map<String, Double> rarity;
  private final double unseen;
  private final Map<String, List<Positive>> positives;
  private final IsotonicMap map;

  /** A clause that contains the answer, its words weighted and scaled to length 1. */
  private record Positive(String text, Map<String, Double> vector) {}

  /**
   * Trains the judge.
   *
   * @param clauses at least one
   */
  TrainedVerifier(List<Clause> clauses) {
    Require.nonEmpty("clauses", clauses);
    Map<String, Integer> texts = new HashMap<>();
    for (Clause clause : clauses) {
      new TreeSet<>(words(clause.text())).forEach(word -> texts.merge(word, 1, Integer::sum));
    }
    unseen = StrictMath.log(1.0 + clauses.size());
    rarity = new HashMap<>();
    texts.forEach(
        (word, count) -> rarity.put(word, StrictMath.log((1.0 + clauses.size()) / (1.0 + count))));
    positives = new HashMap<>();
    for (Clause clause : clauses) {
      if (clause.isPresent()) {
        positives
            .computeIfAbsent(clause.question().name(), name -> new ArrayList<>())
            .add(new Positive(clause.text(), vector(words(clause.text()))));
      }
    }
    map = IsotonicMap.fit(new BinaryForecasts(
        clauses.stream()
            .mapToDouble(clause -> score(clause.question(), clause.text()))
            .toArray(),
        clauses.stream().mapToDouble(clause -> clause.isPresent() ? 1 : 0).toArray(),
        IntStream.range(0, clauses.size()).toArray()));
  }

  @Override
  public Verdict verify(RiskQuestion question, String text) {
    double presence = text.isBlank() ? 0 : map.apply(score(question, text));
    return new Verdict(
        RuleVerifier.qualified(question, presence, text.toLowerCase(Locale.ROOT), LIMITS, 0.5),
        OptionalLong.of(0));
  }

  private double score(RiskQuestion question, String text) {
    List<String> words = words(text);
    double[] stems = Arrays.stream(NO_LETTERS.split(question.name()))
        .filter(word -> word.length() > 3)
        .map(word -> word.substring(0, Math.min(STEM, word.length())))
        .mapToDouble(stem -> words.stream().anyMatch(word -> word.startsWith(stem)) ? 1 : 0)
        .toArray();
    Map<String, Double> sum = new TreeMap<>();
    for (Positive positive : positives.getOrDefault(question.name(), List.of())) {
      if (!positive.text().equals(text)) {
        positive.vector().forEach((word, value) -> sum.merge(word, value, Double::sum));
      }
    }
    return (cosine(vector(words), sum) + Arrays.stream(stems).average().orElse(0)) / 2;
  }

  private Map<String, Double> vector(List<String> words) {
    Map<String, Double> vector = new TreeMap<>();
    words.forEach(
        word -> vector.merge(word, rarity.getOrDefault(word, unseen), (had, more) -> had + more));
    double norm = norm(vector);
    vector.replaceAll((word, value) -> norm > 0 ? value / norm : 0);
    return vector;
  }

  private static double cosine(Map<String, Double> unit, Map<String, Double> other) {
    double norm = norm(other);
    double product = 0;
    for (Map.Entry<String, Double> entry : unit.entrySet()) {
      product += entry.getValue() * other.getOrDefault(entry.getKey(), 0.0);
    }
    return norm > 0 ? Math.max(0, Math.min(1, product / norm)) : 0;
  }

  private static double norm(Map<String, Double> vector) {
    double squares = 0;
    for (double value : vector.values()) {
      squares += value * value;
    }
    return StrictMath.sqrt(squares);
  }

  private static List<String> words(String text) {
    return Arrays.stream(NO_LETTERS.split(text.toLowerCase(Locale.ROOT)))
        .filter(word -> word.length() > 2)
        .toList();
  }
}
