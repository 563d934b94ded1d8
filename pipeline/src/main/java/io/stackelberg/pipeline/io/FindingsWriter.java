package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writer of what people read of an experiment's findings; the same findings give the same bytes. */
public final class FindingsWriter {
  private FindingsWriter() {}

  /**
   * Writes {@code results.json}, {@code report.html}, {@code tables/*.csv} and {@code figures/*.svg}.
   *
   * @param findings a tree of {@link Findings}
   * @param directory an existing directory
   */
  public static void write(JsonNode findings, Path directory) {
    RunDirectory.text(directory.resolve("results.json"), RunDirectory.json(findings));
    RunDirectory.text(directory.resolve("report.html"), FindingsPage.html(findings));
    try {
      Path figures = Files.createDirectories(directory.resolve("figures"));
      for (JsonNode figure : findings.path("figures")) {
        Figure drawn = LineFigure.of(figure);
        RunDirectory.text(figures.resolve(drawn.id() + ".svg"), drawn.file());
      }
      Path tables = Files.createDirectories(directory.resolve("tables"));
      for (JsonNode table : findings.path("tables")) {
        RunDirectory.text(tables.resolve(table.path("id").asText() + ".csv"), csv(table));
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** One table as CSV, every digit kept, unknown cells empty. */
  private static String csv(JsonNode table) {
    StringBuilder text = new StringBuilder(line(table.path("columns")));
    table.path("rows").forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(JsonNode cells) {
    return String.join(
            ",",
            cells
                .valueStream()
                .map(cell -> cell.isNull() ? "" : CsvTable.quoted(cell.asText()))
                .toList())
        + "\n";
  }

  /** Statements and tables as plain text, for standard output; lines ended by {@code \n}. */
  public static String text(JsonNode findings) {
    StringBuilder text = new StringBuilder(findings.path("title").asText()).append('\n');
    for (JsonNode statement : findings.path("statements")) {
      text.append(String.format("%-7s", statement.path("standing").asText()))
          .append(statement.path("text").asText())
          .append(' ')
          .append(statement.path("basis").asText())
          .append('\n');
    }
    for (JsonNode table : findings.path("tables")) {
      text.append('\n').append(table.path("caption").asText()).append('\n');
      text.append(aligned(table));
    }
    return text.append("\nEvidence: ")
        .append(findings.path("evidence").asText())
        .append('\n')
        .toString();
  }

  private static String aligned(JsonNode table) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(table.path("columns").valueStream().map(JsonNode::asText).toList());
    table
        .path("rows")
        .forEach(row -> cells.add(row.valueStream().map(FindingsPage::cell).toList()));
    return TerminalTable.aligned(cells);
  }
}
