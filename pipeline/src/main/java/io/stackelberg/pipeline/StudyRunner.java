package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.CandidatesCsv;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.PolicyCsv;
import io.stackelberg.pipeline.io.ReportWriter;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.repair.RepairedPolicy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
      RunEvidence evidence = new RunEvidence(work, result);
      List<CandidatesCsv.Row> candidates = evidence.candidates();
      RunCertificate.Content content = new RunCertificate.Content(
          evidence.tree(),
          SessionSums.of(result),
          candidates.stream()
              .collect(Collectors.groupingBy(
                  CandidatesCsv.Row::candidate, LinkedHashMap::new, Collectors.toList())),
          evidence.policy());
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
      tree.set("certificate", RunCertificate.statement(tree, content));
      write(directory, tree, result, content, candidates, stages);
      return tree;
    }
  }

  /** Every change that repair made, with its evidence. */
  private static ObjectNode changes(RepairedPolicy repaired) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("strategy", repaired.strategy());
    root.put("explanation", repaired.explanation());
    ArrayNode changes = root.putArray("changes");
    for (RepairedPolicy.Change change : repaired.changes()) {
      changes
          .addObject()
          .put("cell", change.cell())
          .put("before", change.before())
          .put("after", change.after())
          .put("evidence", change.evidence());
    }
    return root;
  }

  private void write(
      Path directory,
      ObjectNode tree,
      StudyResult result,
      RunCertificate.Content content,
      List<CandidatesCsv.Row> candidates,
      Progress stages) {
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
      RunDirectory.text(
          folder.resolve(EvaluationCsv.NAME), EvaluationCsv.write(content.sessions()));
      RunDirectory.text(folder.resolve(CandidatesCsv.NAME), CandidatesCsv.write(candidates));
      RunDirectory.text(folder.resolve(PolicyCsv.NAME), PolicyCsv.write(content.policy()));
      RunDirectory.text(folder.resolve(RunEvidence.NAME), RunDirectory.json(content.evidence()));
      RunDirectory.text(
          folder.resolve("repair.json"), RunDirectory.json(changes(result.repaired())));
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
