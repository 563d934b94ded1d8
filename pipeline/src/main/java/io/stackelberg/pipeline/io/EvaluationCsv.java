package io.stackelberg.pipeline.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * {@code evaluation.csv} of a run: what a policy and the baseline did in each session, as sums over the same turns.
 *
 * <p>Rows of the parts {@code fit} and {@code calibrate} name the sessions that chose the policies, so that an
 * overlap with the evaluation part shows; only the baseline's sums on the calibration part are given there.
 */
public final class EvaluationCsv {
  /** Name of the file in a run directory. */
  public static final String NAME = "evaluation.csv";

  /** Policy of the rows that hold the baseline's own sums. */
  public static final String BASELINE = "baseline";

  /** Policy of the rows that only name a session. */
  public static final String NONE = "none";

  private static final String HEADER =
      "part,session,policy,turns,cost,tokens,quality,baselineCost,baselineQuality\n";

  private EvaluationCsv() {}

  /**
   * One session of one policy.
   *
   * @param part {@code fit}, {@code calibrate} or {@code evaluate}
   * @param turns turns summed over, 0 where only the session is named
   * @param cost in the study's unit
   * @param tokens empty where not recorded
   * @param quality sum of the turns' qualities
   * @param baselineCost the baseline's, over the same turns
   * @param baselineQuality the baseline's, over the same turns
   */
  public record Row(
      String part,
      String session,
      String policy,
      int turns,
      double cost,
      OptionalDouble tokens,
      double quality,
      double baselineCost,
      double baselineQuality) {

    /** A session that chose policies. */
    public static Row named(String part, String session) {
      return new Row(part, session, NONE, 0, 0, OptionalDouble.empty(), 0, 0, 0);
    }
  }

  /** The file's text, every number with all its digits. */
  public static String write(List<Row> rows) {
    StringBuilder text = new StringBuilder(HEADER);
    for (Row row : rows) {
      text.append(row.part())
          .append(",\"")
          .append(row.session().replace("\"", "\"\""))
          .append("\",")
          .append(row.policy())
          .append(',')
          .append(row.turns());
      if (row.turns() == 0) {
        text.append(",,,,,\n");
        continue;
      }
      text.append(',')
          .append(row.cost())
          .append(',')
          .append(row.tokens().isPresent() ? "" + row.tokens().getAsDouble() : "")
          .append(',')
          .append(row.quality())
          .append(',')
          .append(row.baselineCost())
          .append(',')
          .append(row.baselineQuality())
          .append('\n');
    }
    return text.toString();
  }

  /**
   * Reads the file of a run.
   *
   * @throws InputException naming every bad row
   */
  public static List<Row> read(Path file) {
    CsvTable table = CsvTable.read(file);
    table.require(List.of(HEADER.strip().split(",")));
    RowErrors errors = new RowErrors(table.name());
    List<Row> rows = new ArrayList<>();
    for (CsvTable.Row line : table.rows()) {
      try {
        rows.add(row(table, line));
      } catch (NumberFormatException malformed) {
        errors.add(
            "a cell is no number (" + malformed.getMessage() + "), expected one", line.line());
      }
    }
    errors.throwIfAny();
    return rows;
  }

  private static Row row(CsvTable table, CsvTable.Row line) {
    String part = table.cell(line, "part");
    String session = table.cell(line, "session");
    int turns = Integer.parseInt(table.cell(line, "turns"));
    if (turns == 0) {
      return Row.named(part, session);
    }
    String tokens = table.cell(line, "tokens");
    return new Row(
        part,
        session,
        table.cell(line, "policy"),
        turns,
        Double.parseDouble(table.cell(line, "cost")),
        tokens.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(tokens)),
        Double.parseDouble(table.cell(line, "quality")),
        Double.parseDouble(table.cell(line, "baselineCost")),
        Double.parseDouble(table.cell(line, "baselineQuality")));
  }
}
