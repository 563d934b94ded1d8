package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.CandidatesCsv;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.PolicyCsv;
import io.stackelberg.pipeline.io.ReportWriter;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.repair.RepairedPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** Writes the files of a run directory, whole or not at all. */
final class RunFiles {
  private RunFiles() {}

  /** Every change that repair made, with its evidence. */
  static ObjectNode changes(RepairedPolicy repaired) {
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

  /** Writes a run and, into its results and report, what its own sessions certify. */
  static void writeCertified(
      Path directory,
      StudyConfig config,
      ObjectNode tree,
      StudyResult result,
      RunEvidence evidence,
      ObjectNode repair,
      ObjectNode timings) {
    write(directory, config, tree, result, evidence, repair, timings, folder -> {
      // A tree read back holds its confidence as the certifier will find it.
      ObjectNode written = RunDirectory.tree(folder.resolve("results.json"));
      tree.set("certificate", RunCertificate.claims(folder, written));
      RunDirectory.text(folder.resolve("results.json"), RunDirectory.json(tree));
    });
  }

  /**
   * Writes a run.
   *
   * @param tree of {@code results.json}
   * @param repair of {@code repair.json}
   * @param timings of {@code timings.json}
   */
  static void write(
      Path directory,
      StudyConfig config,
      ObjectNode tree,
      StudyResult result,
      RunEvidence evidence,
      ObjectNode repair,
      ObjectNode timings) {
    write(directory, config, tree, result, evidence, repair, timings, folder -> {});
  }

  private static void write(
      Path directory,
      StudyConfig config,
      ObjectNode tree,
      StudyResult result,
      RunEvidence evidence,
      ObjectNode repair,
      ObjectNode timings,
      Consumer<Path> beforeReport) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("schema", RunDirectory.SCHEMA);
    manifest.put("created", Instant.now().toString());
    manifest.put("experiment", config.experiment());
    manifest.put("seed", config.seed());
    ObjectNode versions = manifest.putObject("versions");
    StudyRunner.versions().forEach(versions::put);
    ObjectNode data = manifest.putObject("data");
    tree.path("data")
        .path("files")
        .forEach(
            file -> data.put(file.path("name").asText(), file.path("sha256").asText()));
    RunDirectory.write(directory, manifest, folder -> {
      RunDirectory.text(folder.resolve("results.json"), RunDirectory.json(tree));
      RunDirectory.text(
          folder.resolve(EvaluationCsv.NAME), EvaluationCsv.write(SessionSums.of(result)));
      RunDirectory.text(folder.resolve(CandidatesCsv.NAME), evidence.candidates());
      RunDirectory.text(folder.resolve(PolicyCsv.NAME), evidence.policy());
      RunDirectory.text(folder.resolve(RunEvidence.NAME), RunDirectory.json(evidence.tree()));
      RunDirectory.text(folder.resolve("repair.json"), RunDirectory.json(repair));
      RunDirectory.text(folder.resolve("config.resolved.yaml"), StudyConfigReader.write(config));
      RunDirectory.text(folder.resolve("timings.json"), RunDirectory.json(timings));
      beforeReport.accept(folder);
      new ReportWriter().write(tree, folder);
    });
  }
}
