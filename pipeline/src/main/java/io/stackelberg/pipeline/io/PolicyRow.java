package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One row of a result's {@code policies}, with what a table or figure needs to know to show it.
 *
 * @param json the row as recorded
 * @param isBaseline whether the others are compared with it
 * @param isDominated whether it is a fixed action for which another fixed action is no dearer and no worse, and
 *     better in one of the two; {@code false} when cost or quality is not known
 */
record PolicyRow(JsonNode json, boolean isBaseline, boolean isDominated) {
  private static final String FIXED = "fixed:";
  private static final String RIVAL = "baseline:";
  private static final List<String> FIRST_NAMES = List.of(
      "repaired",
      "learned",
      "mixture",
      "shuffled",
      "random",
      "oracle-other-replicates",
      "oracle-split-half",
      "oracle");

  /** All rows: the baseline, then the policies, then the fixed actions as recorded. */
  static List<PolicyRow> allOf(JsonNode results) {
    List<JsonNode> fixed = new ArrayList<>();
    results.path("policies").forEach(row -> {
      if (isFixed(row)) {
        fixed.add(row);
      }
    });
    String baseline = results.path("baseline").asText();
    List<PolicyRow> rows = new ArrayList<>();
    for (JsonNode row : results.path("policies")) {
      String name = row.path("name").asText();
      boolean isBaseline = name.equals(baseline) || name.equals(FIXED + baseline);
      boolean isDominated = isFixed(row) && fixed.stream().anyMatch(other -> dominates(other, row));
      rows.add(new PolicyRow(row, isBaseline, isDominated));
    }
    rows.sort(Comparator.comparingInt(PolicyRow::rank));
    return List.copyOf(rows);
  }

  /** The rows worth a line where space is short: all but the dominated fixed actions, and always the baseline. */
  static List<PolicyRow> headOf(List<PolicyRow> rows) {
    return rows.stream().filter(row -> !row.isDominated || row.isBaseline).toList();
  }

  /** Name as recorded. */
  String name() {
    return json.path("name").asText();
  }

  /** Name for a figure: a fixed action goes by the action's name alone. */
  String label() {
    return isFixed(json)
        ? name().substring(FIXED.length())
        : isRival() ? name().substring(RIVAL.length()) : name();
  }

  /** Whether this is a fixed action. */
  boolean isFixed() {
    return isFixed(json);
  }

  /** Whether this is a published method the study is compared with. */
  boolean isRival() {
    return name().startsWith(RIVAL);
  }

  /** Whether the row selects on the very outcomes it is scored on. */
  boolean isOptimistic() {
    return json.path("optimistic").asBoolean(false);
  }

  /** Mean cost per turn in the study's unit. */
  OptionalDouble cost() {
    return NumberText.known(json.path("meanCost"));
  }

  /** Mean quality per turn. */
  OptionalDouble quality() {
    return NumberText.known(json.path("meanQuality"));
  }

  /** Class of style that colours this row's marks. */
  String role() {
    if (isFixed()) {
      return isBaseline ? "role-baseline" : "role-fixed";
    }
    if (isRival()) {
      return "role-rival";
    }
    return switch (name()) {
      case "repaired", "learned", "mixture", "shuffled", "random" -> "role-" + name();
      default -> "role-oracle";
    };
  }

  /** Shape of this row's marks, so that colour is never the only difference. */
  Mark mark() {
    if (isFixed()) {
      return isBaseline ? Mark.SQUARE : Mark.RING;
    }
    if (isRival()) {
      return Mark.OPEN_DIAMOND;
    }
    return switch (name()) {
      case "repaired" -> Mark.DIAMOND;
      case "learned" -> Mark.TRIANGLE;
      case "mixture" -> Mark.CIRCLE;
      case "shuffled" -> Mark.CROSS;
      case "random" -> Mark.PLUS;
      default -> Mark.STAR;
    };
  }

  private int rank() {
    if (isBaseline) {
      return -1;
    }
    int index = FIRST_NAMES.indexOf(name());
    return index >= 0 ? index : FIRST_NAMES.size() + (isFixed() ? 1 : 0);
  }

  private static boolean isFixed(JsonNode row) {
    return row.path("name").asText().startsWith(FIXED);
  }

  private static boolean dominates(JsonNode one, JsonNode other) {
    OptionalDouble cost = NumberText.known(one.path("meanCost"));
    OptionalDouble otherCost = NumberText.known(other.path("meanCost"));
    OptionalDouble quality = NumberText.known(one.path("meanQuality"));
    OptionalDouble otherQuality = NumberText.known(other.path("meanQuality"));
    if (cost.isEmpty() || otherCost.isEmpty() || quality.isEmpty() || otherQuality.isEmpty()) {
      return false;
    }
    double saved = otherCost.getAsDouble() - cost.getAsDouble();
    double gained = quality.getAsDouble() - otherQuality.getAsDouble();
    return saved >= 0 && gained >= 0 && (saved > 0 || gained > 0);
  }
}
