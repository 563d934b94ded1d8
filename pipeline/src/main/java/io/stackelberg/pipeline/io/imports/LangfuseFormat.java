package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Langfuse exports: traces with their observations, or observations alone; generations are the model calls. */
final class LangfuseFormat implements ForeignFormat {
  private static final Set<String> TYPES = Set.of(
      "GENERATION",
      "SPAN",
      "EVENT",
      "AGENT",
      "TOOL",
      "CHAIN",
      "RETRIEVER",
      "EVALUATOR",
      "EMBEDDING",
      "GUARDRAIL");
  private static final Set<String> USED = Set.of(
      "model",
      "usageDetails",
      "costDetails",
      "startTime",
      "usage",
      "totalCost",
      "scores",
      "metadata");

  @Override
  public void read(LogFile file, ImportSink sink) throws IOException {
    file.records(sink, LogFile.Cut.ELEMENTS, Set.of(), (node, header, batch) -> {
      Fields.requireObject(node, "the trace");
      if (node.path("data").isArray()) {
        node.path("data").forEach(item -> item(item, sink, batch));
      } else {
        item(node, sink, batch);
      }
    });
  }

  private static void item(JsonNode node, ImportSink sink, Batch batch) {
    if (node.path("observations").isArray()) {
      JsonNode trace = node.path("trace").isObject() ? node.path("trace") : node;
      trace(trace, node.path("observations"), sink, batch);
    } else if (node.path("trace").path("observations").isArray()) {
      trace(node.path("trace"), node.path("trace").path("observations"), sink, batch);
    } else if (node.has("type") && (node.has("traceId") || node.has("trace_id"))) {
      trace(
          JsonNodeFactory.instance.objectNode(),
          JsonNodeFactory.instance.arrayNode().add(node),
          sink,
          batch);
    } else {
      throw Require.unexpected(
          "observations", "missing", "a trace with observations, or an observation with a traceId");
    }
  }

  private static void trace(JsonNode trace, JsonNode observations, ImportSink sink, Batch batch) {
    Map<String, JsonNode> byId = new HashMap<>();
    List<JsonNode> generations = new ArrayList<>();
    for (JsonNode observation : observations) {
      Fields.requireObject(observation, "an observation");
      String type = observation.path("type").asText();
      batch.tally("observations." + (TYPES.contains(type) ? type : "other"), 1);
      Fields.text(observation, "id").ifPresent(id -> byId.put(id, observation));
      if (type.equals("GENERATION")) {
        generations.add(observation);
      } else if (observation.path("usageDetails").size() > 0) {
        batch.tally("nonGenerationsWithUsage", 1);
      }
      batch.tally("errors", observation.path("level").asText().equals("ERROR") ? 1 : 0);
    }
    // A generation around another one repeats what that one states.
    Set<String> around = new HashSet<>();
    for (JsonNode generation : generations) {
      ancestors(generation, byId).stream()
          .filter(outer -> outer.path("type").asText().equals("GENERATION"))
          .forEach(outer -> around.add(outer.path("id").asText()));
    }
    generations.sort(
        Comparator.comparing(generation -> generation.path("startTime").asText()));
    Map<String, ImportedTurn> turns = new HashMap<>();
    Optional<ImportedTurn> last = Optional.empty();
    for (JsonNode generation : generations) {
      String id = Fields.text(generation, "id").orElse("");
      if (around.contains(id)) {
        batch.tally("generationsAroundOthers", 1);
        continue;
      }
      try {
        Optional<ImportedTurn> turn =
            generation(trace, generation, ancestors(generation, byId), sink, batch);
        turn.ifPresent(made -> turns.put(id, made));
        last = turn.or(() -> turns.values().stream().findAny());
        if (turn.isPresent()) {
          last = turn;
        }
      } catch (IllegalArgumentException refused) {
        batch.refuse("observation " + shortened(id) + ": " + refused.getMessage());
      }
    }
    for (JsonNode score : trace.path("scores")) {
      score(score, turns, last, sink, batch);
    }
  }

  private static String shortened(String id) {
    return id.length() > 40 ? id.substring(0, 40) + "..." : id;
  }

  private static List<JsonNode> ancestors(JsonNode observation, Map<String, JsonNode> byId) {
    List<JsonNode> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String parent = observation.path("parentObservationId").asText("");
    while (byId.containsKey(parent) && seen.add(parent)) {
      found.add(byId.get(parent));
      parent = byId.get(parent).path("parentObservationId").asText("");
    }
    return found;
  }

  private static Optional<ImportedTurn> generation(
      JsonNode trace, JsonNode generation, List<JsonNode> ancestors, ImportSink sink, Batch batch) {
    Usage usage = usage(generation);
    if (usage.isAllZero() && generation.path("level").asText().equals("ERROR")) {
      usage = Usage.UNKNOWN;
    }
    Fields.text(generation, "id").ifPresent(id -> batch.requireNew("observation", id));
    boolean isJudge = generation.path("environment").asText().startsWith("langfuse-")
        || ancestors.stream().anyMatch(outer -> outer.path("type").asText().equals("EVALUATOR"));
    Optional<BigDecimal> cost = cost(generation);
    if (isJudge) {
      batch.call(Batch.Side.JUDGE, usage);
      batch.stated("judgeCost", cost);
      return Optional.empty();
    }
    String session = Fields.text(trace, "sessionId")
        .or(() -> Fields.text(generation, "sessionId"))
        .or(() -> Fields.text(trace, "id"))
        .or(() -> Fields.text(generation, "traceId", "trace_id"))
        .orElseThrow(() -> Require.unexpected("traceId", "missing", "the trace's id"));
    ImportedTurn turn = new ImportedTurn(session);
    turn.put("ts", Fields.text(generation, "startTime"))
        .models(Fields.text(generation, "model"), Optional.empty())
        .usage(usage)
        .cost(cost)
        .source(Carried.of(generation, USED));
    ModelResponses.carryUsage(turn, generation.path("usageDetails"));
    sink.text(turn, "input", generation.path("input"));
    sink.text(turn, "output", generation.path("output"));
    batch.cost(cost);
    batch.turnAndCall(turn);
    return Optional.of(turn);
  }

