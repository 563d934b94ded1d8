package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Results of tau-bench and tau2: conversations with a simulated user, who is not the agent. */
final class TauFormats {
  private TauFormats() {}

  static Map<String, ForeignFormat> all() {
    return Map.of(
        "tau-bench",
        (file, sink) -> file.records(
            sink,
            LogFile.Cut.ELEMENTS,
            Set.of(),
            (node, header, batch) -> tauBench(node, file.stem(), sink, batch)),
        "tau2",
        (file, sink) -> file.records(
            sink,
            LogFile.Cut.WHOLE,
            Set.of("simulations"),
            (node, header, batch) -> tau2(node, header, sink, batch)));
  }

  private static void tauBench(JsonNode node, String stem, ImportSink sink, Batch batch) {
    Fields.requireObject(node, "the record");
    if (!node.path("traj").isArray()) {
      throw Fields.unexpected("traj", node.path("traj"), "an array of messages");
    }
    String task = Fields.text(node, "task_id")
        .orElseThrow(() -> Require.unexpected("task_id", "missing", "the task's id"));
    String trial = Fields.text(node, "trial").orElse("0");
    String session = stem + ":" + task + "/" + trial;
    batch.requireNew("task and trial", session);
    for (JsonNode message : node.path("traj")) {
      Fields.requireObject(message, "a message");
      String role = message.path("role").asText();
      if (role.equals("assistant")) {
        ImportedTurn turn = new ImportedTurn(session);
        turn.put("task.id", Optional.of(task)).usage(Usage.UNKNOWN);
        sink.text(turn, "output", message.path("content"));
        batch.tally("toolCalls", ModelResponses.toolCalls(message));
        batch.turnAndCall(turn);
      }
      count(role, batch);
    }
    JsonNode info = Fields.object(node, "info");
    batch.stated("user_cost", Fields.cost(info, "user_cost"));
    batch.cost(Fields.cost(info, "agent_cost"));
    reward(Fields.amount(node, "reward"), batch);
    if (sink.request().action().isEmpty()) {
      batch.notice("the file names no model; --action ID says what its turns did");
    }
  }

  private static void count(String role, Batch batch) {
    if (Set.of("assistant", "user", "tool", "system").contains(role)) {
      batch.tally(role + "Messages", 1);
    }
  }

  /** The reward belongs to the session; it stands on its last turn. */
  private static void reward(Optional<BigDecimal> reward, Batch batch) {
    if (reward.isEmpty() || batch.turns.isEmpty()) {
      return;
    }
    ImportedTurn last = batch.turns.get(batch.turns.size() - 1);
    if (reward.get().signum() >= 0 && reward.get().compareTo(BigDecimal.ONE) <= 0) {
      last.quality(reward.get(), "reward");
      last.outcome().put("success", reward.get().compareTo(BigDecimal.ONE) == 0);
      batch.tally("rewards", 1);
    } else {
      last.outcome().put("reward", reward.get());
      batch.notice("a reward lies outside [0, 1]; it is kept and is no quality");
    }
  }

  private static void tau2(JsonNode run, JsonNode header, ImportSink sink, Batch batch) {
    Fields.requireObject(run, "the simulation");
    String id = Fields.text(run, "id")
        .orElseThrow(() -> Require.unexpected("id", "missing", "the simulation's id"));
    batch.requireNew("simulation", id);
    Optional<String> task = Fields.text(run, "task_id");
    Optional<String> model = Fields.text(header.path("info").path("agent_info"), "llm");
    boolean isFirst = true;
    for (JsonNode message : Fields.array(run, "messages")) {
      Fields.requireObject(message, "a message");
      String role = message.path("role").asText();
      JsonNode written = Fields.object(message, "usage");
      Usage usage = UsageObjects.openAi(written);
      Optional<BigDecimal> cost = Fields.cost(message, "cost");
      count(role, batch);
      if (role.equals("user") && !usage.isUnknown()) {
        batch.call(Batch.Side.SIMULATED_USER, usage);
      } else if (role.equals("assistant") && isFirst && written.isMissingNode()) {
        // The greeting is a fixed text, not a model call.
        batch.tally("greetings", 1);
      } else if (role.equals("assistant")) {
        ImportedTurn turn = new ImportedTurn(id);
        turn.put("ts", Fields.text(message, "timestamp"))
            .put("task.id", task)
            .models(model, Optional.empty())
            .usage(usage)
            .cost(usage.isUnknown() ? cost.filter(amount -> amount.signum() != 0) : cost);
        ModelResponses.carryUsage(turn, written);
        sink.text(turn, "output", message.path("content"));
        batch.tally("toolCalls", ModelResponses.toolCalls(message));
        batch.turnAndCall(turn);
        batch.stated("messages.cost", cost);
      }
      isFirst &= role.equals("system");
    }
    batch.cost(Fields.cost(run, "agent_cost")
        .or(() -> Optional.ofNullable(batch.stated.get("messages.cost"))));
    batch.stated("user_cost", Fields.cost(run, "user_cost"));
    String ended = Fields.text(run, "termination_reason").orElse("");
    if (ended.contains("infrastructure")) {
      batch.tally("infrastructureErrors", 1);
    } else {
      reward(Fields.amount(Fields.object(run, "reward_info"), "reward"), batch);
    }
    if (!ended.isEmpty() && !batch.turns.isEmpty()) {
      batch.turns.get(batch.turns.size() - 1).outcome().put("termination_reason", ended);
    }
  }
}
