package io.stackelberg.pipeline.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code policy.csv} of a run: what the repaired policy commits to at every context of a part. */
public final class PolicyCsv {
  /** Name of the file in a run directory. */
  public static final String NAME = "policy.csv";

  private static final List<String> COLUMNS =
      List.of("part", "context", "commitment", "probability");

  private PolicyCsv() {}

  /**
   * One member of the lottery at one context.
   *
   * @param part {@code fit} or {@code evaluate}
   * @param context id
   * @param commitment label
   * @param probability in (0, 1]
   */
  public record Row(String part, String context, String commitment, double probability) {}

  /** The file's text, every number with all its digits. */
  public static String write(List<Row> rows) {
    StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (Row row : rows) {
      text.append(row.part())
          .append(',')
          .append(CandidatesCsv.quoted(row.context()))
          .append(',')
          .append(CandidatesCsv.quoted(row.commitment()))
          .append(',')
          .append(row.probability())
          .append('\n');
    }
    return text.toString();
  }

  /**
   * The rows of a run, in the file's order.
   *
   * @throws InputException naming every bad row
   */
  public static List<Row> read(Path file) {
    CsvTable table = CsvTable.read(file);
    table.require(COLUMNS);
    RowErrors errors = new RowErrors(table.name());
    List<Row> rows = new ArrayList<>();
    for (CsvTable.Row line : table.rows()) {
      try {
        rows.add(new Row(
            table.cell(line, "part"),
            table.cell(line, "context"),
            table.cell(line, "commitment"),
            Double.parseDouble(table.cell(line, "probability"))));
      } catch (NumberFormatException malformed) {
        errors.add(
            "a cell is no number (" + malformed.getMessage() + "), expected one", line.line());
      }
    }
    errors.throwIfAny();
    return rows;
  }
}
