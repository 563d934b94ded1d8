package io.stackelberg.environment.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * 1 when the answer is one JSON value that holds the keys the task requires and, where the task has a
 * reference that is JSON, equals it; else 0. A fence of back-ticks and an {@code Answer:} before the value
 * are allowed.
 */
public final class JsonJudge implements Judge {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Override
  public String provenance() {
    return "judge:json/1";
  }

  @Override
  public Judgement judge(Answered answered) {
    ChatTask task = answered.task();
    Optional<JsonNode> wanted = task.reference().flatMap(JsonJudge::parse);
    if (wanted.isEmpty() && task.requiredKeys().isEmpty()) {
      return Judgement.unable("the task has neither a JSON reference nor required keys");
    }
    String bare = answered.text().strip().replaceFirst("(?i)^answer:", "").strip();
    Optional<JsonNode> given =
        parse(bare.replaceFirst("^```(?:json)?\\s*", "").replaceFirst("\\s*```$", ""));
    if (given.isEmpty()) {
      return Judgement.of(0, "not JSON");
    }
    for (String key : task.requiredKeys()) {
      if (!given.get().has(key)) {
        return Judgement.of(0, "key " + key + " is missing");
      }
    }
    return wanted.isPresent() && !wanted.get().equals(given.get())
        ? Judgement.of(0, "different")
        : Judgement.of(1, "as wanted");
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }
}
