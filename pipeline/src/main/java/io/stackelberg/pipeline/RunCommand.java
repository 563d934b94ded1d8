package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.TerminalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor run}: one study, from its file to its report. */
@Command(
    name = "run",
    description = "Runs a study and writes its report.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The run directory holds report.html, results.json, policies.csv, figures/*.svg,",
      "config.resolved.yaml, timings.json and manifest.json (hashes). It is written whole or not at all.",
      "",
      "Examples:",
      "  governor run",
      "  governor run examples/studies/verbosity.yaml --set data.where.model=alpaca-7b --out runs/alpaca",
      "  governor run examples/studies/routing.yaml --set data.evaluate=other-ids.csv"
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "STUDY",
      description = "Study file; the embedded study where absent.")
  private Optional<Path> study;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the study, e.g. evaluation.tests.margin=0.02. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "Overrides the study's seed.")
  private Optional<Long> seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run directory; runs/<experiment> where absent.")
  private Optional<Path> out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; the answer does not depend on it. All processors where absent.")
  private Optional<Integer> threads;

  @Option(
      names = "--progress",
      paramLabel = "MODE",
      description = "auto, plain or none; shown on stderr.",
      defaultValue = "auto")
  private Progress.Mode progress;

  @Mixin
  private ClasspathOption classpath;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    StudySource source = new StudySource(study);
    List<String> all = new ArrayList<>(overrides);
    seed.ifPresent(value -> all.add("seed=" + value));
    StudyConfig config = source.config(all);
    Path directory = out.or(() -> config.report().dir().map(Path::of))
        .orElse(Path.of("runs", config.experiment()));
    if (threads.isPresent() && threads.get() < 1) {
      throw InputException.invalid(
          "--threads is " + threads.get() + ", expected a whole number >= 1.");
    }
    JsonNode results = new StudyRunner(
            config,
            source.folders(),
            threads.orElseGet(() -> Runtime.getRuntime().availableProcessors()),
            progress,
            System.err,
            classpath.extensions())
        .run(directory);
    var console = spec.commandLine().getOut();
    console.print(new TerminalTable().table(results));
    console.println("-> " + directory.resolve("report.html"));
    console.flush();
    return 0;
  }
}
