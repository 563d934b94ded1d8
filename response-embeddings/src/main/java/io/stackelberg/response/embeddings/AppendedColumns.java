package io.stackelberg.response.embeddings;

import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.InputException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Columns of numbers that are appended to a table by the id of its rows. */
final class AppendedColumns {
  private final CsvTable table;
  private final String id;
  private final List<String> names;

  /**
   * Columns {@code prefix}0, {@code prefix}1, and so on.
   *
   * @throws InputException if the table has one of them
   */
  AppendedColumns(CsvTable table, String id, String prefix, int count) {
    this.table = table;
    this.id = id;
    this.names = IntStream.range(0, count).mapToObj(index -> prefix + index).toList();
    List<String> taken = names.stream().filter(table.columns()::containsKey).toList();
    if (!taken.isEmpty()) {
      throw InputException.invalid("columns " + taken + " exist, expected new names ("
          + table.name() + ").\nMaybe another --prefix than \"" + prefix + "\".");
    }
  }

  /** Names of the new columns, in order. */
  List<String> names() {
    return names;
  }

  /** Refuses a target that could not be written, or the file it is made from, before any work is done. */
  void requireWritable(Path out, Path data) {
    Path target = out.toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      throw InputException.invalid("--out is " + out + ", expected a file (it is a folder).");
    }
    if (target.equals(data.toAbsolutePath().normalize())) {
      throw InputException.invalid("--out is " + out + ", expected another file than DATA.");
    }
    if (!Files.isDirectory(target.getParent())) {
      throw InputException.invalid(
          "--out is " + out + ", expected a file in a folder that exists.");
    }
  }

  /**
   * Writes the table with the new columns, whole or not at all.
   *
   * @param numbers for each id its numbers, one per new column; written as the nearest float
   */
  void write(Path out, Map<String, double[]> numbers) {
    Path target = out.toAbsolutePath();
    try {
      Path folder = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
      Path staged = folder.resolve("staged.csv");
      try {
        try (Writer writer = Files.newBufferedWriter(staged)) {
          line(writer, List.copyOf(table.columns().keySet()), String.join(",", names));
          for (CsvTable.Row row : table.rows()) {
            line(writer, List.of(row.cells()), text(numbers.get(table.cell(row, id))));
          }
        }
        Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(staged);
        Files.delete(folder);
      }
    } catch (IOException unwritable) {
      throw InputException.invalid("--out is " + out + ", expected a file that can be written ("
          + unwritable.getMessage() + ").");
    }
  }

  private static void line(Writer writer, List<String> cells, String appended) throws IOException {
    for (String cell : cells) {
      boolean needsQuotes =
          cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
      writer.write(needsQuotes ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
      writer.write(',');
    }
    writer.write(appended);
    writer.write('\n');
  }

  /** The shortest texts that read as the same floats: the model computes in floats. */
  private static String text(double[] numbers) {
    StringBuilder text = new StringBuilder();
    for (double number : numbers) {
      text.append(text.length() == 0 ? "" : ",").append((float) number);
    }
    return text.toString();
  }
}
