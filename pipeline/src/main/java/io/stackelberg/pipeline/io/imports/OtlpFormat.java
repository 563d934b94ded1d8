package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * OTLP as JSON: traces with {@code gen_ai.*} attributes, and evaluation events of logs.
 *
 * <p>A span tells its conversation and its children elsewhere in the file, so that what is needed of every
 * span is kept until the file ends.
 */
final class OtlpFormat implements ForeignFormat {
  private static final String EVALUATION = "gen_ai.evaluation.result";

  /** What is kept of a span. */
  private record Span(
      String trace,
      String id,
      String parent,
      long nanos,
      OtlpAttributes attributes,
      Usage usage,
      boolean isCall,
      boolean isJudge,
      boolean isPlain) {
    String key() {
      return trace + "/" + id;
    }
  }

  @Override
  public void read(LogFile file, ImportSink sink) throws IOException {
    List<Span> spans = new ArrayList<>();
    file.records(
        sink, LogFile.Cut.ELEMENTS, Set.of(), (node, header, batch) -> request(node, spans, batch));
    finish(spans, sink);
  }

  private static void request(JsonNode node, List<Span> spans, Batch batch) {
    Fields.requireObject(node, "the request");
    JsonNode traces = Fields.first(node, "resourceSpans", "resource_spans");
    JsonNode logs = Fields.first(node, "resourceLogs", "resource_logs");
    if (!traces.isArray() && !logs.isArray()) {
      throw Require.unexpected("resourceSpans or resourceLogs", "missing", "an array");
    }
    List<Span> read = new ArrayList<>();
    for (JsonNode resource : traces) {
      for (JsonNode scope :
          Fields.first(resource, "scopeSpans", "scope_spans", "instrumentationLibrarySpans")) {
        for (JsonNode span : scope.path("spans")) {
          batch.tally("spans", 1);
          try {
            read.add(span(span, batch));
          } catch (IllegalArgumentException refused) {
            batch.refuse("span " + Fields.shown(Fields.first(span, "spanId", "span_id")) + ": "
                + refused.getMessage());
          }
        }
      }
    }
    for (JsonNode resource : logs) {
      for (JsonNode scope : Fields.first(resource, "scopeLogs", "scope_logs")) {
        for (JsonNode record : Fields.first(scope, "logRecords", "log_records")) {
          batch.tally("logRecords", 1);
          OtlpAttributes attributes = new OtlpAttributes(record);
          String name = Fields.first(record, "eventName", "event_name")
              .asText(attributes.values().path("event.name").asText());
          evaluation(name, attributes, batch);
        }
      }
    }
    spans.addAll(read);
  }

  private static Span span(JsonNode span, Batch batch) {
    OtlpAttributes attributes = new OtlpAttributes(span);
    String id = Fields.text(span, "spanId", "span_id")
        .orElseThrow(() -> Require.unexpected("spanId", "missing", "the span's id"));
    String trace = Fields.text(span, "traceId", "trace_id")
        .orElseThrow(() -> Require.unexpected("traceId", "missing", "the trace's id"));
    Usage usage = attributes.usage();
    String operation = attributes.text("operation").orElse("").toLowerCase(Locale.ROOT);
    long nanos = Fields.amount(span, "startTimeUnixNano", "start_time_unix_nano")
        .map(BigDecimal::longValue)
        .orElse(0L);
    batch.requireNew("span", trace + "/" + id);
    for (JsonNode event : Fields.array(span, "events")) {
      evaluation(event.path("name").asText(), new OtlpAttributes(event), batch);
    }
    return new Span(
        trace,
        id,
        Fields.text(span, "parentSpanId", "parent_span_id").orElse(""),
        nanos,
        attributes,
        usage,
        is("operations.call", operation),
        is("operations.judge", operation),
        !is("operations.call", operation)
            && !is("operations.around", operation)
            && !is("operations.judge", operation));
  }

  private static boolean is(String table, String operation) {
    return Set.of(OtlpAttributes.names(table)).contains(operation);
  }

