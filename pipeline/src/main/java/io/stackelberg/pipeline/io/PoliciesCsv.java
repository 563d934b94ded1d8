package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of {@code policies} as a CSV file (RFC 4180), every number with all its digits.
 *
 * <p>An unknown number is an empty field. A text that a spreadsheet would read as a formula is preceded by
 * an apostrophe; numbers are left alone.
 */
final class PoliciesCsv {
  private static final String NEW_LINE = "\r\n";
  private static final String FORMULA_STARTS = "=+-@\t\r";
  private static final List<String> HEADER = List.of(
      "name",
      "baseline",
      "optimistic",
      "n",
      "sessions",
      "costUnit",
      "meanCost",
      "meanTokens",
      "meanMoney",
      "meanQuality",
      "saving",
      "savingLow",
      "savingHigh",
      "qualityChange",
      "qualityChangeLow",
      "qualityChangeHigh",
      "nonInferiorityMargin",
      "nonInferiorityP",
      "nonInferiorityEstablished",
      "welchCostP",
      "welchQualityP",
      "costOfPass",
      "actions",
      "note");

  private PoliciesCsv() {}

  /** The file's text: a header, then one line per policy, the baseline first. */
  static String of(JsonNode results) {
    var lines = new StringBuilder(String.join(",", HEADER)).append(NEW_LINE);
    for (PolicyRow row : PolicyRow.allOf(results)) {
      lines.append(String.join(",", fields(row, results.path("costUnit")))).append(NEW_LINE);
    }
    return lines.toString();
  }

  private static List<String> fields(PolicyRow row, JsonNode costUnit) {
    JsonNode json = row.json();
    List<String> fields = new ArrayList<>();
    fields.add(field(json.path("name")));
    fields.add(Boolean.toString(row.isBaseline()));
    for (String name : List.of("optimistic", "n", "sessions")) {
      fields.add(field(json.path(name)));
    }
    fields.add(field(costUnit));
    for (String name : List.of("meanCost", "meanTokens", "meanMoney", "meanQuality")) {
      fields.add(field(json.path(name)));
    }
    for (String name : List.of("saving", "qualityChange")) {
      for (String part : List.of("estimate", "low", "high")) {
        fields.add(field(json.path(name).path(part)));
      }
    }
    for (String part : List.of("margin", "p", "established")) {
      fields.add(field(json.path("nonInferiority").path(part)));
    }
    fields.add(field(json.path("welch").path("costP")));
    fields.add(field(json.path("welch").path("qualityP")));
    fields.add(field(json.path("costOfPass")));
    fields.add(text(actions(json.path("actions"))));
    fields.add(field(json.path("note")));
    return fields;
  }

  private static String actions(JsonNode actions) {
    return actions
        .valueStream()
        .map(entry -> entry.path("action").asText() + "=" + entry.path("share").asText())
        .collect(Collectors.joining("; "));
  }

  private static String field(JsonNode node) {
    if (node.isNumber() || node.isBoolean()) {
      return node.asText();
    }
    return node.isTextual() ? text(node.textValue()) : "";
  }

  private static String text(String value) {
    boolean readsAsFormula = !value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0;
    String guarded = readsAsFormula ? "'" + value : value;
    boolean needsQuotes =
        guarded.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return needsQuotes ? "\"" + guarded.replace("\"", "\"\"") + "\"" : guarded;
  }
}
