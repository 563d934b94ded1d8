package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file in memory: comma separated, one header line, UTF-8 with or without a byte order mark.
 *
 * @param name file name without folders
 * @param sha256 hash of the file, in hex
 * @param columns position of each column
 * @param rows the rows, each with its line number
 */
public record CsvTable(String name, String sha256, Map<String, Integer> columns, List<Row> rows) {
  /**
   * One row and the line it starts on.
   *
   * @param line counted from 1
   * @param cells as they stand in the file, one per column; not copied
   */
  public record Row(long line, String[] cells) {}

  /**
   * Reads a file.
   *
   * @throws InputException if it is not such a table, naming every row with a wrong number of cells
   */
  public static CsvTable read(Path file) {
    String name = file.getFileName().toString();
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(name, hash(bytes), text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException notText) {
      throw InputException.invalid("encoding is not UTF-8, expected UTF-8 text (" + name + ").");
    } catch (JsonProcessingException malformed) {
      throw InputException.invalid("the file is not valid CSV: "
          + malformed.getOriginalMessage()
          + " (line "
          + malformed.getLocation().getLineNr()
          + " of "
          + name
          + ").");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Refuses a table that lacks one of these columns. */
  void require(List<String> names) {
    for (String column : names) {
      if (!columns.containsKey(column)) {
        throw InputException.invalid(
            "column \"" + column + "\" is missing, expected it (" + name + ").");
      }
    }
  }

  private static CsvTable parse(String name, String sha256, String text) throws IOException {
    List<Row> rows = new ArrayList<>();
    RowErrors errors = new RowErrors(name);
    Map<String, Integer> columns = new LinkedHashMap<>();
    CsvMapper mapper = new CsvMapper();
    try (MappingIterator<String[]> lines = mapper
        .readerFor(String[].class)
        .with(CsvParser.Feature.WRAP_AS_ARRAY)
        .with(CsvParser.Feature.SKIP_EMPTY_LINES)
        .readValues(text)) {
      while (lines.hasNextValue()) {
        String[] cells = lines.nextValue();
        // The parser stands where the row ends.
        long line = lines.getParser().currentTokenLocation().getLineNr() - lineBreaks(cells);
        if (columns.isEmpty()) {
          for (String cell : cells) {
            if (columns.put(cell.strip(), columns.size()) != null) {
              throw InputException.invalid("column \"" + cell.strip()
                  + "\" occurs twice, expected distinct names (" + name + ").");
            }
          }
        } else if (cells.length != columns.size()) {
          errors.add("number of cells", "" + cells.length, "" + columns.size(), line);
        } else {
          rows.add(new Row(line, cells));
        }
      }
    }
    if (columns.isEmpty()) {
      throw InputException.invalid(
          "the file is empty, expected a header line and rows (" + name + ").");
    }
    errors.throwIfAny();
    if (rows.isEmpty()) {
      throw InputException.invalid("the file has no rows, expected at least one (" + name + ").");
    }
    return new CsvTable(name, sha256, columns, rows);
  }

  private static long lineBreaks(String[] cells) {
    return Arrays.stream(cells)
        .flatMapToInt(String::chars)
        .filter(character -> character == '\n')
        .count();
  }

  /** A cell as it stands in a file: in quotes where it holds a comma, a quote or a line break. */
  public static String quoted(String cell) {
    return cell.matches("[^\",\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform.", impossible);
    }
  }

  /** Cell of a row by column name, without spaces around it; the column exists. */
  public String cell(Row row, String column) {
    return row.cells()[columns.get(column)].strip();
  }
}
