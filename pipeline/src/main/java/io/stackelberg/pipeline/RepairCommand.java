package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.pipeline.io.TerminalTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor repair}: makes a run's learned policy safe on turns of a real, simulated or recorded system. */
@Command(
    name = "repair",
    description =
        "Repairs a run's learned policy on turns of another system and evaluates it there.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The policy is learned again from RUN_DIR/config.resolved.yaml, which gives the same one. Sessions are",
      "split at random into those that calibrate the models, repair the policy and evaluate it. DIR becomes",
      "a run directory (report.html, results.json, repair.json) that `governor certify` takes; DIR/calls",
      "holds the journal of all calls. The same command on the same DIR continues a stopped run: no call",
      "that was settled is sent again. A key is only ever read from its environment variable.",
      "Options override the section repair: of the study (docs/study-file.md).",
      "",
      "Exit code: 0 the report is complete, whatever its verdict; 2 wrong usage; 3 a file that does not exist,",
      "or a model without a price under --max-cost; 4 a budget is reached, 5 the endpoint is not available,",
      "130 interrupted: what was paid is kept and the same command goes on.",
      "",
      "Examples:",
      "  governor repair runs/embedded --out runs/repaired",
      "  governor repair runs/embedded --executor openai --base-url http://127.0.0.1:8080/v1 --model simulated \\",
      "      --tasks tasks.jsonl --judge simulated --price simulated=0.5/M,2/M --max-cost 5 --dry-run"
    })
final class RepairCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR", description = "Directory of a finished run.")
  private Path run;

  @Option(
      names = "--executor",
      paramLabel = "TYPE",
      description = "simulated, replay or openai; the run's own environment where absent.")
  private Optional<String> executor;

  @Option(names = "--base-url", paramLabel = "URL", description = "Endpoint, up to the version.")
  private Optional<String> baseUrl;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description = "Environment variable that holds the key; none is sent where absent.")
  private Optional<String> apiKeyEnv;

  @Option(names = "--model", paramLabel = "NAME", description = "Name of the model.")
  private Optional<String> model;

  @Option(names = "--prices", paramLabel = "FILE", description = "Price table in LiteLLM's format.")
  private Optional<String> prices;

  @Option(
      names = "--price",
      paramLabel = "M=IN,OUT",
      description = "Price per token, or per million as 2.5/M,10/M; or M=free. Repeatable.")
  private List<String> price = new ArrayList<>();

  @Option(
      names = "--max-cost",
      paramLabel = "MONEY",
      description = "Cap on money, in the currency of the prices (USD).")
  private Optional<String> maxCost;

  @Option(names = "--max-tokens", paramLabel = "N", description = "Cap on tokens.")
  private Optional<Long> maxTokens;

  @Option(names = "--max-calls", paramLabel = "N", description = "Cap on calls.")
  private Optional<Long> maxCalls;

  @Option(names = "--tasks", paramLabel = "FILE", description = "Tasks (JSON lines).")
  private Optional<String> tasks;

  @Option(names = "--templates", paramLabel = "DIR", description = "Texts of your own.")
  private Optional<String> templates;

  @Option(
      names = "--judge",
      paramLabel = "NAME",
      description = "exact, pattern, json, model or simulated (what serve-fake states).")
  private Optional<String> judge;

  @Option(names = "--streamed", description = "Asks for answers in pieces.")
  private boolean isStreamed;

  @Option(names = "--cassette", paramLabel = "FILE", description = "Recorded answers.")
  private Optional<String> cassette;

  @Option(
      names = "--cassette-mode",
      paramLabel = "MODE",
      description = "replay, record or record-on-miss; replay where absent.")
  private Optional<String> cassetteMode;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key of the study, e.g. repair.calibration.sessions=20. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Prints calls, tokens and an upper bound of money, and sends nothing.")
  private boolean isDryRun;

  @Option(
      names = "--resume",
      description = "Insists on continuing; a journal of the same plan is continued anyway.")
  private boolean isResumed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run directory; RUN_DIR-repaired where absent.")
  private Optional<Path> out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the split, the order and the draws; the study's where absent.")
  private Optional<Long> seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Sessions at once; the report does not depend on it (default: ${DEFAULT-VALUE}).",
      defaultValue = "4")
  private int threads;

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
    if (threads < 1) {
      throw InputException.invalid("--threads is " + threads + ", expected a whole number >= 1.");
    }
    RunDirectory.verified(run);
    StudyConfig config = config();
    Path directory = out.orElseGet(() -> Path.of(run.toAbsolutePath().normalize() + "-repaired"));
    if (directory.toAbsolutePath().normalize().equals(run.toAbsolutePath().normalize())) {
      throw InputException.invalid(
          "--out is " + directory + ", expected another folder than RUN_DIR.");
    }
    RunDirectory.requireWritable(directory);
    var console = spec.commandLine().getOut();
    RepairJob job = new RepairJob(
        config,
        new StudySource(Optional.of(run.resolve("config.resolved.yaml"))).folders(),
        seed.orElse(config.seed()),
        directory,
        threads,
        progress,
        System.err,
        console);
    if (isDryRun) {
      job.dryRun();
      return 0;
    }
    RepairRun.Done done = job.run(isResumed);
    console.print(new TerminalTable().table(done.tree()));
    console.println("-> " + directory.resolve("report.html"));
    console.flush();
    return 0;
  }

  /** The run's study under the options. */
  private StudyConfig config() {
    List<String> all = new ArrayList<>();
    text(all, "type", executor);
    text(all, "base_url", baseUrl);
    text(all, "api_key_env", apiKeyEnv);
    text(all, "model", model);
    text(all, "prices", prices);
    if (!price.isEmpty()) {
      all.add(key("price") + price.stream().map(RepairCommand::quoted).toList());
    }
    text(all, "tasks", tasks);
    text(all, "templates", templates);
    text(all, "judge", judge);
    text(all, "cassette", cassette);
    text(all, "cassette_mode", cassetteMode);
    if (isStreamed) {
      all.add(key("streamed") + true);
    }
    maxCost.ifPresent(value -> all.add(key("max_cost") + value));
    maxTokens.ifPresent(value -> all.add(key("max_tokens") + value));
    maxCalls.ifPresent(value -> all.add(key("max_calls") + value));
    all.addAll(overrides);
    Path file = run.resolve("config.resolved.yaml");
    StudyConfig own =
        StudyConfigReader.read(RunDirectory.read(file), file.getFileName().toString(), List.of());
    if (executor.isEmpty() && own.repair().executor().isEmpty()) {
      text(all, "type", Optional.of(own.environment().type()));
    }
    return StudyConfigReader.read(RunDirectory.read(file), file.getFileName().toString(), all);
  }

  private static void text(List<String> all, String key, Optional<String> value) {
    value.ifPresent(given -> all.add(key(key) + quoted(given)));
  }

  private static String key(String name) {
    return "repair.executor." + name + "=";
  }

  /** A double-quoted YAML scalar. */
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
