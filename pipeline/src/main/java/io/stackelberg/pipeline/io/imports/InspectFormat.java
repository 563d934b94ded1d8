package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Inspect AI's JSON logs: one session a sample and epoch; calls inside scorers are the judge's. */
final class InspectFormat implements ForeignFormat {
  @Override
  public void read(LogFile file, ImportSink sink) throws IOException {
    file.records(
        sink,
        LogFile.Cut.WHOLE,
        Set.of("samples"),
        (sample, header, batch) -> sample(sample, header, file.stem(), sink, batch));
  }

  private static void sample(
      JsonNode sample, JsonNode header, String stem, ImportSink sink, Batch batch) {
    Fields.requireObject(sample, "the sample");
    if (!header.path("eval").isObject()) {
      throw Fields.unexpected("eval", header.path("eval"), "an object before the samples");
    }
    String id = Fields.text(sample, "id")
        .orElseThrow(() -> Require.unexpected("id", "missing", "the sample's id"));
    String session = Fields.text(header.path("eval"), "run_id").orElse(stem) + ":" + id + ":"
        + Fields.text(sample, "epoch").orElse("1");
    batch.requireNew("sample and epoch", session);
    Deque<Boolean> steps = new ArrayDeque<>();
    Map<String, Boolean> spans = new HashMap<>();
    for (JsonNode event : Fields.array(sample, "events")) {
      String kind = event.path("event").asText();
      boolean isScorer = event.path("type").asText().equals("scorer");
      if (kind.equals("step") && event.path("action").asText().equals("begin")) {
        steps.push(isScorer || Boolean.TRUE.equals(steps.peek()));
      } else if (kind.equals("step") && !steps.isEmpty()) {
        steps.pop();
      } else if (kind.equals("span_begin")) {
        boolean isInside =
            isScorer || spans.getOrDefault(event.path("parent_id").asText(), false);
        spans.put(event.path("id").asText(), isInside);
      } else if (kind.equals("model") && !event.path("pending").asBoolean()) {
        String role = event.path("role").asText("");
        boolean isJudge = role.contains("grader")
            || role.contains("judge")
            || Boolean.TRUE.equals(steps.peek())
            || spans.getOrDefault(event.path("span_id").asText(), false);
        model(event, isJudge, session, id, sink, batch);
      }
    }
    if (batch.turns.isEmpty()) {
      withoutEvents(sample, header, session, id, batch);
    }
    scores(sample, sink, batch);
    batch.tally("samplesWithError", sample.path("error").isObject() ? 1 : 0);
    Fields.text(header, "status")
        .filter(status -> !status.equals("success"))
        .ifPresent(status -> batch.notice(
            "the evaluation's status is " + status + "; the samples that exist are valid"));
  }

  private static void model(
      JsonNode event, boolean isJudge, String session, String task, ImportSink sink, Batch batch) {
    batch.tally("modelEvents", 1);
    JsonNode output = Fields.object(event, "output");
    JsonNode written = Fields.object(output, "usage");
    Usage usage = UsageObjects.inspect(written);
    if (isJudge) {
      batch.call(Batch.Side.JUDGE, usage);
      return;
    }
    Optional<BigDecimal> cost = Fields.cost(written, "total_cost");
    ImportedTurn turn = new ImportedTurn(session);
    turn.put("ts", Fields.text(event, "timestamp"))
        .put("task.id", Optional.of(task))
        .models(Fields.text(event, "model"), Fields.text(output, "model"))
        .finished(
            Fields.text(output.path("choices").path(0), "stop_reason").stream().toList())
        .usage(usage)
        .cost(cost);
    ModelResponses.carryUsage(turn, written);
    sink.text(turn, "input", event.path("input"));
    JsonNode message = output.path("choices").path(0).path("message");
    sink.text(turn, "output", message.path("content"));
    batch.tally("toolCalls", ModelResponses.toolCalls(message));
    batch.cost(cost);
    batch.turnAndCall(turn);
  }

  /** A sample whose events were left out: its answers are turns, its tokens are known in total only. */
  private static void withoutEvents(
      JsonNode sample, JsonNode header, String session, String task, Batch batch) {
    for (JsonNode message : Fields.array(sample, "messages")) {
      if (message.path("role").asText().equals("assistant")) {
        ImportedTurn turn = new ImportedTurn(session);
        turn.put("task.id", Optional.of(task))
            .models(Fields.text(header.path("eval"), "model"), Optional.empty())
            .usage(Usage.UNKNOWN);
        batch.turnAndCall(turn);
      }
    }
    JsonNode models = Fields.object(sample, "model_usage");
    for (JsonNode usage : models) {
      batch.sessionTotal(UsageObjects.inspect(usage));
      batch.notice("events are left out; tokens are known per sample only, a grader's among them");
    }
  }

  private static void scores(JsonNode sample, ImportSink sink, Batch batch) {
    JsonNode scores = Fields.object(sample, "scores");
    if (batch.turns.isEmpty()) {
      return;
    }
    ImportedTurn last = batch.turns.get(batch.turns.size() - 1);
    scores.properties().forEach(score -> {
      Optional<BigDecimal> value = value(score.getValue().path("value"));
      if (value.isEmpty()) {
        batch.tally("scoresThatAreNoNumber", 1);
        return;
      }
      batch.tally("scores", 1);
      Outcomes.Found found =
          new Outcomes.Found("", score.getKey(), value.get(), "inspect:" + score.getKey());
      boolean isAlone = scores.size() == 1 && sink.request().quality().isEmpty();
      boolean isInRange = value.get().signum() >= 0 && value.get().compareTo(BigDecimal.ONE) <= 0;
      sink.outcomes().put(found, last.outcome());
      if (isAlone && isInRange) {
        last.quality(value.get(), found.source());
      } else if (!isAlone && sink.request().quality().isEmpty()) {
        batch.notice("samples carry several scores; --quality NAME says which one is the quality");
      }
    });
  }

  /** Letters as Inspect reads them: correct 1, partial one half, incorrect and no answer 0. */
  private static Optional<BigDecimal> value(JsonNode value) {
    if (value.isNumber()) {
      return Optional.of(value.decimalValue());
    }
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
    }
    return switch (value.asText()) {
      case "C" -> Optional.of(BigDecimal.ONE);
      case "P" -> Optional.of(new BigDecimal("0.5"));
      case "I", "N" -> Optional.of(BigDecimal.ZERO);
      default -> Optional.empty();
    };
  }
}
