package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Outcomes that arrive apart from their turns, by response id or by conversation and turn; the last one wins. */
final class Outcomes {
  /**
   * An outcome that was read.
   *
   * @param key {@link #response} or {@link #turn}
   * @param name of the score; empty where it is the quality itself
   * @param value as stated
   * @param source of the quality
   */
  record Found(String key, String name, BigDecimal value, String source) {}

  private final Optional<String> quality;
  private final Map<String, List<Found>> byKey = new HashMap<>();
  private final Set<String> joined = new HashSet<>();
  private long read;

  /**
   * No outcomes yet.
   *
   * @param quality name of the score that is the quality, if one was chosen
   */
  Outcomes(Optional<String> quality) {
    this.quality = quality;
  }

  static String response(String id) {
    return "response " + id;
  }

  static String turn(String session, long turn) {
    return "turn " + turn + " of " + session;
  }

  void add(Found found) {
    read++;
    List<Found> known = byKey.computeIfAbsent(found.key(), key -> new ArrayList<>(1));
    known.removeIf(earlier -> earlier.name().equals(found.name()));
    known.add(found);
  }

  /** Reads a line of {@code outcomes.jsonl}. */
  static Found of(JsonNode line) {
    Fields.requireObject(line, "the outcome");
    String source = Fields.text(line, "source", "quality.source").orElse("outcomes");
    BigDecimal quality = Fields.amount(line, "quality")
        .orElseThrow(() -> Require.unexpected("quality", "missing", "a number in [0, 1]"));
    Require.inUnitInterval("quality", quality.doubleValue());
    Optional<String> response = Fields.text(line, "gen_ai.response.id", "response_id");
    if (response.isPresent()) {
      return new Found(response(response.get()), "", quality, source);
    }
    String session = Fields.text(
            line, "gen_ai.conversation.id", "conversation id", "conversation_id", "session")
        .orElseThrow(
            () -> Require.unexpected("gen_ai.conversation.id", "missing", "a conversation's id"));
    long turn = Fields.count(line, "turn")
        .orElseThrow(() -> Require.unexpected("turn", "missing", "a whole number >= 0"));
    return new Found(turn(session, turn), "", quality, source);
  }

  /** Adds what is known of a turn to its line. */
  void join(ObjectNode line) {
    if (byKey.isEmpty()) {
      return;
    }
    join(turn(line.path("gen_ai.conversation.id").asText(), line.path("turn").asLong()), line);
    JsonNode response = line.path("gen_ai.response.id");
    if (response.isTextual()) {
      join(response(response.textValue()), line);
    }
  }

  private void join(String key, ObjectNode line) {
    List<Found> known = byKey.get(key);
    if (known == null) {
      return;
    }
    joined.add(key);
    known.forEach(found -> put(found, line.withObjectProperty("gov.outcome")));
  }

  /** Writes a score; one that was chosen as the quality must lie in [0, 1]. */
  void put(Found found, ObjectNode outcome) {
    boolean isChosen = quality.isPresent() && quality.get().equals(found.name());
    if (found.name().isEmpty() || isChosen) {
      Require.inUnitInterval(
          isChosen ? "score " + found.name() : "quality", found.value().doubleValue());
      outcome.put("quality", found.value()).put("quality.source", found.source());
    }
    if (!found.name().isEmpty()) {
      outcome.withObjectProperty("scores").put(found.name(), found.value());
    }
  }

  /** Outcomes read. */
  long read() {
    return read;
  }

  /** Outcomes that found their turn. */
  long joined() {
    return joined.stream().mapToLong(key -> byKey.get(key).size()).sum();
  }
}
