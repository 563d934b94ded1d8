package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Trajectories of software agents: one session a document. */
final class AgentTrajectories {
  private AgentTrajectories() {}

  static Map<String, ForeignFormat> all() {
    return Map.of(
        "mini-swe-agent",
        (file, sink) -> file.records(
            sink,
            LogFile.Cut.WHOLE,
            Set.of(),
            (node, header, batch) -> miniSweAgent(node, file.stem(), sink, batch)),
        "swe-agent",
        (file, sink) -> file.records(
            sink,
            LogFile.Cut.WHOLE,
            Set.of(),
            (node, header, batch) -> sweAgent(node, file.stem(), sink, batch)));
  }

  private static void miniSweAgent(JsonNode node, String stem, ImportSink sink, Batch batch) {
    JsonNode messages = node.isArray() ? node : node.path("messages");
    if (!messages.isArray()
        || node.isObject() && !node.has("info") && !node.has("trajectory_format")) {
      throw Require.unexpected(
          "messages", Fields.shown(messages), "a trajectory with info, or a list of messages");
    }
    JsonNode info = node.path("info");
    Optional<String> model = Fields.text(info.path("config").path("model"), "model_name");
    String session = Fields.text(node, "instance_id").orElse(stem);
    List<Optional<BigDecimal>> costs = new ArrayList<>();
    for (JsonNode message : messages) {
      Fields.requireObject(message, "a message");
      batch.tally("messages", 1);
      JsonNode response = message.path("object").asText().equals("response")
          ? message
          : message.path("extra").path("response");
      if (!message.path("role").asText().equals("assistant") && response != message) {
        continue;
      }
      JsonNode usage = Fields.object(response, "usage");
      Optional<BigDecimal> cost =
          ModelResponses.chatCost(usage).or(() -> Fields.cost(message.path("extra"), "cost"));
      costs.add(cost);
      ImportedTurn turn = new ImportedTurn(session);
      turn.put("task.id", Fields.text(node, "instance_id"))
          .put("gen_ai.response.id", Fields.text(response, "id"))
          .models(model, Fields.text(response, "model"))
          .usage(UsageObjects.openAi(usage))
          .cost(cost);
      ModelResponses.carryUsage(turn, usage);
      sink.text(turn, "output", message.path("content"));
      batch.turnAndCall(turn);
    }
    Fields.text(info, "exit_status").ifPresent(status -> lastOutcome(batch, "exit_status", status));
    JsonNode stats = info.path("model_stats");
    Optional<BigDecimal> instance = Fields.cost(stats, "instance_cost");
    batch.stated("model_stats.instance_cost", instance);
    boolean areStated = !costs.isEmpty() && costs.stream().allMatch(Optional::isPresent);
    BigDecimal sum =
        costs.stream().flatMap(Optional::stream).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (areStated) {
      batch.stated("usage.cost", Optional.of(sum));
      batch.cost(Optional.of(sum));
      batch.notice("cost is the sum of the calls' own costs, not info.model_stats.instance_cost");
    } else {
      batch.cost(instance.filter(amount -> amount.signum() != 0));
    }
    OptionalLong counted = Fields.count(stats, "api_calls");
    if (counted.isPresent() && counted.getAsLong() != costs.size()) {
      batch.notice(
          "info.model_stats.api_calls differs from the answers in the file; the answers count");
    }
  }

  private static void lastOutcome(Batch batch, String name, String value) {
    if (!batch.turns.isEmpty()) {
      batch.turns.get(batch.turns.size() - 1).outcome().put(name, value);
    }
  }

  private static void sweAgent(JsonNode node, String stem, ImportSink sink, Batch batch) {
    if (!node.isObject() || !node.path("trajectory").isArray()) {
      throw Require.unexpected(
          "trajectory", Fields.shown(node.path("trajectory")), "an array of steps");
    }
    JsonNode info = Fields.object(node, "info");
    JsonNode config = LiteLlmFormat.embedded(node.path("replay_config"));
    Optional<String> model = Fields.text(config.path("agent").path("model"), "name");
    for (JsonNode step : node.path("trajectory")) {
      Fields.requireObject(step, "a step");
      ImportedTurn turn = new ImportedTurn(stem);
      turn.models(model, Optional.empty()).usage(Usage.UNKNOWN);
      turn.source(Carried.of(step, Set.of("state", "query")));
      sink.text(turn, "output", step.path("response"));
      batch.turn(turn);
    }
    batch.tally(
        "historyEntries", node.path("history").isArray() ? node.path("history").size() : 0);
    JsonNode stats = Fields.object(info, "model_stats");
    long steps = batch.turns.size();
    batch.callsWithoutUsage(Fields.count(stats, "api_calls").orElse(steps));
    Usage total = new Usage(
        Fields.count(stats, "tokens_sent"),
        Fields.count(stats, "tokens_received"),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
    Optional<BigDecimal> cost = Fields.cost(stats, "instance_cost");
    batch.stated("model_stats.tokens_sent", Fields.amount(stats, "tokens_sent"));
    batch.stated("model_stats.tokens_received", Fields.amount(stats, "tokens_received"));
    batch.stated("model_stats.instance_cost", cost);
    if (total.isAllZero()) {
      batch.notice(
          "tokens and cost of the session are all 0, as in a replay: not measured, taken as unknown");
    } else {
      batch.sessionTotal(total);
      batch.cost(cost);
      if (!total.isUnknown() && steps > 0) {
        batch.notice("tokens are known per session only; each turn's are unknown");
        var last = batch.turns.get(batch.turns.size() - 1).line();
        var totals = last.putObject("gov.session_totals");
        total.input().ifPresent(count -> totals.put("input_tokens", count));
        total.output().ifPresent(count -> totals.put("output_tokens", count));
        cost.ifPresent(amount -> totals.put("cost_usd", amount.toPlainString()));
      }
    }
    Fields.text(info, "exit_status").ifPresent(status -> lastOutcome(batch, "exit_status", status));
  }
}
