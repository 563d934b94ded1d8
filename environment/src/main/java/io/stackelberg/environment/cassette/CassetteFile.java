package io.stackelberg.environment.cassette;

import io.stackelberg.environment.chat.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Recorded exchanges in a JSONL file, found by the key of their request.
 *
 * <p>A line is appended whole, by one write under a lock of the file. An unfinished last line, which a killed recorder leaves, is
 * skipped and cut off before the next line; any other damaged line is an error that names it.
 */
final class CassetteFile {
  private static final int MAX_SHOWN = 20;

  private final Path path;
  private final Map<String, Map<String, CassetteEntry>> byKey = new LinkedHashMap<>();
  private final Map<String, CassetteEntry> assigned = new HashMap<>();
  private final Map<String, Integer> cursors = new HashMap<>();
  private int entries;

  /**
   * Reads what is recorded.
   *
   * @throws IllegalArgumentException if lines are damaged, naming them
   */
  CassetteFile(Path path) {
    this.path = path;
    if (Files.exists(path)) {
      try {
        load(Files.readAllBytes(path));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + path.getFileName(), e);
      }
    }
  }

  private void load(byte[] bytes) {
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    List<String> damage = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        keep(EntryFormat.read(line));
      } catch (IllegalArgumentException e) {
        damage.add("line " + number + " of " + path.getFileName() + ": " + e.getMessage());
      }
    }
    if (!damage.isEmpty()) {
      String shown = String.join("\n", damage.subList(0, Math.min(MAX_SHOWN, damage.size())));
      throw new IllegalArgumentException("Recording is damaged, expected every line whole.\n"
          + shown + (damage.size() > MAX_SHOWN ? "\n(" + damage.size() + " lines in all)" : ""));
    }
  }

  private void keep(CassetteEntry entry) {
    entries++;
    byKey
        .computeIfAbsent(entry.key(), key -> new LinkedHashMap<>())
        .merge(
            entry.callId(),
            entry,
            (before, after) -> after.isSettled() || !before.isSettled() ? after : before);
  }

  /**
   * What is recorded for a request: for this very call if it is there, else for the recorded calls of equal requests in turn, always
   * the same one for the same call.
   *
   * @param settledOnly whether errors count as not recorded
   */
  synchronized Optional<CassetteEntry> find(String key, String callId, boolean settledOnly) {
    Map<String, CassetteEntry> calls = byKey.getOrDefault(key, Map.of());
    List<CassetteEntry> settled =
        calls.values().stream().filter(CassetteEntry::isSettled).toList();
    Optional<CassetteEntry> own = Optional.ofNullable(calls.get(callId))
        .filter(entry -> entry.isSettled() || !settledOnly && settled.isEmpty());
    if (own.isPresent()) {
      return own;
    }
    List<CassetteEntry> candidates =
        settled.isEmpty() && !settledOnly ? List.copyOf(calls.values()) : settled;
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(assigned.computeIfAbsent(key + " " + callId, call -> {
      int turn = cursors.merge(key, 1, Integer::sum) - 1;
      return candidates.get(turn % candidates.size());
    }));
  }

  /** How the most similar recorded request differs from the one asked for. */
  synchronized Optional<KeyDifference> nearest(String canonical) {
    TreeSet<String> requests = new TreeSet<>();
    byKey.values().forEach(calls -> calls.values().forEach(entry -> requests.add(entry.request())));
    return KeyDifference.nearest(canonical, requests);
  }

  synchronized int size() {
    return entries;
  }

  /** Makes sure that lines can be appended, before anything is paid for. */
  void prepare() {
    write(new byte[0]);
  }

  /** Appends one line; it is on disk when this returns. */
  synchronized void append(CassetteEntry entry, Optional<Usage> usage) {
    write((EntryFormat.write(entry, usage) + "\n").getBytes(StandardCharsets.UTF_8));
    keep(entry);
  }

  private void write(byte[] line) {
    // Locks of files hold between processes only; the monitor is for two recordings of one file in
    // this one.
    synchronized (CassetteFile.class) {
      try (FileChannel channel = FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        channel.position(endOfLastLine(channel, lock));
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.truncate(channel.position());
        channel.force(false);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot append to " + path.getFileName(), e);
      }
    }
  }

  /** Where the next line begins: behind the last whole line. */
  private static long endOfLastLine(FileChannel channel, FileLock lock) throws IOException {
    long end = lock.isValid() ? channel.size() : 0;
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        break;
      }
      end--;
    }
    return end;
  }
}
