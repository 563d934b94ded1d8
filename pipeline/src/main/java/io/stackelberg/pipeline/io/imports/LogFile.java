package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file to import, gzipped or not, read as lines or as JSON records; what cannot be read is rejected by line.
 *
 * @param path the file
 * @param progress bytes read so far, of all files
 */
record LogFile(Path path, AtomicLong progress) {
  private static final int LONGEST_LINE = 1 << 26;
  private static final int SNIFFED = 1 << 20;

  /** What a record becomes; it fails with {@link IllegalArgumentException}. */
  interface RecordReader {
    /**
     * Reads a record.
     *
     * @param header the fields of the document around it; empty where there are none
     */
    void read(JsonNode node, JsonNode header, Batch batch);
  }

  /** How documents are cut into records. */
  enum Cut {
    /** A root array is one record. */
    WHOLE,
    /** Every element of a root array is a record. */
    ELEMENTS
  }

  String name() {
    return path.getFileName().toString();
  }

  /** The name up to its first full stop, for ids that are unique within a file only. */
  String stem() {
    String name = name();
    return name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : name;
  }

  /** The bytes, unzipped, without a byte order mark. */
  InputStream open() throws IOException {
    InputStream raw =
        new BufferedInputStream(new CountedStream(Files.newInputStream(path), progress), 1 << 16);
    raw.mark(2);
    boolean isZipped = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    InputStream in = isZipped ? new BufferedInputStream(new GZIPInputStream(raw), 1 << 16) : raw;
    in.mark(3);
    boolean isMarked = in.read() == 0xef && in.read() == 0xbb && in.read() == 0xbf;
    if (!isMarked) {
      in.reset();
    }
    return in;
  }

  /** Hands every line that is not blank to the reader; a line beyond 64 MiB or a broken stream is rejected. */
  void lines(ImportSink sink, ObjLongConsumer<Line> reader) throws IOException {
    lines(sink, reader, false);
  }

  /** Hands every line to the reader, blank ones too. */
  void allLines(ImportSink sink, ObjLongConsumer<Line> reader) throws IOException {
    lines(sink, reader, true);
  }

