package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.InputException;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/** Imports files of other tools as lines of {@code turns/1}, or turns as Vowpal Wabbit's text. */
public final class LogImport {
  /** What the turns are written as. */
  public enum Target {
    /** Lines of {@code turns/1}. */
    TURNS,
    /** Multi-line examples of Vowpal Wabbit. */
    VW
  }

  /**
   * What was imported.
   *
   * @param files one summary a file
   * @param outcomesRead outcomes that arrived apart from their turns
   * @param outcomesJoined those that found their turn
   */
  public record Result(List<ImportSummary> files, long outcomesRead, long outcomesJoined) {
    public Result {
      files = List.copyOf(files);
    }
  }

  /** Detects the format. */
  public static final String AUTO = "auto";

  private static final Set<String> BANDITS = Set.of("vw", "obp");
  private static final Map<String, ForeignFormat> FORMATS = formats();

  private final ImportRequest request;
  private final AtomicLong progress = new AtomicLong();

  /** An import by a request. */
  public LogImport(ImportRequest request) {
    this.request = request;
  }

  /** Names of the formats. */
  public static List<String> names() {
    return List.copyOf(FORMATS.keySet());
  }

  /** Bytes read so far, zipped ones as they are stored; may be read from another thread. */
  public long bytesRead() {
    return progress.get();
  }

  /**
   * Imports files in order; each output is written beside its place first and moved when it is whole.
   *
   * @param format one of {@link #names}, or {@link #AUTO}
   * @param outcomes files of outcomes that arrived apart from their turns: {@code outcomes.jsonl} or OTLP logs
   * @param out where the turns go; nowhere where empty
   * @param refused where the refusals go, one JSON object a line; nowhere where empty
   * @throws InputException if a file is absent, its format is not known, or no record of it can be taken
   */
  public Result run(
      List<Path> files,
      String format,
      List<Path> outcomes,
      Target target,
      Optional<Path> out,
      Optional<Path> refused) {
    if (!format.equals(AUTO) && !FORMATS.containsKey(format)) {
      throw InputException.invalid(
          "--from is " + format + ", expected auto or one of " + FORMATS.keySet() + ".");
    }
    files.forEach(LogImport::requireFile);
    outcomes.forEach(LogImport::requireFile);
    Outcomes known = new Outcomes(request.quality());
    try (Staged lines = new Staged(out);
        Staged refusals = new Staged(refused)) {
      ImportSink sink = new ImportSink(
          request,
          known,
          new ImportSink.Target() {
            @Override
            public String render(ObjectNode line) {
              return out.isEmpty() && target == Target.TURNS
                  ? ""
                  : target == Target.VW ? VowpalText.example(line) : line + "\n";
            }

            @Override
            public void write(CharSequence text) throws IOException {
              lines.write(text);
            }
          },
          (file, line, reason) -> refusals.write(JsonNodeFactory.instance
                  .objectNode()
                  .put("file", file)
                  .put("line", line)
                  .put("reason", reason)
              + "\n"));
      List<ImportSummary> summaries = new ArrayList<>();
      for (Path path : outcomes) {
        summaries.add(outcomes(path, sink));
      }
      for (Path path : files) {
        summaries.add(file(path, format, sink));
      }
      if (summaries.stream().allMatch(summary -> summary.imported() == 0)) {
        throw InputException.invalid(nothing(summaries));
      }
      lines.commit();
      refusals.commit();
      return new Result(summaries, known.read(), known.joined());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String nothing(List<ImportSummary> summaries) {
    StringBuilder told = new StringBuilder();
    for (ImportSummary summary : summaries) {
      told.append(summary.file() + " has " + summary.read() + " records, all rejected, expected "
          + "records of " + summary.format() + ".\n");
      summary.reasons().forEach(reason -> told.append("  " + reason + "\n"));
    }
    return told + "Maybe another --from fits.";
  }

  private ImportSummary file(Path path, String format, ImportSink sink) throws IOException {
    LogFile file = new LogFile(path, progress);
    String name = format.equals(AUTO)
        ? FormatDetector.detect(new LogFile(path, new AtomicLong()))
            .orElseThrow(() -> InputException.invalid("the format of " + file.name()
                + " is not told by how it begins, expected one of " + FORMATS.keySet()
                + ".\nMaybe name it with --from."))
        : format;
    ImportSummary.Counts counts =
        new ImportSummary.Counts(file.name(), name, format.equals(AUTO), BANDITS.contains(name));
    sink.begin(counts);
    FORMATS.get(name).read(file, sink);
    return new ImportSummary(counts);
  }

  private ImportSummary outcomes(Path path, ImportSink sink) throws IOException {
    LogFile file = new LogFile(path, progress);
    if (FormatDetector.detect(new LogFile(path, new AtomicLong()))
        .filter("otlp-json"::equals)
        .isPresent()) {
      return file(path, "otlp-json", sink);
    }
    ImportSummary.Counts counts = new ImportSummary.Counts(file.name(), "outcomes", false, true);
    sink.begin(counts);
    file.lines(
        sink,
        (line, number) -> sink.record(number, batch -> batch.outcome(Outcomes.of(line.json()))));
    return new ImportSummary(counts);
  }

  private static void requireFile(Path path) {
    if (!Files.isRegularFile(path)) {
      throw InputException.absent("FILE is " + path + ", expected a log (it does not exist).");
    }
  }

  private static Map<String, ForeignFormat> formats() {
    Map<String, ForeignFormat> formats = new TreeMap<>();
    formats.putAll(ProviderFormats.all());
    formats.putAll(AgentTrajectories.all());
    formats.putAll(TauFormats.all());
    formats.putAll(TableFormats.all());
    formats.put("turns", new TurnsFormat());
    formats.put("otlp-json", new OtlpFormat());
    formats.put("langfuse", new LangfuseFormat());
    formats.put("litellm", new LiteLlmFormat());
    formats.put("inspect", new InspectFormat());
    formats.put("vw", new VowpalFormat());
    return formats;
  }

  /** A file that appears at its place only when it is whole. */
  private static final class Staged implements Closeable {
    private final Optional<Path> target;
    private final Optional<Path> part;
    private final Writer writer;

    Staged(Optional<Path> target) throws IOException {
      this.target = target.map(Path::toAbsolutePath);
      this.part = this.target.map(path -> path.resolveSibling(
          "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part"));
      if (part.isEmpty()) {
        writer = Writer.nullWriter();
        return;
      }
      Files.createDirectories(part.get().getParent());
      // Removed on an interrupt too.
      part.get().toFile().deleteOnExit();
      OutputStream file = Files.newOutputStream(part.get());
      OutputStream bytes =
          this.target.get().toString().endsWith(".gz") ? new GZIPOutputStream(file) : file;
      writer = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
    }

    void write(CharSequence text) throws IOException {
      writer.append(text);
    }

    void commit() throws IOException {
      writer.close();
      if (part.isPresent()) {
        Files.move(part.get(), target.get(), StandardCopyOption.REPLACE_EXISTING);
      }
    }

    @Override
    public void close() throws IOException {
      writer.close();
      if (part.isPresent()) {
        Files.deleteIfExists(part.get());
      }
    }
  }
}
