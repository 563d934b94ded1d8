package io.stackelberg.environment.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a {@link FakeServer} was asked and how it ended, in order; safe for many threads.
 *
 * <p>With a file: one JSON object a line, each forced to disk before the last byte of its answer is sent, so
 * whoever holds a complete answer finds it in the journal. An existing file is read and continued; a last
 * line that a crash cut is removed.
 */
public final class RequestJournal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, String> contents = new HashMap<>();
  private final Set<String> answered = new LinkedHashSet<>();
  private final Set<String> billed = new LinkedHashSet<>();
  private final Optional<FileChannel> file;
  private long arrivals;

  /** How a request ended. */
  public enum End {
    /** The whole answer was sent. */
    ANSWERED,
    /** The work was done, but the answer broke off or was made unreadable. */
    SPOILED,
    /** Turned away before any work. */
    REFUSED
  }

  /**
   * One request.
   *
   * @param number from 1 in order of arrival
   * @param key idempotency key, empty if there was none
   * @param attempt how often the key was seen, this time included; 1 without a key
   * @param content hash of what was asked, transport options left out
   * @param isStreamed whether server-sent events were asked for
   * @param fault what went wrong
   * @param status HTTP status sent; 0 when the connection closed without one
   * @param isRepeated whether a complete answer to this key had been sent before
   * @param inputTokens billed; 0 when no work was done or the key was billed before
   * @param outputTokens billed; 0 when no work was done or the key was billed before
   * @param epochMillis wall clock at the end
   */
  public record Entry(
      long number,
      String key,
      int attempt,
      String content,
      boolean isStreamed,
      Optional<Fault> fault,
      int status,
      End end,
      boolean isRepeated,
      long inputTokens,
      long outputTokens,
      long epochMillis) {
    private Entry withoutBill() {
      return new Entry(
          number,
          key,
          attempt,
          content,
          isStreamed,
          fault,
          status,
          end,
          isRepeated,
          0,
          0,
          epochMillis);
    }
  }

  /** A request that has arrived: its number, and how often its key was seen. */
  record Arrival(long number, int attempt, boolean isRepeated, boolean isOtherContent) {}

  private RequestJournal(Optional<FileChannel> file) {
    this.file = file;
  }

  /** A journal in memory alone. */
  public static RequestJournal inMemory() {
    return new RequestJournal(Optional.empty());
  }

  /**
   * A journal in a file, continued if it exists.
   *
   * @throws IllegalArgumentException if a line before the last is not one of this journal's
   */
  public static RequestJournal inFile(Path path) throws IOException {
    FileChannel channel = FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    RequestJournal journal = new RequestJournal(Optional.of(channel));
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes);
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    int line = 0;
    for (String row : text.substring(0, end).lines().toList()) {
      line++;
      Entry entry = parse(row, line, path);
      journal.remember(entry);
      journal.arrivals = Math.max(journal.arrivals, entry.number());
      journal.attempts.merge(entry.key(), entry.attempt(), Math::max);
      journal.contents.putIfAbsent(entry.key(), entry.content());
    }
    long kept = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    channel.truncate(kept);
    channel.position(kept);
    return journal;
  }

  /** All entries so far, in the order in which they ended. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Logical calls that were answered in full; a key counts once. */
  public synchronized int answeredCalls() {
    return answered.size();
  }

  /**
   * Keys that were sent again after a complete answer, each with how often. Empty means that no client asked
   * again for what it had; a client that was killed before it could note an answer may rightly ask again.
   */
  public synchronized Map<String, Integer> repeatedKeys() {
    Map<String, Integer> repeated = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.isRepeated()) {
        repeated.merge(entry.key(), 1, Integer::sum);
      }
    }
    return repeated;
  }

  synchronized Arrival arrive(String key, String content) {
    arrivals++;
    if (key.isEmpty()) {
      return new Arrival(arrivals, 1, false, false);
    }
    String known = contents.putIfAbsent(key, content);
    return new Arrival(
        arrivals,
        attempts.merge(key, 1, Integer::sum),
        answered.contains(key),
        known != null && !known.equals(content));
  }

  /** Notes how a request ended; tokens of a key that was billed before are not billed again. */
  synchronized void end(Entry ended) {
    Entry entry = billed.contains(ended.key()) ? ended.withoutBill() : ended;
    remember(entry);
    if (file.isPresent()) {
      ByteBuffer bytes = ByteBuffer.wrap((json(entry) + "\n").getBytes(StandardCharsets.UTF_8));
      try {
        while (bytes.hasRemaining()) {
          file.get().write(bytes);
        }
        file.get().force(false);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }
  }

  private void remember(Entry entry) {
    entries.add(entry);
    if (!entry.key().isEmpty() && entry.end() != End.REFUSED) {
      billed.add(entry.key());
    }
    if (entry.end() == End.ANSWERED) {
      answered.add(entry.key().isEmpty() ? "#" + entry.number() : entry.key());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  private static String json(Entry entry) {
    ObjectNode row = JSON.createObjectNode()
        .put("n", entry.number())
        .put("key", entry.key())
        .put("attempt", entry.attempt())
        .put("content", entry.content())
        .put("stream", entry.isStreamed())
        .put("fault", entry.fault().map(Fault::id).orElse(null))
        .put("status", entry.status())
        .put("end", entry.end().name().toLowerCase(Locale.ROOT))
        .put("repeated", entry.isRepeated())
        .put("prompt_tokens", entry.inputTokens())
        .put("completion_tokens", entry.outputTokens())
        .put("epoch_ms", entry.epochMillis());
    return row.toString();
  }

  private static Entry parse(String row, int line, Path path) {
    try {
      JsonNode node = JSON.readTree(row);
      return new Entry(
          node.required("n").asLong(),
          node.required("key").asText(),
          node.required("attempt").asInt(),
          node.required("content").asText(),
          node.required("stream").asBoolean(),
          Optional.of(node.required("fault"))
              .filter(fault -> !fault.isNull())
              .map(fault -> Fault.of(fault.asText())),
          node.required("status").asInt(),
          End.valueOf(node.required("end").asText().toUpperCase(Locale.ROOT)),
          node.required("repeated").asBoolean(),
          node.required("prompt_tokens").asLong(),
          node.required("completion_tokens").asLong(),
          node.required("epoch_ms").asLong());
    } catch (JsonProcessingException | IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          Require.unexpected(
                      "line " + line + " of " + path, "unreadable", "a line of a request journal")
                  .getMessage()
              + "\nMaybe: "
              + unreadable.getMessage(),
          unreadable);
    }
  }
}
