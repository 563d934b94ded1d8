package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.CertificateJson;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.PairedClaims;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Builds the certificate of a run from nothing but the files of its directory. */
final class RunCertificate {
  static final String SCHEMA = "certificate/1";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What this certificate does not state, and what each would take. */
  private static final List<List<String>> NOT_STATED = List.of(
      List.of(
          "value gap between surrogate and real",
          "the surrogate's value of each candidate on the evaluation sessions, and simultaneous intervals of the real"
              + " values"),
      List.of(
          "regret bound",
          "simultaneous intervals of the real values of a candidate set fixed beforehand (rule R3): sessions of every"
              + " candidate"),
      List.of(
          "follower stability",
          "a regularity constant of the response model, proved on the leader's menu"),
      List.of(
          "safe-set membership",
          "the calibration sessions behind the repair's bounds, or propensities of logged turns"));

  private RunCertificate() {}

  /**
   * What the user declares, beyond the study.
   *
   * @param costCap largest cost of a turn; five means of the baseline on the calibration part where absent
   * @param minSaving saving claimed to be exceeded, in [−1, 1]
   * @param truncation of the bets, in (0, 1)
   */
  record Options(OptionalDouble costCap, double minSaving, double truncation) {
    ObjectNode tree() {
      ObjectNode node = NODES.objectNode();
      if (costCap.isPresent()) {
        node.put("costCap", costCap.getAsDouble());
      } else {
        node.putNull("costCap");
      }
      return node.put("minSaving", minSaving).put("truncation", truncation);
    }
  }

  /**
   * The tree of a certificate.
   *
   * @param run an intact run directory
   * @param created when, as text
   */
  static ObjectNode build(Path run, Options options, String created) {
    ObjectNode manifest = RunDirectory.verified(run);
    JsonNode results = RunDirectory.tree(run.resolve("results.json"));
    double delta =
        BigDecimal.ONE.subtract(results.path("confidence").decimalValue()).doubleValue();
    boolean isSimulated = results.path("environment").path("type").asText().equals("simulated");
    SessionClaims.Declared declared = new SessionClaims.Declared(
        isSimulated,
        results.path("costUnit").asText(),
        options.costCap(),
        options.minSaving(),
        results.path("margin").asDouble(),
        delta,
        PairedClaims.Options.DEFAULT.withTruncation(options.truncation()));
    List<Certificate> certificates = new SessionClaims(
            declared,
            new Certificate.Scope(
                "sessions like those of the evaluation part",
                "the repaired policy against " + results.path("baseline").asText(),
                isSimulated ? "none, simulated" : "that of the recorded outcomes",
                results.path("environment").path("note").asText()),
            EvaluationCsv.read(run.resolve(EvaluationCsv.NAME)))
        .certificates();
    ObjectNode root = NODES.objectNode();
    root.put("schema", SCHEMA);
    root.put("created", created);
    root.put("study", results.path("study").asText());
    root.put("delta", delta);
    root.set("declared", options.tree());
    ArrayNode claims = root.putArray("claims");
    certificates.forEach(certificate -> claims.add(CertificateJson.tree(certificate)));
    ArrayNode missing = root.putArray("notStated");
    NOT_STATED.forEach(
        entry -> missing.addObject().put("claim", entry.get(0)).put("needs", entry.get(1)));
    root.set("checksOfTheRun", results.path("checks"));
    ObjectNode inputs = root.putObject("inputs");
    inputs.put("seed", results.path("seed").asLong());
    inputs.set("versions", manifest.path("versions"));
    inputs.set("data", manifest.path("data"));
    inputs.set("files", manifest.path("files"));
    inputs.put(RunDirectory.MANIFEST, RunDirectory.hash(run.resolve(RunDirectory.MANIFEST)));
    root.put("sha256", seal(root));
    return root;
  }

  /** Hash of a certificate without its field {@code sha256}; it tells a slip from the original, not a forger. */
  static String seal(ObjectNode certificate) {
    ObjectNode bare = certificate.deepCopy();
    bare.remove("sha256");
    return RunDirectory.hash(RunDirectory.json(bare));
  }
}
