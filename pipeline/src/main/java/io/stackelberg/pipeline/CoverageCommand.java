package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.CoverageStudies;
import io.stackelberg.pipeline.io.CoverageStudies.Finished;
import io.stackelberg.pipeline.io.CoverageStudies.Header;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor coverage}: how often the statements of studies are wrong, against a known truth. */
@Command(
    name = "coverage",
    description =
        "Repeats simulated studies whose truth is known and counts how often their statements are wrong.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every finished study is one line of DIR/<profile>.jsonl. The same command continues where it was",
      "interrupted, or further with a larger --studies; the answer does not depend on threads or interruptions.",
      "DIR/coverage.md holds the table. docs/coverage.md says what is counted.",
      "",
      "Exit code: 0 every requirement holds; 1 one does not; 2 wrong usage, or a directory that was begun otherwise.",
      "",
      "Examples:",
      "  governor coverage --studies 40 --profile paper-like",
      "  governor coverage --out runs/coverage",
      "  governor coverage --example concise"
    })
final class CoverageCommand implements Callable<Integer> {
  private static final String STUDY = "coverage.yaml";

  /** Studies per thread between two writes. */
  private static final int CHUNK = 4;

  /** Comparisons that are computed in place of the experiment. */
  enum Example {
    /** "Always concise" on recorded answers, refused, beside Welch tests on few prompts. */
    CONCISE
  }

  @Option(
      names = "--studies",
      paramLabel = "N",
      description = "Studies per profile.",
      defaultValue = "1000")
  private int studies;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "A profile or planted policy; repeatable. All where absent.")
  private List<String> profiles = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the whole experiment.",
      defaultValue = "20260622")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; the answer does not depend on it. All processors where absent.")
  private Optional<Integer> threads;

  @Option(
      names = "--truth-sessions",
      paramLabel = "N",
      description = "Sessions simulated for a policy's true values.",
      defaultValue = "2000")
  private int truthSessions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory of the finished studies.",
      defaultValue = "runs/coverage")
  private Path out;

  @Option(names = "--json", description = "Prints the table as JSON.")
  private boolean isJson;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description = "Computes the example \"concise\" in place of the experiment.")
  private Optional<Example> example;

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
    if (example.isPresent()) {
      var console = spec.commandLine().getOut();
      console.print(ConciseExample.of(ConciseExample.locate(), seed).text());
      console.flush();
      return 0;
    }
    int workers = threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    requireAtLeast("--studies", studies, 1);
    requireAtLeast("--threads", workers, 1);
    requireAtLeast("--truth-sessions", truthSessions, 2);
    List<CoverageScenario> scenarios = profiles.isEmpty()
        ? CoverageScenario.all()
        : profiles.stream().map(CoverageScenario::named).toList();
    String study = study();
    CoverageTable table =
        CoverageTable.of(StudyConfigReader.read(study, STUDY, List.of("seed=" + seed)));
    Clock clock = new Clock(System.err, progress, scenarios.size() * studies);
    try (Tasks tasks = new Tasks(workers)) {
      for (CoverageScenario scenario : scenarios) {
        CoverageExperiment experiment =
            new CoverageExperiment(scenario, study, seed, truthSessions);
        table.add(scenario, finish(scenario, experiment, study, tasks, workers, clock));
      }
    }
    RunDirectory.replace(out.resolve("coverage.md"), table.markdown());
    RunDirectory.replace(out.resolve("coverage.json"), RunDirectory.json(table.tree()));
    var console = spec.commandLine().getOut();
    console.print(isJson ? RunDirectory.json(table.tree()) : table.markdown());
    console.flush();
    return table.holds() ? 0 : 1;
  }

  private List<Finished> finish(
      CoverageScenario scenario,
      CoverageExperiment experiment,
      String study,
      Tasks tasks,
      int workers,
      Clock clock) {
    Header header =
        new Header(Header.SCHEMA, scenario.name(), seed, RunDirectory.hash(study), truthSessions);
    try (CoverageStudies file =
        CoverageStudies.open(out.resolve(scenario.name() + ".jsonl"), header)) {
      clock.begin(scenario.name(), Math.min(studies, file.size()));
      while (file.size() < studies) {
        List<Callable<Finished>> next = new ArrayList<>();
        for (int number = file.size();
            number < Math.min(studies, file.size() + CHUNK * workers);
            number++) {
          int own = number;
          next.add(() -> experiment.run(own));
        }
        file.append(tasks.inOrder(next));
        clock.done(next.size(), file.size() + "/" + studies);
      }
      return file.studies().subList(0, studies);
    }
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw InputException.invalid(
          option + " is " + value + ", expected a whole number >= " + least + ".");
    }
  }

  private static String study() {
    try (InputStream embedded = CoverageCommand.class.getResourceAsStream(STUDY)) {
      return new String(embedded.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** How far the experiment is, on stderr: in place on a terminal, else at most a line every ten seconds. */
  private static final class Clock {
    private final PrintStream err;
    private final boolean isShown;
    private final boolean isInPlace;
    private final int total;
    private final long began = System.nanoTime();
    private long shown = began;
    private int skipped;
    private int played;
    private String scenario = "";

    Clock(PrintStream err, Progress.Mode mode, int total) {
      this.err = err;
      this.isShown = mode != Progress.Mode.NONE;
      this.isInPlace = mode == Progress.Mode.AUTO && System.console() != null;
      this.total = total;
    }

    void begin(String name, int alreadyDone) {
      scenario = name;
      skipped += alreadyDone;
    }

    void done(int studies, String count) {
      played += studies;
      long now = System.nanoTime();
      if (!isShown || !isInPlace && now - shown < 10e9 && skipped + played < total) {
        return;
      }
      shown = now;
      double seconds = (now - began) / 1e9;
      String line = String.format(
          Locale.ROOT,
          "%-26s %s  %.3f s each, about %.0f min left",
          scenario,
          count,
          seconds / played,
          Math.ceil(seconds / played * Math.max(0, total - skipped - played) / 60));
      err.print(isInPlace ? "\r\u001b[K" + line : line + "\n");
      if (isInPlace && skipped + played >= total) {
        err.println();
      }
      err.flush();
    }
  }
}
