package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Set;

/** LiteLLM's spend logs and logging payloads, one call a row. */
final class LiteLlmFormat implements ForeignFormat {
  /** Digits that a binary float keeps of a decimal amount. */
  private static final MathContext FLOAT_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private static final Set<String> USED = Set.of(
      "request_id",
      "id",
      "session_id",
      "trace_id",
      "model",
      "spend",
      "response_cost",
      "metadata",
      "prompt_tokens",
      "completion_tokens",
      "total_tokens",
      "custom_llm_provider",
      "startTime",
      "api_key");

  @Override
  public void read(LogFile file, ImportSink sink) throws IOException {
    file.records(
        sink, LogFile.Cut.ELEMENTS, Set.of(), (row, header, batch) -> row(row, sink, batch));
  }

  private static void row(JsonNode row, ImportSink sink, Batch batch) {
    Fields.requireObject(row, "the row");
    if (!row.has("call_type") && !row.has("spend") && !row.has("response_cost")) {
      throw Require.unexpected(
          "call_type", "missing", "a row of LiteLLM's spend log or a logging payload");
    }
    String id = Fields.text(row, "request_id", "id")
        .orElseThrow(() -> Require.unexpected("request_id", "missing", "the request's id"));
    batch.requireNew("request", id);
    JsonNode metadata = embedded(row.path("metadata"));
    JsonNode written = metadata.path("usage_object");
    JsonNode counts = written.isObject() ? written : row;
    Usage usage = UsageObjects.openAi(counts);
    String status =
        Fields.text(row, "status").orElse(Fields.text(metadata, "status").orElse(""));
    Optional<BigDecimal> cost = Fields.cost(row, "spend", "response_cost")
        .map(spend -> spend.precision() > FLOAT_DIGITS.getPrecision()
            ? spend.round(FLOAT_DIGITS).stripTrailingZeros()
            : spend);
    if (status.equals("failure")) {
      batch.tally("failedCalls", 1);
      if (usage.isAllZero()) {
        usage = Usage.UNKNOWN;
        cost = cost.filter(amount -> amount.signum() != 0);
      }
    }
    batch.tally("proxyCacheHits", row.path("cache_hit").asText().equalsIgnoreCase("true") ? 1 : 0);
    ImportedTurn turn =
        new ImportedTurn(Fields.text(row, "session_id", "trace_id").orElse(id));
    turn.put("gen_ai.provider.name", Fields.text(row, "custom_llm_provider"))
        .put("gen_ai.response.id", Optional.of(id))
        .models(Fields.text(row, "model"), Optional.empty())
        .usage(usage)
        .cost(cost)
        .source(Carried.of(row, USED));
    ModelResponses.carryUsage(turn, written);
    sink.text(turn, "input", row.path("messages"));
    sink.text(turn, "output", row.path("response"));
    batch.cost(cost);
    batch.turnAndCall(turn);
  }

  /** An object, or the object that a text holds. */
  static JsonNode embedded(JsonNode node) {
    if (node.isTextual() && !node.textValue().isBlank()) {
      JsonNode parsed = JsonText.parse(node.textValue());
      return parsed.isObject() ? parsed : JsonNodeFactory.instance.objectNode();
    }
    return node;
  }
}
