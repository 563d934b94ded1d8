package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads logged turns: {@code turns.jsonl} (one JSON object per line, gzipped or not), or a CSV file by a map
 * of its columns.
 *
 * <p>Every line is checked. A line that cannot be a turn is left out and counted with its reason; a file none
 * of whose lines is a turn is refused. What a line does not say is unknown, never zero; one exception: a
 * session's history that was not logged counts as none in {@code SessionState}, which no estimator reads.
 */
public final class TurnLogReader {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private TurnLogReader() {}

  /**
   * Reads {@code turns.jsonl}.
   *
   * @throws InputException if the file is absent, unreadable or holds no turn
   */
  public static ReadTurns read(Path file) {
    requireFile(file);
    String name = file.getFileName().toString();
    TurnCollector turns = new TurnCollector(name, Map.of());
    long number = 0;
    try (DigestInputStream raw =
        new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), sha256())) {
      BufferedReader lines = new BufferedReader(
          new InputStreamReader(unzipped(raw), StandardCharsets.UTF_8.newDecoder()));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (!text.isBlank()) {
          add(turns, number, text);
        }
      }
      raw.transferTo(OutputStream.nullOutputStream());
      return turns.read(HexFormat.of().formatHex(raw.getMessageDigest().digest()));
    } catch (CharacterCodingException notText) {
      throw InputException.invalid("encoding is not UTF-8, expected UTF-8 text (after line "
          + number + " of " + name + ").");
    } catch (EOFException | ZipException cut) {
      throw InputException.invalid("the gzip stream is broken after line " + number
          + ", expected a whole file (" + name + ").\nMaybe it was cut short.");
    } catch (IOException unreadable) {
      throw InputException.invalid(
          "LOG is " + file + ", expected a readable file (" + unreadable.getMessage() + ").");
    }
  }

  private static void add(TurnCollector turns, long number, String text) {
    try {
      turns.add(number, JSON.readTree(text));
    } catch (JsonProcessingException malformed) {
      turns.reject(number, "the line is not valid JSON: " + malformed.getOriginalMessage());
    }
  }

  /**
   * Checks that a line is a turn, as {@link #read} does, apart from the lines around it.
   *
   * @throws IllegalArgumentException naming the field that is not as it should be
   */
  public static void requireTurn(JsonNode line) {
    new TurnFields(line, Map.of()).draft();
  }

  /**
   * Reads a CSV file.
   *
   * @param columns column of each field, by the short names of {@link TurnColumns#FIELDS}; {@code session} and
   *     {@code action} are needed
   * @param features columns that are features: numeric where every filled cell is a number, else categorical
   * @throws InputException if the file is absent, malformed, lacks a column or holds no turn
   */
  public static ReadTurns readCsv(Path file, Map<String, String> columns, List<String> features) {
    requireFile(file);
    CsvTable table = CsvTable.read(file);
    TurnColumns map = new TurnColumns(table, columns, features);
    TurnCollector turns = new TurnCollector(table.name(), map.told());
    for (CsvTable.Row row : table.rows()) {
      turns.add(row.line(), map.line(row));
    }
    return turns.read(table.sha256());
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw InputException.absent("LOG is " + file + ", expected a log (it does not exist).");
    }
  }

  private static InputStream unzipped(DigestInputStream raw) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(raw);
    buffered.mark(2);
    boolean zipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return zipped ? new GZIPInputStream(buffered) : buffered;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform.", impossible);
    }
  }
}
