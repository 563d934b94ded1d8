package io.stackelberg.response.embeddings;

import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.TextFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Program that copies a file of recorded data and appends the embedding of each row's text. */
@Command(
    name = "embed-texts",
    description = "Copies a CSV file and appends columns of numbers: each row's text, embedded.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A text becomes 384 numbers of length 1, near to those of texts that mean about the same",
      "(all-MiniLM-L6-v2, quantised, in this process). With --dimensions below 384 they are projected by",
      "random signs drawn from --seed alone: a row's numbers depend on its own text and on no other row,",
      "so nothing of an evaluation set leaks into what is fitted. Rows of one id get the same numbers.",
      "Only texts known before the answer, such as the prompt, may be features.",
      "",
      "FILE is written whole or not at all, and replaced if it exists. Name the new columns in the",
      "study's data.features.numeric: [e0, e1, ...]; they are printed ready to paste.",
      "",
      "Exit code: 0 written; 2 wrong usage, or data with a row that has no text; 3 a file does not exist;",
      "70 an error of this program.",
      "",
      "Example:",
      "  embed-texts outcomes.csv --id prompt_id --texts prompts.jsonl --column instruction \\",
      "      --dimensions 16 --out outcomes-embedded.csv"
    })
public final class EmbedTexts implements Callable<Integer> {
  private static final int INVALID = 2;
  private static final int DATA_ABSENT = 3;
  private static final int INTERNAL = 70;
  private static final int SHOWN = 20;
  private static final int TEXTS_PER_LINE = 100;

  @Parameters(paramLabel = "DATA", description = "CSV file to append to.")
  private Path data;

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "Column, or field, of the id that joins DATA and TEXTS.",
      required = true)
  private String id;

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description = "Column, or field, of the text.",
      required = true)
  private String column;

  @Option(
      names = "--texts",
      paramLabel = "TEXTS",
      description = "File of the texts: CSV, or .jsonl with one object a line; DATA where absent.")
  private Optional<Path> texts;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "CSV file to write, not DATA.",
      required = true)
  private Path out;

  @Option(
      names = "--dimensions",
      paramLabel = "K",
      description = "Numbers per text, 1 to 384 (default: 384, no projection).",
      defaultValue = "" + SentenceEmbedding.SIZE)
  private int dimensions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the projection.",
      defaultValue = "20260622")
  private long seed;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Beginning of the new columns' names.",
      defaultValue = "e")
  private String prefix;

  @Option(names = "--quiet", description = "No progress on stderr.")
  private boolean quiet;

  @Spec
  private CommandSpec spec;

  private EmbedTexts() {}

  /** Runs the program and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new EmbedTexts())
        .setExecutionExceptionHandler((exception, command, parsed) -> {
          if (exception instanceof InputException input) {
            command.getErr().println(input.getMessage());
            return input.isDataAbsent() ? DATA_ABSENT : INVALID;
          }
          command.getErr().println("This is an error of the program, not of your input:");
          exception.printStackTrace(command.getErr());
          return INTERNAL;
        });
  }

  @Override
  public Integer call() {
    if (dimensions < 1 || dimensions > SentenceEmbedding.SIZE) {
      throw InputException.invalid("--dimensions is " + dimensions
          + ", expected a whole number in [1, " + SentenceEmbedding.SIZE + "].");
    }
    CsvTable table = CsvTable.read(existing("DATA", data));
    TextFile read = TextFile.read(existing("TEXTS", texts.orElse(data)), id, column);
    AppendedColumns appended = new AppendedColumns(table, id, prefix, dimensions);
    appended.requireWritable(out, data);
    Map<String, String> wanted = wanted(table, read);
    Map<String, double[]> embedded = embed(wanted);
    appended.write(out, embedded);
    PrintWriter console = spec.commandLine().getOut();
    console.println("numeric: [" + String.join(", ", appended.names()) + "]");
    console.println("-> " + out);
    console.flush();
    return 0;
  }

  private static Path existing(String name, Path file) {
    if (!Files.isRegularFile(file)) {
      throw InputException.absent(name + " is " + file + ", expected a file (it does not exist).");
    }
    return file;
  }

  /** Text of each id of the table, in order of appearance; every one has to have words. */
  private Map<String, String> wanted(CsvTable table, TextFile read) {
    if (!table.columns().containsKey(id)) {
      throw InputException.invalid("columns [" + id + "] are missing, expected them among "
          + table.columns().keySet() + " (" + table.name() + ").");
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      String key = table.cell(row, id);
      String text = read.texts().getOrDefault(key, "");
      if (wanted.putIfAbsent(key, text) == null && text.isBlank()) {
        missing.add(key);
      }
    }
    if (!missing.isEmpty()) {
      throw InputException.invalid("texts of "
          + missing.subList(0, Math.min(SHOWN, missing.size()))
          + " are missing or blank, expected one for each of " + wanted.size() + " ids of "
          + table.name() + ", " + missing.size() + " have none (" + read.name() + ").");
    }
    return wanted;
  }

  private Map<String, double[]> embed(Map<String, String> wanted) {
    PrintWriter told = spec.commandLine().getErr();
    SentenceEmbedding model = new SentenceEmbedding();
    UnaryOperator<double[]> projection = dimensions == SentenceEmbedding.SIZE
        ? UnaryOperator.identity()
        : new SignProjection(
            SentenceEmbedding.SIZE, dimensions, new SeedSplitter(seed).generator("embed"))::project;
    Map<String, double[]> embedded = new LinkedHashMap<>();
    wanted.forEach((key, text) -> {
      embedded.put(key, projection.apply(model.embed(text)));
      boolean due = embedded.size() % TEXTS_PER_LINE == 0 || embedded.size() == wanted.size();
      if (due && !quiet) {
        told.println("embedded " + embedded.size() + " of " + wanted.size() + " texts");
        told.flush();
      }
    });
    return embedded;
  }
}
