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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

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

  /**
   * Writes a run; what its sessions certify goes into its results first.
   *
   * @param tree of {@code results.json}; gains the key {@code certificate}
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
    List<CandidatesCsv.Row> candidates = evidence.candidates();
    RunCertificate.Content content = new RunCertificate.Content(
        evidence.tree(),
        SessionSums.of(result),
        candidates.stream()
            .collect(Collectors.groupingBy(
                CandidatesCsv.Row::candidate, LinkedHashMap::new, Collectors.toList())),
        evidence.policy());
    tree.set("certificate", RunCertificate.statement(tree, content));
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
          folder.resolve(EvaluationCsv.NAME), EvaluationCsv.write(content.sessions()));
      RunDirectory.text(folder.resolve(CandidatesCsv.NAME), CandidatesCsv.write(candidates));
      RunDirectory.text(folder.resolve(PolicyCsv.NAME), PolicyCsv.write(content.policy()));
      RunDirectory.text(folder.resolve(RunEvidence.NAME), RunDirectory.json(content.evidence()));
      RunDirectory.text(folder.resolve("repair.json"), RunDirectory.json(repair));
      RunDirectory.text(folder.resolve("config.resolved.yaml"), StudyConfigReader.write(config));
      RunDirectory.text(folder.resolve("timings.json"), RunDirectory.json(timings));
      new ReportWriter().write(tree, folder);
    });
  }
}
