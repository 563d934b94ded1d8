package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Response objects of the providers, one model call each. */
final class ModelResponses {
  private static final Set<String> CHAT =
      Set.of("id", "object", "model", "choices", "usage", "created");
  private static final Set<String> MESSAGE =
      Set.of("id", "type", "role", "model", "content", "usage", "stop_reason");
  private static final Set<String> RESPONSE =
      Set.of("id", "object", "model", "output", "usage", "created_at", "instructions", "status");
  private static final BigDecimal DOLLARS_PER_TICK = new BigDecimal("1e-10");

  private ModelResponses() {}

  /** The response itself, out of a line of a batch's results where it is one. */
  static JsonNode unwrapped(JsonNode node) {
    Fields.requireObject(node, "the response");
    JsonNode body = node.path("response").path("body");
    JsonNode message = node.path("result").path("message");
    JsonNode found = body.isObject() ? body : message.isObject() ? message : node;
    JsonNode error = found.path("error");
    if (error.isObject() && !found.has("output") && !found.has("choices")
        || found.path("type").asText().equals("error")) {
      throw new IllegalArgumentException("the response is an error ("
          + Fields.text(error, "type", "code").orElse("no type")
          + "), expected an answer of a model");
    }
    return found;
  }

  /** A chat completion. */
  static void chat(JsonNode response, ImportSink sink, Batch batch, String session) {
    String object = response.path("object").asText("chat.completion");
    if (!object.equals("chat.completion") || !response.path("choices").isArray()) {
      throw Require.unexpected("object", object, "chat.completion with an array of choices");
    }
    Optional<String> id = Fields.text(response, "id");
    id.ifPresent(known -> batch.requireNew("response", known));
    ImportedTurn turn = new ImportedTurn(id.orElse(session));
    List<String> reasons = new ArrayList<>();
    response
        .path("choices")
        .forEach(choice -> Fields.text(choice, "finish_reason").ifPresent(reasons::add));
    JsonNode usage = Fields.object(response, "usage");
    Optional<BigDecimal> cost = chatCost(usage);
    turn.put("gen_ai.response.id", id)
        .models(Optional.empty(), Fields.text(response, "model"))
        .finished(reasons)
        .usage(UsageObjects.openAi(usage))
        .cost(cost)
        .source(Carried.of(response, CHAT));
    carryUsage(turn, usage);
    sink.text(turn, "output", response.path("choices").path(0).path("message").path("content"));
    batch.cost(cost);
    batch.tally("toolCalls", toolCalls(response.path("choices").path(0).path("message")));
    batch.turnAndCall(turn);
  }

  static long toolCalls(JsonNode message) {
    return message.path("tool_calls").isArray() ? message.path("tool_calls").size() : 0;
  }

  /** The cost in US dollars that some servers state beside the counts. */
  static Optional<BigDecimal> chatCost(JsonNode usage) {
    Optional<BigDecimal> ticks = Fields.cost(usage, "cost_in_usd_ticks");
    return ticks.isPresent()
        ? Optional.of(ticks.get().multiply(DOLLARS_PER_TICK).stripTrailingZeros())
        : Fields.cost(usage, "cost");
  }

  /** The usage object as it is written, beside the normalised counts. */
  static void carryUsage(ImportedTurn turn, JsonNode usage) {
    if (usage.isObject()) {
      turn.line().withObjectProperty("gov.source").set("usage", Carried.of(usage, Set.of()));
    }
  }

  /** A response of the responses API. */
  static void responses(JsonNode response, ImportSink sink, Batch batch, String session) {
    if (!response.path("object").asText().equals("response")) {
      throw Fields.unexpected("object", response.path("object"), "\"response\"");
    }
    Optional<String> id = Fields.text(response, "id");
    id.ifPresent(known -> batch.requireNew("response", known));
    JsonNode conversation = response.path("conversation");
    Optional<String> named =
        conversation.isObject() ? Fields.text(conversation, "id") : Optional.empty();
    JsonNode usage = Fields.object(response, "usage");
    ImportedTurn turn = new ImportedTurn(named.orElse(id.orElse(session)));
    turn.put("gen_ai.response.id", id)
        .models(Optional.empty(), Fields.text(response, "model"))
        .finished(Fields.text(response, "status").stream().toList())
        .usage(UsageObjects.openAi(usage))
        .source(Carried.of(response, RESPONSE));
    carryUsage(turn, usage);
    sink.text(turn, "output", response.path("output"));
    for (JsonNode item : Fields.array(response, "output")) {
      batch.tally("toolCalls", item.path("type").asText().endsWith("_call") ? 1 : 0);
    }
    batch.turnAndCall(turn);
  }

  /** A message, with every pass that its iterations list beside the top-level counts. */
  static void anthropic(
      JsonNode message, Usage usage, ImportSink sink, Batch batch, String session) {
    if (!message.path("type").asText("message").equals("message") || !message.has("role")) {
      throw Fields.unexpected("type", message.path("type"), "\"message\" with a role");
    }
    Optional<String> id = Fields.text(message, "id");
    id.ifPresent(known -> batch.requireNew("response", known));
    ImportedTurn turn = new ImportedTurn(id.orElse(session));
    turn.put("gen_ai.provider.name", Optional.of("anthropic"))
        .put("gen_ai.response.id", id)
        .models(Optional.empty(), Fields.text(message, "model"))
        .finished(Fields.text(message, "stop_reason").stream().toList())
        .usage(usage)
        .source(Carried.of(message, MESSAGE));
    JsonNode written = Fields.object(message, "usage");
    carryUsage(turn, written);
    sink.text(turn, "output", message.path("content"));
    JsonNode created = Fields.object(written, "cache_creation");
    batch.stated("cacheWrite5mTokens", Fields.amount(created, "ephemeral_5m_input_tokens"));
    batch.stated("cacheWrite1hTokens", Fields.amount(created, "ephemeral_1h_input_tokens"));
    for (JsonNode pass : Fields.array(written, "iterations")) {
      Usage each = UsageObjects.anthropic(pass);
      batch.tally("iterations", 1);
      each.input().ifPresent(count -> batch.stated("iterationsInputTokens", amount(count)));
      each.output().ifPresent(count -> batch.stated("iterationsOutputTokens", amount(count)));
      batch.notice(
          "usage.iterations lists passes that the top-level counts leave out; what was spent is "
              + "stated.iterationsInputTokens and stated.iterationsOutputTokens");
    }
    message
        .path("content")
        .forEach(block ->
            batch.tally("toolCalls", block.path("type").asText().endsWith("tool_use") ? 1 : 0));
    batch.turnAndCall(turn);
  }

  static Optional<BigDecimal> amount(long count) {
    return Optional.of(BigDecimal.valueOf(count));
  }
}
