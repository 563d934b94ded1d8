package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes the records of files: numbers their turns, joins outcomes, counts, and writes what is asked for. */
final class ImportSink {
  /** Where a finished line goes. */
  interface Target {
    /** The line's text; fails with {@link IllegalArgumentException} where the target cannot hold it. */
    String render(ObjectNode line);

    void write(CharSequence text) throws IOException;
  }

  /** Where a refusal goes besides its count. */
  interface Refusals {
    void accept(String file, long line, String reason) throws IOException;
  }

  private final ImportRequest request;
  private final Outcomes outcomes;
  private final Target target;
  private final Refusals refusals;
  private final Map<String, Integer> played = new HashMap<>();
  private final LongSet known = new LongSet();
  private ImportSummary.Counts counts;

  ImportSink(ImportRequest request, Outcomes outcomes, Target target, Refusals refusals) {
    this.request = request;
    this.outcomes = outcomes;
    this.target = target;
    this.refusals = refusals;
  }

  /** A sink that keeps nothing, for a look at how a file begins. */
  static ImportSink nowhere() {
    ImportSink sink = new ImportSink(
        ImportRequest.DEFAULT,
        new Outcomes(java.util.Optional.empty()),
        new Target() {
          @Override
          public String render(ObjectNode line) {
            return "";
          }

          @Override
          public void write(CharSequence text) {}
        },
        (file, line, reason) -> {});
    sink.begin(new ImportSummary.Counts("", "", false, false));
    return sink;
  }

  ImportRequest request() {
    return request;
  }

  Outcomes outcomes() {
    return outcomes;
  }

  /** Starts a file. */
  void begin(ImportSummary.Counts file) {
    counts = file;
  }

  /** Reads one record: taken whole where it yields, rejected with its reason where it is refused. */
  void record(long line, Consumer<Batch> reader) {
    take(line, reader, true);
  }

  /** Rejects a record that could not be read at all. */
  void reject(long line, String reason) {
    String told = reason.strip().replaceAll("\\.$", "").replaceAll("\\s+", " ");
    counts.rejected(line, told);
    try {
      refusals.accept(counts.file(), line, told);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Bounded text, empty where none was asked for. */
  void text(ImportedTurn turn, String name, JsonNode value) {
    if (request.textBytes() == 0 || Fields.isUnknown(value)) {
      return;
    }
    String text = value.isTextual() ? value.textValue() : value.toString();
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > request.textBytes()) {
        break;
      }
      end += Character.charCount(point);
    }
    turn.text(name, text.substring(0, end));
    if (end < text.length()) {
      turn.line().withObjectProperty("gov.text").put(name + ".truncated", true);
    }
  }

  /** Takes what is left at the end of a file, such as a stream that was cut; not a record of its own. */
  void rest(long line, Consumer<Batch> reader) {
    take(line, reader, false);
  }

  private void take(long line, Consumer<Batch> reader, boolean isRecord) {
    Batch batch = new Batch(known::contains);
    List<String> numbered = new ArrayList<>();
    try {
      reader.accept(batch);
      StringBuilder written = new StringBuilder();
      for (ImportedTurn turn : batch.turns) {
        if (!turn.isExisting()) {
          finish(turn, line);
          numbered.add(turn.session());
        }
        outcomes.join(turn.line());
        if (request.hashIds()) {
          HashedIds.hash(turn.line());
        }
        written.append(target.render(turn.line()));
      }
      batch.keys.forEach(known::add);
      batch.outcomes.forEach(outcomes::add);
      counts.taken(batch, isRecord);
      batch.turns.forEach(turn -> counts.turn(turn.line()));
      target.write(written);
    } catch (IllegalArgumentException | ArithmeticException refused) {
      numbered.forEach(session -> played.merge(session, -1, Integer::sum));
      reject(line, refused.getMessage());
      return;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    batch.refusals.forEach(reason -> reject(line, reason));
  }

  private void finish(ImportedTurn turn, long number) {
    ObjectNode line = turn.line();
    if (line.path("gov.action").isMissingNode()) {
      JsonNode model = Fields.first(line, "gen_ai.request.model", "gen_ai.response.model");
      if (request.action().isPresent()) {
        turn.action(request.action().get(), "stated on import");
      } else if (model.isTextual() && !model.textValue().isBlank()) {
        turn.action(model.textValue(), "model");
      } else {
        turn.action("as-logged", "unknown");
      }
    }
    line.put("turn", played.merge(turn.session(), 1, Integer::sum) - 1);
    line.putObject("gov.import").put("file", counts.file()).put("line", number);
  }
}
