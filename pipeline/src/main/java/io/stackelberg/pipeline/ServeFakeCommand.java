package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.api.TaskSet;
import io.stackelberg.environment.fake.FakeServer;
import io.stackelberg.environment.fake.Fault;
import io.stackelberg.environment.fake.FaultPlan;
import io.stackelberg.environment.fake.SampleTasks;
import io.stackelberg.pipeline.io.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor serve-fake}: a local chat server with a simulated model and faults on request. */
@Command(
    name = "serve-fake",
    description =
        "Serves a simulated chat model on this machine, for dry runs without a key or a cent.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The first line on standard output is the base URL for any OpenAI-compatible client. The server",
      "listens on the loopback interface only and runs until Ctrl-C. Answers follow the laws of a",
      "simulation profile: they test a pipeline and say nothing about a real model. An equal request",
      "under an equal Idempotency-Key gets an equal answer, also after a restart with the same seed.",
      "",
      "An answer begins with \"Answer: X\", right with the true quality as probability (X is the task's",
      "reference with --tasks, else right or wrong), and states the judged quality on its second line.",
      "docs/api-executor.md has the rules and what each fault does. The journal holds one JSON line per",
      "request: n, key, attempt, content, stream, fault, status, end, repeated, prompt_tokens,",
      "completion_tokens, epoch_ms; it is on disk before the answer is complete.",
      "",
      "A rate strikes by idempotency key and attempt; a script by number of the request: 3:429 is the",
      "third alone, 5+:wrong-model all from the fifth on. The script goes first.",
      "",
      "Exit code: 2 wrong usage, a taken port or an unreadable file; 3 a file that does not exist;",
      "130 ended by Ctrl-C, the journal complete.",
      "",
      "Examples:",
      "  governor serve-fake",
      "  governor serve-fake --port 8080 --fault-rate 0.1 --faults 429,cut-stream --journal req.jsonl",
      "  governor serve-fake --tasks tasks.jsonl --fault-script 3:quota,5+:changed-fingerprint",
      "  governor serve-fake --sample-tasks tasks.jsonl",
      "  governor serve-fake --list-faults"
    })
final class ServeFakeCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port; 0 takes a free one (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  private int port;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Simulation profile, shipped or a file (default: ${DEFAULT-VALUE}).",
      defaultValue = "paper-like")
  private String profile;

  @Option(
      names = "--real",
      description = "The profile's shifted side: reality instead of the logs.")
  private boolean real;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Name of the model (default: ${DEFAULT-VALUE}).",
      defaultValue = "simulated")
  private String model;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of tasks, answers and faults (default: ${DEFAULT-VALUE}).",
      defaultValue = "20260622")
  private long seed;

  @Option(
      names = "--fault-rate",
      paramLabel = "SHARE",
      description = "Share of requests that meet a fault (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  private double faultRate;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description = "Faults that --fault-rate draws from, or all.")
  private Optional<String> faults;

  @Option(
      names = "--fault-script",
      paramLabel = "LIST",
      description = "Faults by number of the request, as 3:429,5+:wrong-model.")
  private Optional<String> faultScript;

  @Option(
      names = "--slowness",
      paramLabel = "SECONDS",
      description = "Pause of slow faults (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private double slowness;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Journal of requests; an existing one is continued.")
  private Optional<Path> journal;

  @Option(
      names = "--tasks",
      paramLabel = "FILE",
      description = "Tasks (JSON lines) whose references the model may know.")
  private Optional<Path> tasks;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description =
          "Environment variable with a key that requests need; without it none is asked for.")
  private Optional<String> apiKeyEnv;

  @Option(
      names = "--sample-tasks",
      paramLabel = "FILE",
      description = "Writes made-up tasks (40 sessions of 10 turns) to a new file and ends.")
  private Optional<Path> sampleTasks;

  @Option(names = "--list-faults", description = "Lists the names of the faults.")
  private boolean listFaults;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (listFaults) {
      out.println(Arrays.stream(Fault.values()).map(Fault::id).collect(Collectors.joining("\n")));
      return 0;
    }
    if (sampleTasks.isPresent()) {
      write(sampleTasks.get());
      return 0;
    }
    FakeServer server = start();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        server.close();
      } catch (IOException unclosed) {
        spec.commandLine().getErr().println("journal: " + unclosed.getMessage());
      }
      stopped.countDown();
    }));
    out.println(server.baseUrl());
    out.flush();
    stopped.await();
    return 0;
  }

  private void write(Path file) {
    try {
      Files.write(
          file,
          SampleTasks.lines(laws(), new SimulatedSessions("dry", 40, 10), seed),
          StandardOpenOption.CREATE_NEW);
    } catch (IllegalArgumentException invalid) {
      throw InputException.invalid(invalid.getMessage());
    } catch (FileAlreadyExistsException taken) {
      throw InputException.invalid(file + " exists, expected a new file.");
    } catch (IOException unwritable) {
      throw InputException.invalid(file + " cannot be written: " + unwritable.getMessage() + ".");
    }
  }

  private FakeServer start() {
    try {
      SimulationProfile laws = laws();
      FakeServer.Options options = FakeServer.Options.of(real ? laws.real() : laws, seed)
          .withModel(model)
          .withPort(port)
          .withFaults(new FaultPlan(
              faultScript.map(FaultPlan::script).orElse(List.of()),
              faultRate,
              faults.map(Fault::list).orElse(List.of()),
              seed))
          .withSlowness(Duration.ofMillis(Math.round(1000 * slowness)));
      if (tasks.isPresent()) {
        options = options.withAnswers(TaskSet.read(existing(tasks.get())).answers());
      }
      if (journal.isPresent()) {
        options = options.withJournal(journal.get());
      }
      if (apiKeyEnv.isPresent()) {
        String key = System.getenv(apiKeyEnv.get());
        if (key == null || key.isBlank()) {
          throw InputException.invalid(
              "environment variable " + apiKeyEnv.get() + " is empty, expected a key.");
        }
        options = options.withApiKey(key);
      }
      return FakeServer.start(options);
    } catch (IllegalArgumentException invalid) {
      throw InputException.invalid(invalid.getMessage());
    } catch (IOException unusable) {
      throw InputException.invalid("server cannot start: " + unusable.getMessage() + ".");
    }
  }

  private SimulationProfile laws() throws IOException {
    return SimulationProfile.names().contains(profile) || !Files.exists(Path.of(profile))
        ? SimulationProfile.named(profile)
        : SimulationProfile.load(Path.of(profile));
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw InputException.absent(file + " does not exist, expected a file of tasks.");
    }
    return file;
  }
}
