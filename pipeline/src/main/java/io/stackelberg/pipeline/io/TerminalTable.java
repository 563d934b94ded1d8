package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of policies of one result as plain text, for standard output.
 *
 * <p>ASCII apart from names; the baseline comes first. Dominated fixed actions are left out and counted.
 */
public final class TerminalTable {
  private static final String GAP = "  ";
  private static final String NOTHING = "-";

  /**
   * The table with its footnotes, lines ended by {@code \n}.
   *
   * @param results a tree of the form of {@code docs/results.md}
   * @throws IllegalArgumentException if it declares another schema
   */
  public String table(JsonNode results) {
    ResultsSchema.require(results);
    List<PolicyRow> rows = PolicyRow.allOf(results);
    List<PolicyRow> shown = PolicyRow.headOf(rows);
    List<List<String>> cells = new ArrayList<>();
    cells.add(header(results));
    CostText cost = CostText.of(results);
    shown.forEach(row -> cells.add(cells(row, cost)));
    return aligned(cells) + footnotes(results, rows, shown);
  }

  private static List<String> header(JsonNode results) {
    String interval = NumberText.confidence(results) + " CI";
    return List.of(
        "policy",
        CostText.of(results).unitLabel() + "/turn",
        "saving",
        interval,
        "Welch p",
        "quality",
        "change",
        interval,
        "Welch p",
        "non-inf (margin " + NumberText.significant(results.path("margin")) + ")",
        "cost-of-pass");
  }

  private static List<String> cells(PolicyRow row, CostText cost) {
    JsonNode json = row.json();
    JsonNode saving = json.path("saving");
    JsonNode change = json.path("qualityChange");
    boolean compared = !row.isBaseline();
    return List.of(
        printable(row.name())
            + (row.isBaseline() ? " (baseline)" : "")
            + (row.isOptimistic() ? " *" : ""),
        cost.text(json.path("meanCost")),
        compared ? NumberText.percentUnit(saving.path("estimate")) : NOTHING,
        compared ? NumberText.percentEnds(saving) : NOTHING,
        compared ? NumberText.pValue(json.path("welch").path("costP")) : NOTHING,
        NumberText.quality(json.path("meanQuality")),
        compared ? NumberText.quality(change.path("estimate")) : NOTHING,
        compared ? NumberText.qualityEnds(change) : NOTHING,
        compared ? NumberText.pValue(json.path("welch").path("qualityP")) : NOTHING,
        compared ? nonInferiority(json.path("nonInferiority")) : "reference",
        cost.text(json.path("costOfPass")));
  }

  private static String nonInferiority(JsonNode test) {
    String p = NumberText.pValue(test.path("p"));
    String verdict = test.path("established").isBoolean()
        ? (test.path("established").booleanValue() ? "yes" : "NO")
        : "not known";
    return p.equals(NumberText.UNKNOWN) ? verdict : verdict + " (p " + p + ")";
  }

  /** Lines of cells padded into columns, the first to the left, the others to the right. */
  static String aligned(List<List<String>> cells) {
    int columns = cells.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : cells) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], length(line.get(column)));
      }
    }
    var table = new StringBuilder();
    for (List<String> line : cells) {
      for (int column = 0; column < columns; column++) {
        String padding = " ".repeat(widths[column] - length(line.get(column)));
        table.append(column == 0 ? "" : GAP);
        table.append(column == 0 ? line.get(column) + padding : padding + line.get(column));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String footnotes(JsonNode results, List<PolicyRow> rows, List<PolicyRow> shown) {
    var notes = new StringBuilder();
    int hidden = rows.size() - shown.size();
    if (hidden > 0) {
      notes.append("... and " + hidden + " more fixed " + (hidden == 1 ? "action" : "actions"));
      notes.append(", each no cheaper and no better than another one: see policies.csv\n");
    }
    if (shown.stream().anyMatch(PolicyRow::isOptimistic)) {
      notes.append(
          "* optimistic: chosen on the very outcomes it is scored on; nobody can deploy it.\n");
    }
    notes.append("Intervals: paired with the baseline, clustered by session. ");
    notes.append(
        "Welch p: turns as if independent and unpaired, for comparison with published work only.\n");
    JsonNode environment = results.path("environment");
    notes.append("Evidence: " + printable(NumberText.words(environment.path("tier"))) + ". ");
    notes.append(printable(NumberText.words(environment.path("note"))) + "\n");
    return notes.toString();
  }

  /** The text without control characters, which could move the cursor of a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
