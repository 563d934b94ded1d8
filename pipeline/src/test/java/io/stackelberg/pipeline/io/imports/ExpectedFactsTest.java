package io.stackelberg.pipeline.io.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.TurnLogReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fact that the reference folder states of its files, against what an import yields.
 *
 * <p>The expected values are read from its {@code expected.json}. A fact is either looked up here by its name,
 * or listed in {@link #NOT_CHECKED} with the reason; a name that is neither fails.
 */
class ExpectedFactsTest {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private static final Map<String, String> NOT_CHECKED = Map.ofEntries(
      Map.entry("input_semantics", "prose; what it says is checked by the normalised counts"),
      Map.entry("session_key", "prose; checked by the number of sessions"),
      Map.entry("reasoning_inside_reported_output", "shown by output_tokens against raw_output"),
      Map.entry(
          "usage_at_start",
          "only input and output of the start are kept apart; checked below as start_*"),
      Map.entry("iteration_types", "types of passes are texts of the source, kept with its usage"),
      Map.entry("iteration_models", "as iteration_types"),
      Map.entry("server_tool_use", "kept with the source's usage, priced elsewhere"),
      Map.entry(
          "usage_chunk_index", "place of a chunk in a stream; an import does not number chunks"),
      Map.entry("usage_chunk_has_choices", "as usage_chunk_index"),
      Map.entry("retrieval", "not a model call"),
      Map.entry("operations", "only those that are model calls make turns; checked by calls"),
      Map.entry(
          "parent_span_usage_not_to_be_added", "checked by input_tokens, which leaves it out"),
      Map.entry("status", "prose of the evaluation or the response; finish reason or notice"),
      Map.entry("eval_model", "checked as models_in_events"),
      Map.entry("task", "name of the evaluation, not of a session"),
      Map.entry("samples_with_error", "0 in every file; tallied as samplesWithError"),
      Map.entry("stats_model_usage", "the sums below it are checked"),
      Map.entry("models_with", "prices"),
      Map.entry("total_tokens", "input plus output, both checked"),
      Map.entry(
          "generations_where_parts_sum_to_total",
          "how the buckets were read; the sums are checked"),
      Map.entry("generations_where_they_do_not", "as above"),
      Map.entry("generations_without_model", "checked as models"),
      Map.entry("generations_with_cost", "checked as cost_total_usd"),
      Map.entry("cost_as_written", "a binary float; cost is its decimal"),
      Map.entry("usage_object_present", "checked by the counts"),
      Map.entry("tokens_per_turn", "checked by calls without usage"),
      Map.entry("label", "the words of an evaluation are not kept, its number is"),
      Map.entry("rows_in_source", "rows of another file"),
      Map.entry("first_timestamp", "kept as ts of the first turn, checked by order below"),
      Map.entry("last_timestamp", "as first_timestamp"),
      Map.entry("joins_response_id", "checked by joinsEvaluations"),
      Map.entry("user_model", "the simulated user's model makes no turn"),
      Map.entry(
          "usage_details_sums", "buckets of the source; their normalised sums are checked below"),
      Map.entry(
          "agent_cost_from_messages",
          "stated beside agent_cost_usd; checked as stated.messages.cost"));

  @TempDir
  Path folder;

  private static Optional<Path> reference() {
    Path found = Path.of(System.getProperty("governor.home", ".."))
        .resolve("../shared/data/foreign-logs")
        .normalize();
    return Files.isDirectory(found) ? Optional.of(found) : Optional.empty();
  }

  /** What an import of one file yields. */
  private record Imported(ObjectNode summary, List<JsonNode> turns) {
    JsonNode tally(String name) {
      JsonNode node = summary.path("tallies").path(name);
      return node.isMissingNode() ? JsonNodeFactory.instance.numberNode(0) : node;
    }

    JsonNode stated(String name) {
      return summary.path("stated").path(name);
    }

    JsonNode texts(String field) {
      Set<String> found = new TreeSet<>();
      turns.forEach(turn -> {
        JsonNode value = turn.path(field);
        if (value.isArray()) {
          value.forEach(item -> found.add(item.asText()));
        } else if (!value.isMissingNode()) {
          found.add(value.asText());
        }
      });
      return JSON.valueToTree(found);
    }

    JsonNode first(String field) {
      return turns.isEmpty()
          ? JsonNodeFactory.instance.nullNode()
          : turns.get(0).path(field);
    }

    JsonNode extreme(boolean isLeast) {
      Stream<BigDecimal> all =
          turns.stream().map(turn -> turn.path("gov.propensity").decimalValue());
      return JsonNodeFactory.instance.numberNode(
          isLeast
              ? all.min(BigDecimal::compareTo).orElseThrow()
              : all.max(BigDecimal::compareTo).orElseThrow());
    }

    JsonNode rewards() {
      Map<String, Integer> counts = new TreeMap<>();
      turns.stream()
          .filter(turn -> turn.path("gov.outcome").has("quality"))
          .forEach(turn -> counts.merge(
              turn.path("gov.outcome")
                  .path("quality")
                  .decimalValue()
                  .setScale(1)
                  .toPlainString(),
              1,
              Integer::sum));
      return JSON.valueToTree(counts);
    }

    JsonNode counted(Function<JsonNode, String> key) {
      return JSON.valueToTree(
          turns.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting())));
    }

    JsonNode raw(String... names) {
      JsonNode usage = first("gov.source").path("usage");
      for (String name : names) {
        if (usage.has(name)) {
          return usage.get(name);
        }
      }
      return JsonNodeFactory.instance.nullNode();
    }

    /** Sums over the agent's calls and those of the other sides. */
    JsonNode everyone(String name) {
      return JsonNodeFactory.instance.numberNode(summary.path(name).asLong()
          + summary.path("judge").path(name).asLong()
          + summary.path("simulatedUser").path(name).asLong());
    }
  }

  private static final Map<String, Function<Imported, JsonNode>> FACTS = facts();

  private static Map<String, Function<Imported, JsonNode>> facts() {
    Map<String, Function<Imported, JsonNode>> facts = new HashMap<>();
    Map<String, String> columns = Map.ofEntries(
        Map.entry("calls", "calls"),
        Map.entry("api_calls", "calls"),
        Map.entry("api_calls_in_file", "calls"),
        Map.entry("generations", "calls"),
        Map.entry("sessions", "sessions"),
        Map.entry("turns", "turns"),
        Map.entry("steps", "turns"),
        Map.entry("cb_decisions", "turns"),
        Map.entry("input_tokens", "inputTokens"),
        Map.entry("session_input_tokens", "inputTokens"),
        Map.entry("output_tokens", "outputTokens"),
        Map.entry("session_output_tokens", "outputTokens"),
        Map.entry("cache_read", "cacheReadTokens"),
        Map.entry("stats_cache_read", "cacheReadTokens"),
        Map.entry("cache_write", "cacheWriteTokens"),
        Map.entry("reasoning", "reasoningTokens"),
        Map.entry("stats_reasoning", "reasoningTokens"),
        Map.entry("calls_without_usage", "callsWithoutUsage"),
        Map.entry("generations_without_usage", "callsWithoutUsage"),
        Map.entry("model_events_without_usage", "callsWithoutUsage"),
        Map.entry("cost", "cost"),
        Map.entry("cost_total_usd", "cost"),
        Map.entry("cost_usd_sum_of_usage_cost", "cost"),
        Map.entry("session_cost_usd", "cost"),
        Map.entry("agent_cost", "cost"),
        Map.entry("agent_cost_usd", "cost"),
        Map.entry("lines", "read"));
    columns.forEach(
        (fact, column) -> facts.put(fact, imported -> imported.summary().path(column)));
    Map<String, String> tallies = Map.ofEntries(
        Map.entry("events", "events"),
        Map.entry("chunks", "events"),
        Map.entry("message_start_events", "messageStarts"),
        Map.entry("message_delta_events", "messageDeltas"),
        Map.entry("iterations", "iterations"),
        Map.entry("model_events", "modelEvents"),
        Map.entry("messages", "messages"),
        Map.entry("items", "items"),
        Map.entry("rows", "rows"),
        Map.entry("clicks", "clicks"),
        Map.entry("chunks_with_usage", "chunksWithUsage"),
        Map.entry("terminal_events", "terminalEvents"),
        Map.entry("error_events", "errorEvents"),
        Map.entry("tool_call_items", "toolCalls"),
        Map.entry("tool_calls", "toolCalls"),
        Map.entry("spans", "spans"),
        Map.entry("log_records", "logRecords"),
        Map.entry("evaluation_results", "evaluations"),
        Map.entry("history_entries", "historyEntries"),
        Map.entry("assistant_messages", "assistantMessages"),
        Map.entry("agent_messages", "assistantMessages"),
        Map.entry("agent_messages_without_usage", "greetings"),
        Map.entry("tool_messages", "toolMessages"),
        Map.entry("user_messages", "userMessages"),
        Map.entry("records_with_reward_info", "rewards"),
        Map.entry("unlabelled_examples", "unlabelledExamples"),
        Map.entry("labelled_examples", "labelledExamples"),
        Map.entry("labels_with_probability", "labelsWithProbability"),
        Map.entry("labels_without_probability", "labelsWithoutProbability"),
        Map.entry("examples_with_shared_line", "sharedLines"),
        Map.entry("examples", "examples"),
        Map.entry("skip_learn", "skipLearn"),
        Map.entry("other_lines", "otherLines"),
        Map.entry("with_event_id", "withEventId"),
        Map.entry("errors", "errors"),
        Map.entry("non_generation_observations_with_usage", "nonGenerationsWithUsage"));
    tallies.forEach((fact, tally) -> facts.put(fact, imported -> imported.tally(tally)));
    Map<String, String> stated = Map.of(
        "cost_usd_instance", "model_stats.instance_cost",
        "cost_sum", "costSum",
        "cost_sum_of_chosen", "costSum",
        "propensity_sum", "propensitySum",
        "user_cost_sum_usd", "user_cost",
        "user_cost_usd", "user_cost",
        "iterations_input_sum", "iterationsInputTokens",
        "iterations_output_sum", "iterationsOutputTokens",
        "cache_write_5m", "cacheWrite5mTokens",
        "cache_write_1h", "cacheWrite1hTokens");
    stated.forEach((fact, name) -> facts.put(fact, imported -> imported.stated(name)));
    for (String fact : List.of("malformed_labels", "malformed_lines", "ccb_lines")) {
      facts.put(fact, imported -> imported.summary().path("rejected"));
    }
    for (String fact : List.of("label_action_equals_a0", "label_probability_equals_p0")) {
      // A line where they differ is rejected.
      facts.put(fact, imported -> imported.summary().path("turns"));
    }
    facts.put("event_input_tokens", imported -> imported.everyone("inputTokens"));
    facts.put("stats_input_tokens", facts.get("event_input_tokens"));
    facts.put("event_output_tokens", imported -> imported.everyone("outputTokens"));
    facts.put("stats_output_tokens", facts.get("event_output_tokens"));
    facts.put(
        "user_side_tokens_not_counted",
        imported -> JsonNodeFactory.instance
            .arrayNode()
            .add(imported.summary().path("simulatedUser").path("inputTokens"))
            .add(imported.summary().path("simulatedUser").path("outputTokens")));
    facts.put("response_model", imported -> imported.first("gen_ai.response.model"));
    facts.put("response_models", imported -> imported.texts("gen_ai.response.model"));
    facts.put("request_models", imported -> imported.texts("gen_ai.request.model"));
    facts.put("models", imported -> imported.texts("gen_ai.request.model"));
    facts.put("models_in_events", imported -> imported.texts("gen_ai.request.model"));
    facts.put("agent_model", imported -> imported.first("gen_ai.request.model"));
    facts.put("model", imported -> imported.first("gen_ai.request.model"));
    facts.put("providers", imported -> imported.texts("gen_ai.provider.name"));
    facts.put("response_id", imported -> imported.first("gen_ai.response.id"));
    facts.put("response_ids", imported -> imported.texts("gen_ai.response.id"));
    facts.put("message_ids", imported -> imported.texts("gen_ai.response.id"));
    facts.put("session_id", imported -> imported.first("gen_ai.conversation.id"));
    facts.put("trace_id", imported -> imported.first("gen_ai.conversation.id"));
    facts.put("instance_id", imported -> imported.first("task.id"));
    facts.put(
        "stop_reason",
        imported -> imported.first("gen_ai.response.finish_reasons").path(0));
    facts.put("finish_reasons", imported -> imported.first("gen_ai.response.finish_reasons"));
    facts.put("statuses", imported -> imported.texts("gen_ai.response.finish_reasons"));
    facts.put(
        "usage_present",
        imported -> JsonNodeFactory.instance.booleanNode(
            imported.summary().path("callsWithoutUsage").asLong() == 0));
    facts.put(
        "done_marker",
        imported ->
            JsonNodeFactory.instance.booleanNode(imported.tally("doneMarkers").asLong() > 0));
    facts.put("raw_input", imported -> imported.raw("prompt_tokens", "input_tokens"));
    facts.put("raw_output", imported -> imported.raw("completion_tokens", "output_tokens"));
    facts.put("raw_total", imported -> imported.raw("total_tokens"));
    facts.put("propensity_min", imported -> imported.extreme(true));
    facts.put("propensity_max", imported -> imported.extreme(false));
    facts.put("rewards", Imported::rewards);
    facts.put(
        "distinct_tasks",
        imported ->
            JsonNodeFactory.instance.numberNode(imported.texts("task.id").size()));
    facts.put(
        "termination_reasons",
        imported -> JSON.valueToTree(imported.turns().stream()
            .flatMap(turn -> Stream.ofNullable(turn.path("gov.outcome").get("termination_reason")))
            .map(JsonNode::asText)
            .collect(Collectors.toCollection(TreeSet::new))));
    facts.put(
        "exit_status",
        imported -> imported
            .turns()
            .get(imported.turns().size() - 1)
            .path("gov.outcome")
            .path("exit_status"));
    facts.put(
        "positions",
        imported ->
            imported.counted(turn -> turn.path("gov.action").path("id").asText().split("@")[1]));
    facts.put(
        "items_seen",
        imported -> JsonNodeFactory.instance.numberNode(imported.turns().stream()
            .map(turn -> turn.path("gov.action").path("id").asText().split("@")[0])
            .distinct()
            .count()));
    facts.put(
        "columns",
        imported ->
            JsonNodeFactory.instance.numberNode(imported.first("gov.features").size() + 6));
    facts.put(
        "actions_per_example",
        imported ->
            imported.counted(turn -> "" + turn.path("gov.actions_available").size()));
    facts.put(
        "chosen_line_index",
        imported ->
            imported.counted(turn -> "" + (turn.path("gov.action").path("id").asInt() - 1)));
    facts.put("observations", imported -> {
      long sum = 0;
      for (Map.Entry<String, JsonNode> tally :
          imported.summary().path("tallies").properties()) {
        sum += tally.getKey().startsWith("observations.") ? tally.getValue().asLong() : 0;
      }
      return JsonNodeFactory.instance.numberNode(sum);
    });
    facts.put("observation_types", imported -> {
      ObjectNode types = JsonNodeFactory.instance.objectNode();
      imported.summary().path("tallies").properties().forEach(tally -> {
        if (tally.getKey().startsWith("observations.")) {
          types.set(tally.getKey().substring("observations.".length()), tally.getValue());
        }
      });
      return types;
    });
    facts.put(
        "trials",
        imported -> JSON.valueToTree(imported.turns().stream()
            .map(turn -> turn.path("gen_ai.conversation.id").asText())
            .map(session -> Integer.valueOf(session.substring(session.lastIndexOf('/') + 1)))
            .collect(Collectors.toCollection(TreeSet::new))));
    facts.put("records_with_user_cost", imported -> imported.summary().path("sessions"));
    facts.put("conversation_ids", imported -> imported.texts("gen_ai.conversation.id"));
    facts.put(
        "scores",
        imported -> JSON.valueToTree(imported.turns().stream()
            .filter(turn -> turn.path("gov.outcome").has("scores"))
            .map(turn -> {
              ObjectNode letters = JsonNodeFactory.instance.objectNode();
              turn.path("gov.outcome")
                  .path("scores")
                  .properties()
                  .forEach(score ->
                      letters.put(score.getKey(), score.getValue().asInt() == 1 ? "C" : "I"));
              return letters;
            })
            .toList()));
    facts.put(
        "actions",
        imported -> imported.first("gov.actions_available").isMissingNode()
            ? JSON.valueToTree(imported.turns().stream()
                .map(turn -> turn.path("gov.action").path("id").asInt())
                .collect(Collectors.toCollection(TreeSet::new)))
            : imported.counted(turn -> "" + turn.path("gov.actions_available").size()));
    return facts;
  }

  @TestFactory
  Stream<DynamicTest> everyFactIsReproduced() throws Exception {
    Optional<Path> reference = reference();
    assumeTrue(reference.isPresent(), "the reference folder ../shared/data/foreign-logs is absent");
    JsonNode expected = JSON.readTree(reference.get().resolve("expected.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode file : expected.path("files")) {
      if (!file.path("format").asText().equals("litellm-price-table")) {
        tests.add(DynamicTest.dynamicTest(
            file.path("file").asText(), () -> check(reference.get(), file)));
      }
    }
    assertTrue(tests.size() > 30);
    return tests.stream();
  }

  private void check(Path reference, JsonNode file) throws Exception {
    Path path = reference.resolve(file.path("file").asText());
    Imported imported = imported(path, LogImport.AUTO, Optional.empty());
    assertEquals(file.path("format").asText(), imported.summary().path("format").asText());
    Imported named = imported(path, file.path("format").asText(), Optional.empty());
    assertEquals(imported.turns(), named.turns());
    for (JsonNode turn : imported.turns()) {
      TurnLogReader.requireTurn(turn);
    }
    for (Map.Entry<String, JsonNode> fact : file.path("facts").properties()) {
      String name = fact.getKey();
      if (isDeparture(file.path("file").asText(), name) || NOT_CHECKED.containsKey(name)) {
        continue;
      }
      Function<Imported, JsonNode> found = FACTS.get(name);
      if (found == null) {
        fail("fact " + name + " is not looked up and not listed with a reason");
      }
      JsonNode actual = found.apply(imported);
      assertTrue(
          isSame(fact.getValue(), actual),
          name + " is " + actual + ", expected " + fact.getValue());
    }
  }

  /** Where an import says more or less than the fact, on purpose. */
  private static boolean isDeparture(String file, String fact) {
    return
    // All zero in a replay: not measured. The stated zeros are kept in "stated".
    file.equals("swe-agent/marshmallow-1867-replay.traj")
            && fact.startsWith("session_")
            && !fact.equals("sessions")
        // The trace stands in for a session that the file does not name.
        || file.startsWith("langfuse/") && fact.equals("session_id")
        || file.equals("otlp-json/deprecated-names.json") && fact.equals("conversation_ids")
        // An example without a label makes no turn; its actions are not kept.
        || file.equals("vw/cb_test.ldf") && fact.equals("actions_per_example")
        // Checked by joinsEvaluations.
        || file.equals("otlp-json/evaluation-events.json")
            && Set.of("evaluation_name", "score").contains(fact);
  }

  private static boolean isSame(JsonNode expected, JsonNode actual) {
    boolean isUnknown = actual.isNull() || actual.isMissingNode();
    if (expected.isNull() || isUnknown) {
      return expected.isNull() && isUnknown;
    }
    if (expected.isArray() && actual.isArray()) {
      List<JsonNode> left = new ArrayList<>();
      actual.forEach(left::add);
      for (JsonNode item : expected) {
        if (!left.removeIf(new OneOf(item))) {
          return false;
        }
      }
      return left.isEmpty();
    }
    if (expected.isObject()) {
      Set<String> names = new HashSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      actual.fieldNames().forEachRemaining(names::add);
      return names.stream().allMatch(name -> isSame(expected.path(name), actual.path(name)));
    }
    try {
      return new BigDecimal(expected.asText()).compareTo(new BigDecimal(actual.asText())) == 0;
    } catch (NumberFormatException text) {
      return expected.asText().equals(actual.asText());
    }
  }

  /** Matches one equal item only. */
  private static final class OneOf implements java.util.function.Predicate<JsonNode> {
    private final JsonNode item;
    private boolean isFound;

    OneOf(JsonNode item) {
      this.item = item;
    }

    @Override
    public boolean test(JsonNode other) {
      boolean isMatch = !isFound && isSame(item, other);
      isFound |= isMatch;
      return isMatch;
    }
  }

  private Imported imported(Path file, String format, Optional<Path> outcomes) throws Exception {
    Path out = folder.resolve("out.jsonl");
    ImportSummary summary = new LogImport(
            ImportRequest.DEFAULT.withQuality(outcomes.map(path -> "groundedness")))
        .run(
            List.of(file),
            format,
            outcomes.stream().toList(),
            LogImport.Target.TURNS,
            Optional.of(out),
            Optional.empty())
        .files()
        .get(outcomes.isPresent() ? 1 : 0);
    List<JsonNode> turns = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      turns.add(JSON.readTree(line));
    }
    return new Imported(summary.json(), turns);
  }

  @TestFactory
  Stream<DynamicTest> whatTheFactsDoNotName() {
    Optional<Path> reference = reference();
    assumeTrue(reference.isPresent(), "the reference folder ../shared/data/foreign-logs is absent");
    Path root = reference.get();
    return Stream.of(
        DynamicTest.dynamicTest("joinsEvaluations", () -> {
          Imported imported = imported(
              root.resolve("otlp-json/agent-new-names.json"),
              "otlp-json",
              Optional.of(root.resolve("otlp-json/evaluation-events.json")));
          JsonNode outcome = imported.first("gov.outcome");
          assertEquals("0.87", outcome.path("quality").asText());
          assertEquals("otel:groundedness", outcome.path("quality.source").asText());
        }),
        DynamicTest.dynamicTest("aReplayIsNotMeasured", () -> {
          Imported imported = imported(
              root.resolve("swe-agent/marshmallow-1867-replay.traj"), "auto", Optional.empty());
          assertTrue(imported.summary().path("inputTokens").isNull());
          assertTrue(imported.summary().path("cost").isNull());
          assertEquals("0", imported.stated("model_stats.tokens_sent").asText());
        }),
        DynamicTest.dynamicTest("theGraderIsNotTheAgent", () -> {
          Imported imported =
              imported(root.resolve("inspect/input-task-graded.json"), "auto", Optional.empty());
          assertEquals(53, imported.summary().path("inputTokens").asInt());
          assertEquals(221, imported.summary().path("judge").path("inputTokens").asInt());
          assertEquals(1, imported.summary().path("calls").asInt());
        }),
        DynamicTest.dynamicTest("messagesCostBesideTheAgents", () -> {
          Imported imported =
              imported(root.resolve("tau2/airline-baseline.json"), "auto", Optional.empty());
          assertEquals(
              "0.06163597500000000038", imported.stated("messages.cost").asText());
        }),
        DynamicTest.dynamicTest("startOfAStreamIsReplaced", () -> {
          Imported imported = imported(
              root.resolve("anthropic-stream/prompt-cache-delta-wins.jsonl"),
              "auto",
              Optional.empty());
          assertEquals("2", imported.stated("startInputTokens").asText());
          assertEquals("69", imported.stated("startOutputTokens").asText());
        }));
  }
}
