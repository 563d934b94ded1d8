package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Types;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.leader.baseline.Baseline;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.ReportWriter;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.ResponseEstimator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs one study from its resolved configuration to its run directory. */
final class StudyRunner {
  private final StudyConfig config;
  private final List<Path> folders;
  private final int threads;
  private final Progress.Mode progress;
  private final PrintStream err;

  /**
   * A runner.
   *
   * @param folders where relative data paths are looked for, in order
   */
  StudyRunner(
      StudyConfig config,
      List<Path> folders,
      int threads,
      Progress.Mode progress,
      PrintStream err) {
    this.config = config;
    this.folders = folders;
    this.threads = threads;
    this.progress = progress;
    this.err = err;
  }

  /**
   * Runs the study and writes its directory, whole or not at all.
   *
   * @return the tree of {@code results.json}
   */
  ObjectNode run(Path directory) {
    RunDirectory.requireWritable(directory);
    Injector injector = Guice.createInjector(new GovernorModule(config), new BaselineModule());
    try (Tasks tasks = new Tasks(threads)) {
      Progress stages = new Progress(err, progress, Study.STAGES, Study.SHARES);
      ArenaFactory.Opened opened = named(
              injector,
              ArenaFactory.class,
              "environment.type",
              config.environment().type())
          .open(config, folders, tasks);
      Workspace work =
          new Workspace(config, opened.arena(), new SeedSplitter(config.seed()), tasks);
      Learner learner = new Learner(
          work,
          named(
              injector,
              ResponseEstimator.class,
              "response_model.type",
              config.responseModel().type()),
          outcomeModels(injector));
      Study study = new Study(
          work,
          learner,
          named(injector, LeaderSolver.class, "solver.name", config.solver().name()),
          named(injector, RepairStrategy.class, "repair.name", config.repair().name()),
          baselines(injector),
          stages);
      StudyResult result = study.run();
      ObjectNode tree = new ResultsTree(result, opened, provenance(opened)).tree();
      write(directory, tree, EvaluationCsv.write(SessionSums.of(result)), stages);
      return tree;
    }
  }

  private void write(Path directory, ObjectNode tree, String sessions, Progress stages) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("schema", RunDirectory.SCHEMA);
    manifest.put("created", Instant.now().toString());
    manifest.put("experiment", config.experiment());
    manifest.put("seed", config.seed());
    ObjectNode versions = manifest.putObject("versions");
    versions().forEach(versions::put);
    ObjectNode data = manifest.putObject("data");
    tree.path("data")
        .path("files")
        .forEach(
            file -> data.put(file.path("name").asText(), file.path("sha256").asText()));
    RunDirectory.write(directory, manifest, folder -> {
      RunDirectory.text(folder.resolve("results.json"), RunDirectory.json(tree));
      RunDirectory.text(folder.resolve(EvaluationCsv.NAME), sessions);
      RunDirectory.text(folder.resolve("config.resolved.yaml"), StudyConfigReader.write(config));
      ObjectNode timings = JsonNodeFactory.instance.objectNode();
      timings.put("seconds", stages.seconds()).put("threads", threads);
      ObjectNode perStage = timings.putObject("stages");
      for (int stage = 0; stage < Study.STAGES.length; stage++) {
        perStage.put(Study.STAGES[stage], stages.stageSeconds()[stage]);
      }
      RunDirectory.text(folder.resolve("timings.json"), RunDirectory.json(timings));
      new ReportWriter().write(tree, folder);
    });
  }

  /** The simplest outcome model, then the study's. */
  private LinkedHashMap<String, OutcomeEstimator> outcomeModels(Injector injector) {
    LinkedHashMap<String, OutcomeEstimator> models = new LinkedHashMap<>();
    for (String model : List.of(Learner.SIMPLE, config.outcomeModel().type())) {
      models.put(model, named(injector, OutcomeEstimator.class, "outcome_model.type", model));
    }
    return models;
  }

  /** The baselines that the study names, in its order. */
  private LinkedHashMap<String, Baseline> baselines(Injector injector) {
    LinkedHashMap<String, Baseline> baselines = new LinkedHashMap<>();
    for (String name : config.evaluation().baselines()) {
      baselines.put(name, named(injector, Baseline.class, "evaluation.baselines", name));
    }
    return baselines;
  }

  /** The implementation that the study names. */
  private static <T> T named(Injector injector, Class<T> contract, String key, String name) {
    @SuppressWarnings("unchecked")
    TypeLiteral<Map<String, T>> type =
        (TypeLiteral<Map<String, T>>) TypeLiteral.get(Types.mapOf(String.class, contract));
    Map<String, T> known = injector.getInstance(Key.get(type));
    T found = known.get(name);
    if (found == null) {
      throw InputException.invalid(
          key + " is \"" + name + "\", expected one of " + new TreeMap<>(known).keySet() + ".");
    }
    return found;
  }

  private Provenance provenance(ArenaFactory.Opened opened) {
    TreeMap<String, String> inputs = new TreeMap<>();
    opened.files().forEach(file -> inputs.put(file.name(), file.sha256()));
    TreeMap<String, String> options = new TreeMap<>();
    options.put("environment", config.environment().type());
    options.put("follower", config.environment().follower());
    options.put("outcome_model", config.outcomeModel().toString());
    options.put("response_model", config.responseModel().toString());
    options.put("solver", config.solver().toString());
    options.put("repair", config.repair().toString());
    return new Provenance(
        "stackelberg-governor run", options, config.seed(), inputs, versions(), List.of());
  }

  static TreeMap<String, String> versions() {
    TreeMap<String, String> versions = new TreeMap<>();
    versions.put("governor", Main.version());
    versions.put("java", System.getProperty("java.version"));
    versions.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
