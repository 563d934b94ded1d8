package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.CandidatesCsv;
import io.stackelberg.pipeline.io.CertificateJson;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.PolicyCsv;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.PairedClaims;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Builds the certificate of a run from nothing but the files of its directory. */
final class RunCertificate {
  static final String SCHEMA = "certificate/1";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RunCertificate() {}

  /**
   * What the user declares, beyond the study.
   *
   * @param costCap largest cost of a turn; five means of the baseline on the calibration part where absent
   * @param minSaving saving claimed to be exceeded, in [−1, 1]
   * @param truncation of the bets, in (0, 1)
   * @param tolerance regret and value gap that count as none; the study's margin where absent
   * @param lipschitz L_V of the real value in the commitment, assumed; none where absent
   */
  record Options(
      OptionalDouble costCap,
      double minSaving,
      double truncation,
      OptionalDouble tolerance,
      OptionalDouble lipschitz) {
    /** Nothing declared: saving above 0, tolerance of the study's margin. */
    static final Options DEFAULT =
        new Options(OptionalDouble.empty(), 0, 0.9, OptionalDouble.empty(), OptionalDouble.empty());

    /** The options that a certificate was made with. */
    static Options of(JsonNode declared) {
      return new Options(
          number(declared.path("costCap")),
          declared.path("minSaving").asDouble(),
          declared.path("truncation").asDouble(),
          number(declared.path("tolerance")),
          number(declared.path("lipschitz")));
    }

    private static OptionalDouble number(JsonNode node) {
      return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    ObjectNode tree() {
      ObjectNode node = NODES.objectNode();
      put(node, "costCap", costCap);
      node.put("minSaving", minSaving).put("truncation", truncation);
      put(node, "tolerance", tolerance);
      put(node, "lipschitz", lipschitz);
      return node;
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
      node.set(name, value.isPresent() ? NODES.numberNode(value.getAsDouble()) : NODES.nullNode());
    }
  }

  /**
   * What a certificate looks at.
   *
   * @param evidence tree of {@code evidence.json}
   * @param sessions rows of {@code evaluation.csv}
   * @param candidates rows of {@code candidates.csv} by candidate
   * @param policy rows of {@code policy.csv}
   */
  record Content(
      ObjectNode evidence,
      List<EvaluationCsv.Row> sessions,
      Map<String, List<CandidatesCsv.Row>> candidates,
      List<PolicyCsv.Row> policy) {}

  /** The claims by default options, without their constants, for the report of the run itself. */
  static ObjectNode statement(JsonNode results, Content content) {
    double delta = delta(results);
    ObjectNode root = NODES.objectNode();
    root.put("delta", delta).put("deltaOfCandidates", delta);
    root.set("declared", Options.DEFAULT.tree());
    ArrayNode claims = trees(claims(results, content, Options.DEFAULT, delta));
    claims.forEach(claim -> ((ObjectNode) claim).remove("constants"));
    root.set("claims", claims);
    root.set("notStated", notStated(content.evidence()));
    return root;
  }

  private static ArrayNode trees(List<Certificate> certificates) {
    ArrayNode trees = NODES.arrayNode();
    certificates.forEach(certificate -> trees.add(CertificateJson.tree(certificate)));
    return trees;
  }

  private static double delta(JsonNode results) {
    return BigDecimal.ONE.subtract(results.path("confidence").decimalValue()).doubleValue();
  }

  /**
   * The tree of a certificate.
   *
   * @param run an intact run directory
   * @param created when, as text
   * @param location where the run lies, seen from the certificate
   */
  static ObjectNode build(Path run, Options options, String created, String location) {
    ObjectNode manifest = RunDirectory.verified(run);
    JsonNode results = RunDirectory.tree(run.resolve("results.json"));
    ObjectNode evidence = RunDirectory.tree(run.resolve(RunEvidence.NAME));
    Content content = new Content(
        evidence,
        EvaluationCsv.read(run.resolve(EvaluationCsv.NAME)),
        CandidatesCsv.read(run.resolve(CandidatesCsv.NAME)),
        PolicyCsv.read(run.resolve(PolicyCsv.NAME)));
    double delta = delta(results);
    ObjectNode root = NODES.objectNode();
    root.put("schema", SCHEMA);
    root.put("created", created);
    root.put("run", location);
    root.put("study", results.path("study").asText());
    root.put("delta", delta);
    root.put("deltaOfCandidates", delta);
    root.set("declared", options.tree());
    root.set("claims", trees(claims(results, content, options, delta)));
    root.set("notStated", notStated(evidence));
    root.set("checksOfTheRun", results.path("checks"));
    ObjectNode inputs = root.putObject("inputs");
    inputs.put("seed", results.path("seed").asLong());
    ObjectNode digests = inputs.putObject("digests");
    digests.put("policy", RunDirectory.hash(run.resolve(PolicyCsv.NAME)));
    digests.set("responseModel", evidence.path("digests").path("response"));
    digests.set("outcomeModel", evidence.path("digests").path("outcomes"));
    inputs.set("versions", manifest.path("versions"));
    inputs.set("data", manifest.path("data"));
    inputs.set("files", manifest.path("files"));
    inputs.put(RunDirectory.MANIFEST, RunDirectory.hash(run.resolve(RunDirectory.MANIFEST)));
    root.put("sha256", seal(root));
    return root;
  }

  private static List<Certificate> claims(
      JsonNode results, Content content, Options options, double delta) {
    ObjectNode evidence = content.evidence();
    List<EvaluationCsv.Row> rows = content.sessions();
    boolean isSimulated = results.path("environment").path("type").asText().equals("simulated");
    double margin = results.path("margin").asDouble();
    Certificate.Scope scope = new Certificate.Scope(
        "sessions like those of the evaluation part",
        "the repaired policy against " + results.path("baseline").asText(),
        isSimulated
            ? "none, simulated"
            : results.path("environment").path("type").asText().equals(RealArena.TYPE)
                ? "that of the run's calls"
                : "that of the recorded outcomes",
        results.path("environment").path("note").asText());
    SessionClaims paired = new SessionClaims(
        new SessionClaims.Declared(
            isSimulated,
            results.path("costUnit").asText(),
            options.costCap(),
            options.minSaving(),
            margin,
            delta,
            PairedClaims.Options.DEFAULT.withTruncation(options.truncation())),
        scope,
        rows);
    List<Certificate> claims = new ArrayList<>(paired.certificates());
    claims.addAll(new CandidateClaims(
            new CandidateClaims.Declared(
                isSimulated,
                paired.cap(),
                options.tolerance().orElse(margin),
                options.lipschitz(),
                delta,
                options.truncation()),
            new Certificate.Scope(
                scope.contexts(),
                evidence.path("candidates").size()
                    + " candidates: the menu's constants and the run's policies, without the oracles",
                scope.window(),
                scope.model()),
            evidence,
            content.candidates(),
            SessionAssumptions.overlap(rows),
            paired.evaluationTurns())
        .certificates());
    claims.addAll(new ExactClaims(evidence, content.policy(), delta).certificates());
    return claims;
  }

  /** What this certificate is silent about, and what it would take. */
  private static ArrayNode notStated(JsonNode evidence) {
    ArrayNode missing = NODES.arrayNode();
    if (!(evidence.path("stability").path("pairs").asDouble() > 0)) {
      missing
          .addObject()
          .put("claim", "follower stability")
          .put("needs", "commitments at a distance: directives have none");
    }
    missing
        .addObject()
        .put("claim", "stability of the real follower")
        .put("needs", "a bound on the total variation between fitted and real responses");
    missing
        .addObject()
        .put("claim", "regret against policies that are no candidates")
        .put(
            "needs", "a cover of the policy class and a Lipschitz constant of the real value (A6)");
    return missing;
  }

  /** Hash of a certificate without its field {@code sha256}; it tells a slip from the original, not a forger. */
  static String seal(ObjectNode certificate) {
    ObjectNode bare = certificate.deepCopy();
    bare.remove("sha256");
    return RunDirectory.hash(RunDirectory.json(bare));
  }
}
