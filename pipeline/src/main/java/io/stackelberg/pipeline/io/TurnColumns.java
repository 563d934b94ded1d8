package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a row of a CSV file into a line of {@code turns.jsonl}, by a map from fields to columns. */
final class TurnColumns {
  /** The short names of fields, with the field each stands for. */
  static final Map<String, String> FIELDS = new TreeMap<>(Map.ofEntries(
      Map.entry("session", "gen_ai.conversation.id"),
      Map.entry("turn", "turn"),
      Map.entry("task", "task.id"),
      Map.entry("action", "gov.action.id"),
      Map.entry("context", "gov.action.context"),
      Map.entry("verbosity", "gov.action.verbosity"),
      Map.entry("tools", "gov.action.tools"),
      Map.entry("quality_target", "gov.leader.quality_target"),
      Map.entry("cost_incentive", "gov.leader.cost_incentive"),
      Map.entry("directive", "gov.leader.directive"),
      Map.entry("propensity", "gov.propensity"),
      Map.entry("quality", "gov.outcome.quality"),
      Map.entry("input_tokens", "gen_ai.usage.input_tokens"),
      Map.entry("output_tokens", "gen_ai.usage.output_tokens"),
      Map.entry("cached_tokens", "gen_ai.usage.cache_read.input_tokens"),
      Map.entry("usd", "gov.cost.amount")));

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> OBJECTS =
      List.of("gov.action.", "gov.leader.", "gov.outcome.", "gov.cost.");

  private final CsvTable table;
  private final Map<String, String> columns;
  private final Map<String, Boolean> features = new LinkedHashMap<>();
  private final Map<String, Integer> played = new HashMap<>();

  TurnColumns(CsvTable table, Map<String, String> columns, List<String> features) {
    this.table = table;
    this.columns = new TreeMap<>(columns);
    for (String field : columns.keySet()) {
      if (!FIELDS.containsKey(field)) {
        throw InputException.invalid("--columns has \"" + field + "\", expected fields among "
            + FIELDS.keySet() + " (" + table.name() + ").");
      }
    }
    if (!columns.containsKey("session")
        || !columns.containsKey("action") && !columns.containsKey("context")) {
      throw InputException.invalid("--columns is " + this.columns
          + ", expected at least session=COLUMN and action=COLUMN ("
          + table.name() + ").\nMaybe use columns of " + table.columns().keySet() + ".");
    }
    List<String> needed = new ArrayList<>(this.columns.values());
    needed.addAll(features);
    needed.removeAll(table.columns().keySet());
    if (!needed.isEmpty()) {
      throw InputException.invalid("columns " + needed + " are missing, expected them among "
          + table.columns().keySet() + " (" + table.name() + ").");
    }
    for (String feature : features) {
      this.features.put(
          feature,
          table.rows().stream()
              .map(row -> value(table.cell(row, feature)))
              .allMatch(value -> value.isNull() || value.isNumber()));
    }
  }

  /** What a complaint calls each field: the column it came from. */
  Map<String, String> told() {
    Map<String, String> told = new HashMap<>();
    columns.forEach((field, column) -> told.put(FIELDS.get(field), column));
    return told;
  }

  JsonNode line(CsvTable.Row row) {
    ObjectNode line = NODES.objectNode();
    line.put("schema", TurnFields.SCHEMA);
    line.set("gov.action", NODES.objectNode());
    columns.forEach((field, column) -> {
      String cell = table.cell(row, column);
      if (!cell.isEmpty()) {
        put(line, FIELDS.get(field), cell);
      }
    });
    if (line.path("gov.cost").has("amount")) {
      ((ObjectNode) line.path("gov.cost")).put("currency", "USD");
    }
    if (!columns.containsKey("turn")) {
      String session = table.cell(row, columns.get("session"));
      line.put("turn", played.merge(session, 1, Integer::sum) - 1);
    }
    ObjectNode described = line.putObject("gov.features");
    features.forEach((feature, numeric) -> {
      String cell = table.cell(row, feature);
      described.set(feature, numeric || cell.isEmpty() ? value(cell) : NODES.textNode(cell));
    });
    return line;
  }

  private static void put(ObjectNode line, String field, String cell) {
    boolean isText = field.endsWith(".id") || field.endsWith(".directive");
    JsonNode value = isText ? NODES.textNode(cell) : value(cell);
    for (String object : OBJECTS) {
      if (field.startsWith(object)) {
        line.withObjectProperty(object.substring(0, object.length() - 1))
            .set(field.substring(object.length()), value);
        return;
      }
    }
    line.set(field, value);
  }

  /** The cell as a number where it is one; null where it is empty. */
  private static JsonNode value(String cell) {
    if (cell.isEmpty()) {
      return NODES.nullNode();
    }
    try {
      return NODES.numberNode(new BigDecimal(cell));
    } catch (NumberFormatException text) {
      return NODES.textNode(cell);
    }
  }
}
