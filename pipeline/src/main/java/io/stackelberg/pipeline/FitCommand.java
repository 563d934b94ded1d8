package io.stackelberg.pipeline;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.ReadTurns;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.pipeline.io.TurnLogReader;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.ResponseEstimator;
import io.stackelberg.response.model.ModelFile;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor fit}: response and outcome models from a log, scored on turns they were not fitted on. */
@Command(
    name = "fit",
    description =
        "Learns how the agent answers from a log of turns, and scores every model held out.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "LOG is turns.jsonl (one JSON object per line, .gz accepted), or a CSV file with --columns.",
      "A line that cannot be a turn is counted, with its reason, and left out. What a line does not",
      "say is unknown, never zero. Fields of --columns: session, action (both needed), turn, task,",
      "context, verbosity, tools, quality_target, cost_incentive, directive, propensity, quality,",
      "input_tokens, output_tokens, cached_tokens, usd; features come from --features.",
      "",
      "Whole sessions are held out in turn. The table holds, per response model, log-loss (nats) with",
      "an asymptotic interval clustered by session, Brier score (sum over actions, 0 to 2), expected",
      "calibration error (ECE) of the likeliest action, the best temperature, and the log-loss when",
      "each fold is scaled by a temperature from the other folds. The model of least log-loss is",
      "chosen, and saved with its temperature where that lowers the log-loss. Choosing and scoring on",
      "the same folds flatters the chosen one a little. Outcome models: mean absolute error and bias",
      "of tokens, relative to the tokens spent, and the error of quality. Per action: the half-width",
      "of an interval for the quality of one turn in a new session, whose coverage of 90 % holds in",
      "finite samples, on average over logs and sessions, if sessions are exchangeable (cross-",
      "conformal; about 19 sessions per fold are needed, else it is all of [0, 1]).",
      "",
      "Exit code: 0 fitted, whatever the cautions say; 2 wrong usage, or a log that cannot carry a",
      "model; 3 LOG does not exist; 70 an error of this program; 130 interrupted, nothing half",
      "written.",
      "",
      "Examples:",
      "  governor fit pilot.turns.jsonl.gz --out model.json",
      "  governor fit pilot.csv --columns session=conv,action=arm,quality=score,input_tokens=in,"
          + "output_tokens=out --features chars,kind"
    })
final class FitCommand implements Callable<Integer> {
  private static final String AUTO = "auto";

  /** Outcome models that a model file can hold. */
  static final List<String> SAVED_OUTCOMES = List.of(Learner.SIMPLE, "logistic", "ridge", "trees");

  @Parameters(paramLabel = "LOG", description = "Log of turns: JSON lines, or CSV with --columns.")
  private Path log;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the model is saved (JSON).")
  private Optional<Path> out;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Response model; auto takes the one of least held-out log-loss.",
      defaultValue = AUTO)
  private String model;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Folds of whole sessions, at least 2.",
      defaultValue = "5")
  private int folds;

  @Option(names = "--seed", paramLabel = "N", description = "Seed.", defaultValue = "20260622")
  private long seed;

  @Option(names = "--json", description = "One JSON object instead of tables.")
  private boolean json;

  @Option(
      names = "--columns",
      paramLabel = "FIELD=COLUMN",
      split = ",",
      description = "LOG is a CSV file with these columns.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--features",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of the CSV file that are features.")
  private List<String> features = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Option of an estimator as in a study, e.g. response_model.penalty=0.1. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--progress",
      paramLabel = "MODE",
      description = "auto, plain or none; shown on stderr.",
      defaultValue = "auto")
  private Progress.Mode progress;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (folds < 2) {
      throw InputException.invalid("--folds is " + folds + ", expected a whole number >= 2.");
    }
    if (out.isPresent() && Files.isDirectory(out.get())) {
      throw InputException.invalid("--out is " + out.get() + ", expected a file (it is a folder).");
    }
    if (columns.isEmpty() && !features.isEmpty()) {
      throw InputException.invalid(
          "--features is " + features + ", expected with --columns only (a CSV file).");
    }
    StudyConfig config =
        StudyConfigReader.read("version: 1\nexperiment: fit\nbaseline: none\n", "--set", overrides);
    Injector injector = Guice.createInjector(new GovernorModule(config));
    Map<String, ResponseEstimator> responses =
        injector.getInstance(Key.get(new TypeLiteral<Map<String, ResponseEstimator>>() {}));
    Map<String, OutcomeEstimator> outcomes = new TreeMap<>(
        injector.getInstance(Key.get(new TypeLiteral<Map<String, OutcomeEstimator>>() {})));
    outcomes.keySet().retainAll(SAVED_OUTCOMES);
    if (!model.equals(AUTO) && !responses.containsKey(model)) {
      throw InputException.invalid("--model is \"" + model + "\", expected auto or one of "
          + new TreeSet<>(responses.keySet()) + ".");
    }
    PrintWriter told = spec.commandLine().getErr();
    ReadTurns read =
        columns.isEmpty() ? TurnLogReader.read(log) : TurnLogReader.readCsv(log, columns, features);
    ModelFit.Fitted fitted = new ModelFit(responses, outcomes, folds, seed, stage -> {
          if (progress != Progress.Mode.NONE) {
            told.println("fitting " + stage);
            told.flush();
          }
        })
        .fit(read, model.equals(AUTO) ? Optional.empty() : Optional.of(model));
    out.ifPresent(file -> save(file, fitted));
    PrintWriter console = spec.commandLine().getOut();
    console.print(json ? fitted.report().json() + "\n" : fitted.report().text());
    if (!json && out.isPresent()) {
      console.println("-> " + out.get());
    }
    console.flush();
    return 0;
  }

  private static void save(Path file, ModelFit.Fitted fitted) {
    try {
      ModelFile.write(
          file,
          fitted
              .model()
              .orElseThrow(() -> InputException.invalid("--out is " + file
                  + ", expected a model with a file form (the chosen one has none).")));
    } catch (UncheckedIOException unwritable) {
      throw InputException.invalid("--out is " + file + ", expected a file that can be written ("
          + unwritable.getCause().getMessage() + ").");
    }
  }
}
