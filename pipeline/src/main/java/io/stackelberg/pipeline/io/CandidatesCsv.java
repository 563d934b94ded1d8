package io.stackelberg.pipeline.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code candidates.csv} of a run: what every candidate policy did in each evaluation session, as sums over turns. */
public final class CandidatesCsv {
  /** Name of the file in a run directory. */
  public static final String NAME = "candidates.csv";

  private static final List<String> COLUMNS =
      List.of("candidate", "session", "turns", "cost", "quality");

  private CandidatesCsv() {}

  /**
   * One evaluation session of one candidate.
   *
   * @param turns at least 1
   * @param cost in the study's unit, over the turns
   * @param quality over the turns
   */
  public record Row(String candidate, String session, int turns, double cost, double quality) {}

  /** The file's text, every number with all its digits. */
  public static String write(List<Row> rows) {
    StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (Row row : rows) {
      text.append(quoted(row.candidate()))
          .append(',')
          .append(quoted(row.session()))
          .append(',')
          .append(row.turns())
          .append(',')
          .append(row.cost())
          .append(',')
          .append(row.quality())
          .append('\n');
    }
    return text.toString();
  }

  /** A text between quotation marks, as RFC 4180 wants it. */
  public static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /**
   * The sessions of each candidate, in the file's order.
   *
   * @throws InputException naming every bad row
   */
  public static Map<String, List<Row>> read(Path file) {
    CsvTable table = CsvTable.read(file);
    table.require(COLUMNS);
    RowErrors errors = new RowErrors(table.name());
    Map<String, List<Row>> rows = new LinkedHashMap<>();
    for (CsvTable.Row line : table.rows()) {
      try {
        Row row = new Row(
            table.cell(line, "candidate"),
            table.cell(line, "session"),
            Integer.parseInt(table.cell(line, "turns")),
            Double.parseDouble(table.cell(line, "cost")),
            Double.parseDouble(table.cell(line, "quality")));
        if (row.turns() < 1) {
          errors.add("turns is " + row.turns() + ", expected at least 1", line.line());
          continue;
        }
        rows.computeIfAbsent(row.candidate(), name -> new ArrayList<>()).add(row);
      } catch (NumberFormatException malformed) {
        errors.add(
            "a cell is no number (" + malformed.getMessage() + "), expected one", line.line());
      }
    }
    errors.throwIfAny();
    return rows;
  }
}
