package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Runs one study from its resolved configuration to its run directory. */
final class StudyRunner {
  private final StudyConfig config;
  private final List<Path> folders;
  private final int threads;
  private final Progress.Mode progress;
  private final PrintStream err;
  private final List<Extension> extensions;

  /**
   * A runner.
   *
   * @param folders where relative data paths are looked for, in order
   * @param extensions what outside jars add to the names of a study
   */
  StudyRunner(
      StudyConfig config,
      List<Path> folders,
      int threads,
      Progress.Mode progress,
      PrintStream err,
      List<Extension> extensions) {
    this.extensions = extensions;
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
    StudyParts parts = StudyParts.of(config, extensions);
    try (Tasks tasks = new Tasks(threads)) {
      Progress stages = new Progress(err, progress, Study.STAGES, Study.SHARES);
      ArenaFactory.Opened opened = parts.arenas().open(config, folders, tasks);
      Workspace work =
          new Workspace(config, opened.arena(), new SeedSplitter(config.seed()), tasks);
      Study study = parts.study(work, stages);
      StudyResult result = study.run();
      ObjectNode tree = new ResultsTree(result, opened, provenance(opened)).tree();
      double confidence = tree.path("confidence").doubleValue();
      Reliabilities reliabilities = new Reliabilities(result, confidence);
      Slices slices = new Slices(result, confidence);
      tree.set("kinds", slices.kinds());
      tree.set("calibration", reliabilities.calibration());
      tree.set("riskCoverage", reliabilities.riskCoverage());
      tree.set("support", slices.support());
      tree.set("budgets", slices.budgets());
      tree.set("router", new RouterScores(result).tree());
      RunFiles.write(
          directory,
          config,
          tree,
          result,
          RunEvidence.playingAll(work, result),
          RunFiles.changes(result.repaired()),
          timings(stages));
      return tree;
    }
  }

  private ObjectNode timings(Progress stages) {
    ObjectNode timings = JsonNodeFactory.instance.objectNode();
    timings.put("seconds", stages.seconds()).put("threads", threads);
    ObjectNode perStage = timings.putObject("stages");
    for (int stage = 0; stage < Study.STAGES.length; stage++) {
      perStage.put(Study.STAGES[stage], stages.stageSeconds()[stage]);
    }
    return timings;
  }

  private Provenance provenance(ArenaFactory.Opened opened) {
    return provenance("stackelberg-governor run", config, opened);
  }

  /** Where results come from. */
  static Provenance provenance(String producer, StudyConfig config, ArenaFactory.Opened opened) {
    TreeMap<String, String> inputs = new TreeMap<>();
    opened.files().forEach(file -> inputs.put(file.name(), file.sha256()));
    TreeMap<String, String> options = new TreeMap<>();
    options.put("environment", config.environment().type());
    options.put("follower", config.environment().follower());
    options.put("outcome_model", config.outcomeModel().toString());
    options.put("response_model", config.responseModel().toString());
    options.put("solver", config.solver().toString());
    options.put("repair", config.repair().toString());
    return new Provenance(producer, options, config.seed(), inputs, versions(), List.of());
  }

  static TreeMap<String, String> versions() {
    TreeMap<String, String> versions = new TreeMap<>();
    versions.put("governor", Main.version());
    versions.put("java", System.getProperty("java.version"));
    versions.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
