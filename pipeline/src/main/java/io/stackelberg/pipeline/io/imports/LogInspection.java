package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.TurnLogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what a log of turns holds, line by line; memory grows by some 40 bytes a turn or session, whatever its
 * length.
 *
 * <p>Lines are read in order by one thread, parsed and checked by others, and counted in order again.
 */
public final class LogInspection {
  private static final int BATCH = 256;
  private static final int PARSERS = 2;
  private static final int REASONS = 20;

  private final AtomicLong progress = new AtomicLong();

  /** A line that waits to be parsed. */
  private record Raw(long number, byte[] bytes) {}

  /** A line that was parsed, or why it was not. */
  private record Parsed(long number, Optional<JsonNode> line, String reason) {}

  /** Bytes read so far, zipped ones as they are stored; may be read from another thread. */
  public long bytesRead() {
    return progress.get();
  }

  /**
   * Inspects a file.
   *
   * @param prices to price the turns by; none where empty
   * @return one object, as {@code governor inspect --json} prints it
   * @throws InputException if the file is absent or unreadable, or no line of it is a turn
   */
  public ObjectNode inspect(Path path, Optional<PriceTable> prices) {
    if (!Files.isRegularFile(path)) {
      throw InputException.absent("FILE is " + path + ", expected a log (it does not exist).");
    }
    LogFile file = new LogFile(path, progress);
    TurnTally tally = new TurnTally(prices);
    Refusals refusals = new Refusals();
    ImportSink sink = refusals.sink();
    ExecutorService parsers = Executors.newFixedThreadPool(PARSERS, task -> {
      Thread thread = new Thread(task, "inspect-parser");
      thread.setDaemon(true);
      return thread;
    });
    ArrayDeque<Future<List<Parsed>>> waiting = new ArrayDeque<>();
    List<Raw> batch = new ArrayList<>();
    try {
      file.lines(sink, (line, number) -> {
        batch.add(new Raw(number, line.bytes()));
        if (batch.size() == BATCH) {
          submit(parsers, waiting, batch);
          if (waiting.size() > 2 * PARSERS) {
            count(waiting.remove(), tally, sink);
          }
        }
      });
      submit(parsers, waiting, batch);
      while (!waiting.isEmpty()) {
        count(waiting.remove(), tally, sink);
      }
    } catch (IOException unreadable) {
      throw InputException.invalid(
          "FILE is " + path + ", expected a readable file (" + unreadable.getMessage() + ").");
    } finally {
      parsers.shutdownNow();
    }
    if (tally.turns() == 0) {
      throw InputException.invalid(file.name() + " has " + refusals.count
          + " lines, none of them a turn, expected lines of turns/1"
          + (refusals.first.isEmpty() ? "" : "\n  " + String.join("\n  ", refusals.first))
          + "\nMaybe another tool wrote it: governor import.");
    }
    ObjectNode told = tally.tree(file.name());
    told.put("lines", tally.turns() + refusals.count);
    told.put("rejected", refusals.count);
    refusals.first.forEach(told.putArray("rejections")::add);
    return told;
  }

  private static void submit(
      ExecutorService parsers, ArrayDeque<Future<List<Parsed>>> waiting, List<Raw> batch) {
    List<Raw> lines = List.copyOf(batch);
    batch.clear();
    waiting.add(parsers.submit(() -> lines.stream().map(LogInspection::parse).toList()));
  }

  private static Parsed parse(Raw raw) {
    try {
      JsonNode line = LogFile.Line.json(raw.bytes(), raw.bytes().length);
      TurnLogReader.requireTurn(line);
      return new Parsed(raw.number(), Optional.of(line), "");
    } catch (IllegalArgumentException | ArithmeticException refused) {
      return new Parsed(raw.number(), Optional.empty(), refused.getMessage());
    }
  }

  private static void count(Future<List<Parsed>> batch, TurnTally tally, ImportSink sink) {
    try {
      for (Parsed parsed : batch.get()) {
        if (parsed.line().isEmpty()) {
          sink.reject(parsed.number(), parsed.reason());
        } else {
          count(parsed, tally).ifPresent(reason -> sink.reject(parsed.number(), reason));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw InputException.invalid("the inspection was interrupted.");
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a line could not be looked at.", broken.getCause());
    }
  }

  private static Optional<String> count(Parsed parsed, TurnTally tally) {
    try {
      return tally.add(parsed.line().orElseThrow());
    } catch (IllegalArgumentException | ArithmeticException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  /** Counts refusals, and keeps the first. */
  private static final class Refusals {
    private final List<String> first = new ArrayList<>();
    private long count;

    ImportSink sink() {
      ImportSink sink = new ImportSink(
          ImportRequest.DEFAULT,
          new Outcomes(Optional.empty()),
          new ImportSink.Target() {
            @Override
            public String render(ObjectNode line) {
              return "";
            }

            @Override
            public void write(CharSequence text) {}
          },
          (file, line, reason) -> {
            count++;
            if (first.size() < REASONS) {
              first.add("line " + line + ": " + reason);
            }
          });
      sink.begin(new ImportSummary.Counts("", "turns", false, false));
      return sink;
    }
  }
}
