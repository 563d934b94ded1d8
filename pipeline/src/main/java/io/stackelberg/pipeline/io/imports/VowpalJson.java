package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lines of dsjson; the shown action is the first of a list that the logging policy ranked. */
final class VowpalJson {
  private static final Set<String> USED = Set.of(
      "_label_cost",
      "_label_probability",
      "_label_Action",
      "_labelIndex",
      "a",
      "p",
      "c",
      "o",
      "EventId",
      "Timestamp");

  private VowpalJson() {}

  static void decision(JsonNode line, ImportSink sink, Batch batch) {
    Fields.requireObject(line, "the line");
    if (line.has("_outcomes") || line.path("c").has("_slots")) {
      throw new IllegalArgumentException(
          "the line holds several slots (_outcomes), expected one decision with _label_cost");
    }
    if (!line.has("_label_cost")) {
      if (line.has("EventId") || line.has("RewardValue")) {
        batch.tally("otherLines", 1);
        return;
      }
      throw Require.unexpected("_label_cost", "missing", "a decision with its cost");
    }
    long action = Fields.count(line, "_label_Action")
        .orElseThrow(() -> Require.unexpected("_label_Action", "missing", "a whole number >= 1"));
    long index = Fields.count(line, "_labelIndex").orElse(action - 1);
    if (action < 1 || index != action - 1) {
      throw Require.unexpected("_labelIndex", index, "one less than _label_Action, " + action);
    }
    JsonNode ranked = line.path("a");
    int count = ranked.isArray() && ranked.size() > 0
        ? ranked.size()
        : line.path("c").path("_multi").size();
    if (ranked.isArray() && ranked.size() > 0 && ranked.get(0).asLong(-1) != action) {
      throw Fields.unexpected("a[0]", ranked.get(0), "_label_Action, " + action);
    }
    if (line.path("p").isArray() && ranked.isArray() && line.path("p").size() != ranked.size()) {
      throw Require.unexpected("p", line.path("p").size() + " numbers", "one for each of a");
    }
    List<String> available = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      available.add("" + id);
    }
    BigDecimal cost = Fields.amount(line, "_label_cost")
        .orElseThrow(() -> Require.unexpected("_label_cost", "null", "a number"));
    Optional<BigDecimal> propensity = Fields.amount(line, "_label_probability");
    Optional<String> event = Fields.text(line, "EventId");
    if (event.isPresent()) {
      batch.requireNew("event", event.get());
      batch.tally("withEventId", 1);
    }
    if (line.path("_skipLearn").asBoolean() || line.path("_deferred").asBoolean()) {
      batch.tally("skipLearn", 1);
      return;
    }
    String session =
        event.orElseThrow(() -> Require.unexpected("EventId", "missing", "the decision's id"));
    ImportedTurn turn = new BanditTurn(session, "" + action, available, propensity)
        .turn(Optional.of(cost), sink.request().banditQuality());
    turn.put("ts", Fields.text(line, "Timestamp")).source(Carried.of(line, USED));
    turn.line().set("gov.features", VowpalText.flat(line.path("c"), "_multi"));
    VowpalFormat.finish(turn, cost, propensity, sink, batch);
  }
}