  private static Optional<BigDecimal> cost(JsonNode generation) {
    JsonNode details = Fields.object(
        LiteLlmFormat.embedded(generation.path("costDetails")).isObject()
            ? JsonNodeFactory.instance
                .objectNode()
                .set("costDetails", LiteLlmFormat.embedded(generation.path("costDetails")))
            : generation,
        "costDetails");
    Optional<BigDecimal> total = Fields.cost(details, "total");
    if (total.isEmpty() && details.size() > 0) {
      BigDecimal sum = BigDecimal.ZERO;
      for (Map.Entry<String, JsonNode> part : details.properties()) {
        sum = sum.add(Fields.cost(details, part.getKey()).orElse(BigDecimal.ZERO));
      }
      return Optional.of(sum);
    }
    // A total of 0 beside no details is a default, not a price.
    return total.isPresent()
        ? total
        : Fields.cost(generation, "totalCost", "calculatedTotalCost")
            .filter(amount -> amount.signum() != 0);
  }

  private static Usage usage(JsonNode generation) {
    JsonNode details = LiteLlmFormat.embedded(generation.path("usageDetails"));
    if (details.isObject() && !details.isEmpty()) {
      return details.has("prompt_tokens") ? UsageObjects.openAi(details) : buckets(details);
    }
    if (!Fields.isUnknown(details) && !details.isObject()) {
      throw Fields.unexpected("usageDetails", details, "an object");
    }
    JsonNode old = Fields.object(generation, "usage");
    JsonNode counts = old.isObject() ? old : generation;
    Usage usage = new Usage(
        Fields.count(counts, "input", "promptTokens", "inputUsage", "prompt_tokens"),
        Fields.count(counts, "output", "completionTokens", "outputUsage", "completion_tokens"),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
    // Old exports write 0 where nothing was measured.
    return usage.isAllZero() ? Usage.UNKNOWN : usage;
  }

  /** Buckets are disjoint unless input and output alone make up the total. */
  private static Usage buckets(JsonNode details) {
    long inputs = 0;
    long outputs = 0;
    OptionalLong read = OptionalLong.empty();
    OptionalLong write = OptionalLong.empty();
    OptionalLong reasoning = OptionalLong.empty();
    OptionalLong input = Fields.count(details, "input", "input_tokens");
    OptionalLong output = Fields.count(details, "output", "output_tokens");
    for (Map.Entry<String, JsonNode> bucket : details.properties()) {
      String name = bucket.getKey().toLowerCase(Locale.ROOT);
      OptionalLong count = Fields.count(details, bucket.getKey());
      if (name.equals("total") || name.equals("total_tokens") || count.isEmpty()) {
        continue;
      }
      boolean isCache = name.contains("cache");
      if (name.startsWith("input") || name.startsWith("prompt") || isCache) {
        inputs += count.getAsLong();
        if (isCache && (name.contains("creat") || name.contains("write"))) {
          write = UsageObjects.sum(write, count);
        } else if (isCache) {
          read = UsageObjects.sum(read, count);
        }
      } else if (name.startsWith("output")
          || name.startsWith("completion")
          || name.contains("reasoning")
          || name.contains("thinking")) {
        outputs += count.getAsLong();
        if (name.contains("reasoning") || name.contains("thinking")) {
          reasoning = UsageObjects.sum(reasoning, count);
        }
      }
    }
    OptionalLong total = Fields.count(details, "total", "total_tokens");
    boolean isInclusive = total.isPresent()
        && total.getAsLong() == input.orElse(0) + output.orElse(0)
        && total.getAsLong() != inputs + outputs;
    return isInclusive
        ? new Usage(input, output, read, write, reasoning)
        : new Usage(
            input.isEmpty() && inputs == 0 ? input : OptionalLong.of(inputs),
            output.isEmpty() && outputs == 0 ? output : OptionalLong.of(outputs),
            read,
            write,
            reasoning);
  }

  private static void score(
      JsonNode score,
      Map<String, ImportedTurn> turns,
      Optional<ImportedTurn> last,
      ImportSink sink,
      Batch batch) {
    batch.tally("scores", 1);
    String name = Fields.text(score, "name").orElse("score");
    Optional<ImportedTurn> turn =
        Optional.ofNullable(turns.get(score.path("observationId").asText(""))).or(() -> last);
    if (!score.path("value").isNumber() || turn.isEmpty()) {
      batch.tally("scoresNotJoined", 1);
      return;
    }
    Optional<BigDecimal> value = Fields.amount(score, "value");
    sink.outcomes()
        .put(
            new Outcomes.Found("", name, value.get(), "langfuse:" + name),
            turn.get().outcome());
    batch.tally("scoresJoined", 1);
    if (sink.request().quality().isEmpty()) {
      batch.notice(
          "scores are kept under gov.outcome.scores; --quality NAME says which one is the quality");
    }
  }
}