  private static void evaluation(String event, OtlpAttributes attributes, Batch batch) {
    if (!event.equals(EVALUATION)) {
      return;
    }
    batch.tally("evaluations", 1);
    Optional<BigDecimal> value =
        Fields.amount(attributes.values(), OtlpAttributes.names("evaluation.value"));
    Optional<String> response = attributes.text("response.id");
    if (value.isEmpty() || response.isEmpty()) {
      batch.tally("evaluationsNotJoinable", 1);
      return;
    }
    String name = attributes.text("evaluation.name").orElse("evaluation");
    batch.outcome(
        new Outcomes.Found(Outcomes.response(response.get()), name, value.get(), "otel:" + name));
  }

  private static void finish(List<Span> spans, ImportSink sink) {
    Map<String, Span> byKey = new HashMap<>();
    Map<String, Optional<String>> traces = new HashMap<>();
    for (Span span : spans) {
      byKey.put(span.key(), span);
      span.attributes()
          .text("conversation")
          .ifPresent(conversation -> traces.merge(
              span.trace(),
              Optional.of(conversation),
              (one, other) -> one.equals(other) ? one : Optional.empty()));
    }
    Set<String> around = new HashSet<>();
    Set<String> judged = new HashSet<>();
    for (Span span : spans) {
      List<Span> ancestors = ancestors(span, byKey);
      if ((span.isCall() || span.isPlain()) && !span.usage().isUnknown()) {
        ancestors.forEach(outer -> around.add(outer.key()));
      }
      if (span.isJudge() || ancestors.stream().anyMatch(Span::isJudge)) {
        judged.add(span.key());
      }
    }
    spans.sort(Comparator.comparingLong(Span::nanos));
    for (Span span : spans) {
      boolean isCall = span.isCall() || span.isPlain() && !span.usage().isUnknown();
      if (!isCall || around.contains(span.key())) {
        boolean isRepeated = !span.usage().isUnknown();
        sink.rest(1, batch -> batch.tally("enclosingSpansWithUsage", isRepeated ? 1 : 0));
      } else if (judged.contains(span.key())) {
        sink.rest(1, batch -> batch.call(Batch.Side.JUDGE, span.usage()));
      } else {
        String session = span.attributes()
            .text("conversation")
            .or(() -> ancestors(span, byKey).stream()
                .flatMap(outer -> outer.attributes().text("conversation").stream())
                .findFirst())
            .or(() -> traces.getOrDefault(span.trace(), Optional.empty()))
            .orElse(span.trace());
        sink.rest(1, batch -> call(span, session, sink, batch));
      }
    }
  }

  private static List<Span> ancestors(Span span, Map<String, Span> byKey) {
    List<Span> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Span outer = byKey.get(span.trace() + "/" + span.parent());
    while (outer != null && seen.add(outer.key())) {
      found.add(outer);
      outer = byKey.get(outer.trace() + "/" + outer.parent());
    }
    return found;
  }

  private static void call(Span span, String session, ImportSink sink, Batch batch) {
    OtlpAttributes attributes = span.attributes();
    List<String> reasons = new ArrayList<>();
    JsonNode finish = Fields.first(attributes.values(), OtlpAttributes.names("finish"));
    if (finish.isArray()) {
      finish.forEach(reason -> reasons.add(reason.asText()));
    } else if (finish.isTextual()) {
      reasons.add(finish.textValue());
    }
    ImportedTurn turn = new ImportedTurn(session);
    turn.put(
            "ts",
            span.nanos() > 0
                ? Optional.of(Instant.ofEpochSecond(
                        span.nanos() / 1_000_000_000L, span.nanos() % 1_000_000_000L)
                    .toString())
                : Optional.empty())
        .put("gen_ai.provider.name", attributes.text("provider"))
        .put("gen_ai.response.id", attributes.text("response.id"))
        .models(attributes.text("request.model"), attributes.text("response.model"))
        .finished(reasons)
        .usage(span.usage())
        .source(attributes.others());
    turn.line().withObjectProperty("gov.source").put("span_id", span.key());
    sink.text(turn, "input", Fields.first(attributes.values(), OtlpAttributes.names("text.input")));
    sink.text(
        turn, "output", Fields.first(attributes.values(), OtlpAttributes.names("text.output")));
    batch.turn(turn);
    // A span that states its input and no cache attribute counts as one without cache; its line
    // keeps null.
    batch.call(Batch.Side.AGENT, span.usage().withCacheOrNone());
  }
}
