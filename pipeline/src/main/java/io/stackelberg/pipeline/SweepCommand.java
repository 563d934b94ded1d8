package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor sweep}: one study over a grid of its keys, a run each, one row per run. */
@Command(
    name = "sweep",
    description = "Runs a study at every point of a grid of its keys and collects one row per run.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every run gets a directory of its own below --out, named by its values. A run that is there",
      "already, finished and with the same study, is kept: an interrupted sweep goes on where it stopped.",
      "sweep.csv holds one row per run, in the grid's order, whatever the number of jobs.",
      "",
      "Examples:",
      "  governor sweep --grid seed=1..20 --out runs/seeds",
      "  governor sweep examples/studies/verbosity.yaml --grid seed=1..5 \\",
      "      --grid outcome_model.type=ridge,logistic --jobs 2 --out runs/models"
    })
final class SweepCommand implements Callable<Integer> {
  private static final String HEADER =
      "saving,saving_low,saving_high,quality_change,quality_change_low,quality_change_high,"
          + "non_inferior,verdict,signal\n";

  @Parameters(
      arity = "0..1",
      paramLabel = "STUDY",
      description = "Study file; the embedded study where absent.")
  private Optional<Path> study;

  @Option(
      names = "--grid",
      paramLabel = "KEY=V1,V2",
      required = true,
      description = "Values of a key, or a range of whole numbers such as seed=1..20. Repeatable.")
  private List<String> grid;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key in every run. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the sweep.")
  private Path out;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs at the same time. All processors where absent.")
  private Optional<Integer> jobs;

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

  /** One point of the grid. */
  private record Point(Map<String, String> values) {
    List<String> overrides() {
      return values.entrySet().stream()
          .map(value -> value.getKey() + "=" + value.getValue())
          .toList();
    }

    /** Name of its directory: its values, with anything unusual in a file name replaced. */
    String name() {
      return String.join("_", overrides()).replaceAll("[^A-Za-z0-9._=-]", "-");
    }
  }

  @Override
  public Integer call() {
    int workers = jobs.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    if (workers < 1) {
      throw InputException.invalid("--jobs is " + workers + ", expected a whole number >= 1.");
    }
    List<Point> points = points();
    StudySource source = new StudySource(study);
    // Every study is read before the first one runs, so that a wrong key costs nothing.
    List<StudyConfig> configs =
        points.stream().map(point -> config(source, point)).toList();
    List<Extension> extensions = classpath.extensions();
    PrintWriter told = spec.commandLine().getErr();
    AtomicInteger done = new AtomicInteger();
    List<Callable<String>> runs = new ArrayList<>();
    for (int index = 0; index < points.size(); index++) {
      Point point = points.get(index);
      StudyConfig config = configs.get(index);
      runs.add(() -> {
        String row = row(source, point, config, extensions);
        if (progress != Progress.Mode.NONE) {
          synchronized (told) {
            told.println(done.incrementAndGet() + " of " + points.size() + ": " + point.name());
            told.flush();
          }
        }
        return row;
      });
    }
    StringBuilder csv = new StringBuilder();
    csv.append(String.join(",", points.get(0).values().keySet())).append(',').append(HEADER);
    try (Tasks tasks = new Tasks(workers)) {
      tasks.inOrder(runs).forEach(csv::append);
    }
    RunDirectory.replace(out.resolve("sweep.csv"), csv.toString());
    PrintWriter console = spec.commandLine().getOut();
    console.print(csv);
    console.println("-> " + out.resolve("sweep.csv"));
    console.flush();
    return 0;
  }

  private StudyConfig config(StudySource source, Point point) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(point.overrides());
    return source.config(all);
  }

  private String row(
      StudySource source, Point point, StudyConfig config, List<Extension> extensions) {
    Path directory = out.resolve(point.name());
    JsonNode results = finished(directory, config)
        .orElseGet(() -> new StudyRunner(
                config, source.folders(), 1, Progress.Mode.NONE, System.err, extensions)
            .run(directory));
    JsonNode repaired = results
        .path("policies")
        .valueStream()
        .filter(policy -> policy.path("name").asText().equals("repaired"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("results hold no repaired policy."));
    List<String> cells = new ArrayList<>();
    point.values().values().forEach(value -> cells.add(CsvTable.quoted(value)));
    for (String field : List.of("saving", "qualityChange")) {
      for (String part : List.of("estimate", "low", "high")) {
        JsonNode number = repaired.path(field).path(part);
        cells.add(number.isNumber() ? number.asText() : "");
      }
    }
    cells.add(repaired.path("nonInferiority").path("established").asText());
    cells.add(results.path("claim").path("verdict").asText());
    cells.add(results.path("signal").path("verdict").asText());
    return String.join(",", cells) + "\n";
  }

  /** The results of a run that is there already, if its study is the same to the letter. */
  private static Optional<JsonNode> finished(Path directory, StudyConfig config) {
    if (!Files.isRegularFile(directory.resolve(RunDirectory.MANIFEST))) {
      return Optional.empty();
    }
    RunDirectory.verified(directory);
    String before = RunDirectory.read(directory.resolve("config.resolved.yaml"));
    return before.equals(StudyConfigReader.write(config))
        ? Optional.of(RunDirectory.tree(directory.resolve("results.json")))
        : Optional.empty();
  }

  /** Every combination of values, the last key changing fastest. */
  private List<Point> points() {
    List<Point> points = List.of(new Point(Map.of()));
    for (String axis : grid) {
      int equals = axis.indexOf('=');
      if (equals < 1 || equals == axis.length() - 1) {
        throw InputException.invalid("--grid is \"" + axis
            + "\", expected KEY=V1,V2 or KEY=FIRST..LAST, such as seed=1..20.");
      }
      String key = axis.substring(0, equals);
      List<String> values = values(axis.substring(equals + 1), axis);
      List<Point> more = new ArrayList<>();
      for (Point point : points) {
        for (String value : values) {
          Map<String, String> longer = new LinkedHashMap<>(point.values());
          if (longer.put(key, value) != null) {
            throw InputException.invalid("--grid names " + key + " twice, expected it once.");
          }
          more.add(new Point(Collections.unmodifiableMap(longer)));
        }
      }
      points = more;
    }
    return points;
  }

  private static List<String> values(String text, String axis) {
    if (!text.matches("-?\\d+\\.\\.-?\\d+")) {
      return List.of(text.split(","));
    }
    String[] ends = text.split("\\.\\.");
    long first = Long.parseLong(ends[0]);
    long last = Long.parseLong(ends[1]);
    if (last < first || last - first >= 100_000) {
      throw InputException.invalid("--grid is \"" + axis
          + "\", expected a range from a smaller to a larger number, of at most 100000 values.");
    }
    List<String> values = new ArrayList<>();
    for (long value = first; value <= last; value++) {
      values.add(Long.toString(value));
    }
    return values;
  }
}