  private void lines(ImportSink sink, ObjLongConsumer<Line> reader, boolean withBlank)
      throws IOException {
    Line line = new Line();
    long number = 0;
    try (InputStream in = open()) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int from = 0;
        for (int at = 0; at < read; at++) {
          if (buffer[at] == '\n') {
            line.append(buffer, from, at);
            from = at + 1;
            hand(sink, reader, line, ++number, withBlank);
          }
        }
        line.append(buffer, from, read);
      }
    } catch (EOFException | ZipException cut) {
      sink.reject(number + 1, "the gzip stream is broken here, expected a whole file");
      return;
    }
    if (line.length() > 0 || line.isTooLong()) {
      hand(sink, reader, line, number + 1, withBlank);
    }
  }

  private static void hand(
      ImportSink sink, ObjLongConsumer<Line> reader, Line line, long number, boolean withBlank) {
    line.trim();
    if (line.isTooLong()) {
      sink.reject(number, "the line is longer than 64 MiB, expected shorter lines");
    } else if (withBlank || line.length() > 0) {
      reader.accept(line, number);
    }
    line.clear();
  }

  /**
   * Hands every JSON record to the reader: one a line, or the parts of documents.
   *
   * @param parts fields of a document whose elements are the records; empty where the document is one
   */
  void records(ImportSink sink, Cut cut, Set<String> parts, RecordReader reader)
      throws IOException {
    JsonNode none = JsonNodeFactory.instance.objectNode();
    if (parts.isEmpty() && isLines()) {
      lines(
          sink,
          (line, number) -> sink.record(number, batch -> reader.read(line.json(), none, batch)));
      return;
    }
    long line = 1;
    try (InputStream in = open();
        JsonParser parser = JsonText.parser(in, !parts.isEmpty())) {
      try {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          line = parser.currentTokenLocation().getLineNr();
          if (token == JsonToken.START_ARRAY && cut == Cut.ELEMENTS) {
            elements(parser, sink, none, reader);
          } else if (token == JsonToken.START_OBJECT && !parts.isEmpty()) {
            document(parser, sink, parts, reader);
          } else {
            JsonNode node = parser.readValueAsTree();
            sink.record(line, batch -> reader.read(node, none, batch));
          }
        }
      } catch (EOFException | ZipException broken) {
        sink.reject(line, "the gzip stream is broken after here, expected a whole file");
      } catch (NumberFormatException tooExtreme) {
        // A spelling like 1e-9999999999 is valid JSON and no number that can be held.
        sink.reject(
            Math.max(1, parser.currentLocation().getLineNr()),
            "a number cannot be held: " + tooExtreme.getMessage());
      } catch (IOException malformed) {
        sink.reject(
            Math.max(1, parser.currentLocation().getLineNr()), JsonText.complaint(malformed));
      }
    } catch (EOFException | ZipException broken) {
      sink.reject(line, "the gzip stream is broken, expected a whole file");
    }
  }

  private static void elements(
      JsonParser parser, ImportSink sink, JsonNode header, RecordReader reader) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long line = parser.currentTokenLocation().getLineNr();
      JsonNode node = parser.readValueAsTree();
      sink.record(line, batch -> reader.read(node, header, batch));
    }
  }

  private static void document(
      JsonParser parser, ImportSink sink, Set<String> parts, RecordReader reader)
      throws IOException {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    boolean isFound = false;
    long line = parser.currentTokenLocation().getLineNr();
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (parts.contains(field) && token == JsonToken.START_ARRAY) {
        isFound = true;
        elements(parser, sink, header, reader);
      } else {
        header.set(field, parser.readValueAsTree());
      }
    }
    if (!isFound) {
      sink.reject(line, String.join(" or ", parts) + " is missing, expected an array");
    }
  }

  /** Whether the file holds a JSON object a line: its first line is one object and another follows. */
  private boolean isLines() throws IOException {
    try (InputStream in = open()) {
      byte[] start = in.readNBytes(SNIFFED);
      int at = 0;
      while (at < start.length && start[at] <= ' ' && start[at] >= 0) {
        at++;
      }
      int end = at;
      while (end < start.length && start[end] != '\n') {
        end++;
      }
      int next = end;
      while (next < start.length && start[next] <= ' ' && start[next] >= 0) {
        next++;
      }
      int last = end - 1;
      while (last > at && start[last] <= ' ' && start[last] >= 0) {
        last--;
      }
      boolean isObject = at < last && start[at] == '{' && start[last] == '}';
      // A first line that was cut is still followed by lines that begin an object at their start.
      boolean isFollowed =
          next < start.length && start[next] == '{' && (next == 0 || start[next - 1] == '\n');
      return isFollowed && at < last && start[at] == '{' || isObject && next < start.length;
    } catch (EOFException | ZipException broken) {
      return true;
    }
  }

  /** One line's bytes, in a buffer that the next line reuses. */
  static final class Line {
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private boolean tooLong;

    int length() {
      return length;
    }

    boolean isTooLong() {
      return tooLong;
    }

    /** The line as text. */
    String text() {
      return JsonText.decode(bytes, length);
    }

    /** The line as a JSON value. */
    JsonNode json() {
      return json(bytes, length);
    }

    /** A copy of the line's bytes. */
    byte[] bytes() {
      return Arrays.copyOf(bytes, length);
    }

    /** A line's bytes as a JSON value. */
    static JsonNode json(byte[] bytes, int length) {
      for (int at = 0; at < Math.min(length, 4); at++) {
        if (bytes[at] == 0) {
          // A parser that sees NUL early would take the line for UTF-16 or UTF-32.
          throw new IllegalArgumentException("the line holds a NUL character, expected text");
        }
      }
      return JsonText.parse(bytes, length);
    }

    private void append(byte[] from, int start, int end) {
      int count = end - start;
      if (tooLong || length + count > LONGEST_LINE) {
        tooLong = true;
        length = 0;
        return;
      }
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      }
      System.arraycopy(from, start, bytes, length, count);
      length += count;
    }

    private void trim() {
      while (length > 0
          && bytes[length - 1] >= 0
          && bytes[length - 1] <= ' '
          && bytes[length - 1] != 0) {
        length--;
      }
    }

    private void clear() {
      length = 0;
      tooLong = false;
    }
  }
}
