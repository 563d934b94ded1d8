package io.stackelberg.pipeline;

import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.pipeline.io.imports.LogInspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor doctor}: whether what the other verbs need is there. */
@Command(
    name = "doctor",
    description =
        "Checks Java, and what else it is asked to: study file, prices, keys, endpoint, data.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Of a key only its presence is told, never its value. The endpoint is called only if it is named, once,",
      "without a key; any HTTP answer means that it can be reached.",
      "",
      "Exit code: 0 all is well; 2 something is wrong; 3 prices, a key or data are missing; 5 the endpoint",
      "cannot be reached. The largest of them, where several apply.",
      "",
      "Example:",
      "  governor doctor --config study.yaml --prices prices.json --key-env MY_KEY --data prod.turns.jsonl"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int UNREACHABLE = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(names = "--config", paramLabel = "FILE", description = "Study file.")
  private Optional<Path> config;

  @Option(names = "--prices", paramLabel = "FILE", description = "LiteLLM's price table.")
  private Optional<Path> prices;

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "Environment variable that holds a key. Repeatable.")
  private List<String> keys = new ArrayList<>();

  @Option(names = "--endpoint", paramLabel = "URL", description = "Endpoint to reach.")
  private Optional<String> endpoint;

  @Option(names = "--data", paramLabel = "FILE", description = "Log of turns. Repeatable.")
  private List<Path> data = new ArrayList<>();

  @Option(names = "--policy", paramLabel = "FILE", description = "Policy file.")
  private Optional<Path> policy;

  @Spec
  private CommandSpec spec;

  private int worst;

  @Override
  public Integer call() {
    worst = 0;
    int java = Runtime.version().feature();
    tell(
        "java",
        java >= 17,
        Main.INVALID,
        System.getProperty("java.version") + " (17 or newer is needed), "
            + (Runtime.getRuntime().maxMemory() >> 20) + " MB heap, "
            + Runtime.getRuntime().availableProcessors() + " processors");
    config.ifPresent(file -> checked("config", file, () -> {
      String text = Files.readString(file);
      return StudyConfigReader.read(text, String.valueOf(file.getFileName()), List.of())
          .experiment();
    }));
    prices.ifPresent(file -> checked("prices", file, () -> {
      PriceTable table = InspectCommand.table(file);
      return table.models().size() + " models, " + table.header().currency() + ", sha256 "
          + table.header().sha256().substring(0, 12);
    }));
    for (String key : keys) {
      String value = System.getenv(key);
      boolean isSet = value != null && !value.isBlank();
      tell(
          "key " + key,
          isSet,
          Main.DATA_ABSENT,
          isSet ? "is set" : "is not set; export " + key + "=... in this shell");
    }
    for (Path file : data) {
      checked("data", file, () -> {
        var told = new LogInspection().inspect(file, Optional.empty());
        return told.path("turns").asLong() + " turns, " + told.path("sessions").asLong()
            + " sessions, " + told.path("rejected").asLong()
            + " lines rejected, propensities missing in "
            + told.path("propensities").path("missing").asLong() + ", quality in "
            + told.path("quality").path("missing").asLong();
      });
    }
    policy.ifPresent(file ->
        checked("policy", file, () -> EvaluateCommand.policy(file).saved().kind() + ", intact"));
    endpoint.ifPresent(this::reach);
    return worst;
  }

  /** Something that is read. */
  private interface Reading {
    String told() throws IOException;
  }

  private void checked(String what, Path file, Reading reading) {
    if (!Files.isRegularFile(file)) {
      tell(what + " " + file, false, Main.DATA_ABSENT, "does not exist");
      return;
    }
    try {
      tell(what + " " + file, true, 0, reading.told());
    } catch (InputException wrong) {
      tell(
          what + " " + file,
          false,
          wrong.isDataAbsent() ? Main.DATA_ABSENT : Main.INVALID,
          wrong.getMessage());
    } catch (IOException unreadable) {
      tell(what + " " + file, false, Main.INVALID, "cannot be read: " + unreadable.getMessage());
    }
  }

  private void reach(String url) {
    String name = "endpoint";
    try {
      URI uri = URI.create(url);
      name = "endpoint " + uri.getScheme() + "://" + uri.getHost();
      HttpResponse<Void> answer = HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .build()
          .send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).GET().build(),
              HttpResponse.BodyHandlers.discarding());
      tell(name, true, 0, "reached, HTTP " + answer.statusCode());
    } catch (IOException unreachable) {
      tell(name, false, UNREACHABLE, "not reached: " + unreachable.getClass().getSimpleName());
    } catch (IllegalArgumentException malformed) {
      tell("endpoint", false, Main.INVALID, "is no URL, expected one like https://host/v1");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      tell(name, false, UNREACHABLE, "interrupted");
    }
  }

  private void tell(String what, boolean isFine, int code, String told) {
    PrintWriter screen = spec.commandLine().getOut();
    String mark = isFine ? "ok       " : code == Main.DATA_ABSENT ? "missing  " : "wrong    ";
    screen.println(mark + what + ": " + told);
    screen.flush();
    worst = Math.max(worst, isFine ? 0 : code);
  }
}
