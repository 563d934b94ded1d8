package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.Launches.Launch;
import io.stackelberg.pipeline.io.CandidatesCsv;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.PolicyCsv;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The claims beside saving and quality, on a study with a follower that has to be learned. */
@Tag("slow")
class RunCertificateTest {
  @TempDir
  Path folder;

  private Path run;

  @BeforeEach
  void play() {
    run = folder.resolve("run");
    Launch launch =
        Launches.run(Launches.study(folder, 0.5, 1), run, "--set", "environment.follower=quantal");
    assertEquals(0, launch.code(), launch.err());
  }

  private ObjectNode certify(String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("certify", run.toString()));
    arguments.addAll(List.of(more));
    Launch launch = Launches.launch(arguments.toArray(String[]::new));
    assertEquals(0, launch.code(), launch.err());
    return RunDirectory.tree(run.resolve("certificate.json"));
  }

  private static JsonNode claim(JsonNode certificate, String id) {
    return named(certificate.path("claims"), "id", id);
  }

  private static JsonNode named(JsonNode list, String field, String name) {
    for (JsonNode entry : list) {
      if (entry.path(field).asText().equals(name)) {
        return entry;
      }
    }
    throw new IllegalArgumentException("there is no " + name + " in " + list);
  }

  /** Replaces a text in a file of the run and writes its new hash into the manifest. */
  private void rewrite(String name, String from, String to) {
    Path file = run.resolve(name);
    String text = Launches.read(file);
    assertTrue(text.contains(from), from);
    Launches.write(file, text.replace(from, to));
    ObjectNode manifest = RunDirectory.tree(run.resolve(RunDirectory.MANIFEST));
    ((ObjectNode) manifest.path("files")).put(name, RunDirectory.hash(file));
    Launches.write(run.resolve(RunDirectory.MANIFEST), RunDirectory.json(manifest));
  }

  @Test
  void candidatesAreTheMenuAndThePoliciesOfTheRun() {
    JsonNode evidence = RunDirectory.tree(run.resolve(RunEvidence.NAME));
    Set<String> names = new HashSet<>();
    evidence
        .path("candidates")
        .forEach(candidate -> names.add(candidate.path("name").asText()));
    Set<String> expected = new HashSet<>();
    for (JsonNode row : Launches.results(run).path("policies")) {
      if (!row.path("optimistic").asBoolean()) {
        expected.add(row.path("name").asText());
      }
    }
    assertTrue(names.containsAll(expected), expected + " in " + names);
    names.removeAll(expected);
    assertFalse(names.isEmpty());
    assertTrue(names.stream().allMatch(name -> name.startsWith("menu:")), names.toString());
    assertEquals(
        evidence.path("candidates").size(),
        CandidatesCsv.read(run.resolve(CandidatesCsv.NAME)).size());
  }

  @Test
  void valuesAndErrorsAreThoseOfTheSessions() {
    ObjectNode certificate = certify();
    JsonNode evidence = RunDirectory.tree(run.resolve(RunEvidence.NAME));
    double price = evidence.path("price").asDouble();
    assertTrue(price > 0);
    Map<String, List<CandidatesCsv.Row>> rows = CandidatesCsv.read(run.resolve(CandidatesCsv.NAME));
    JsonNode regret = claim(certificate, "regret");
    JsonNode gap = claim(certificate, "value-gap");
    double error = 0;
    double lowest = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (JsonNode candidate : evidence.path("candidates")) {
      String name = candidate.path("name").asText();
      double mean = rows.get(name).stream()
          .mapToDouble(row -> (row.quality() - price * row.cost()) / row.turns())
          .average()
          .orElseThrow();
      double surrogate = candidate.path("surrogateQuality").asDouble()
          - price * candidate.path("surrogateCost").asDouble();
      JsonNode constant = named(regret.path("constants"), "name", "V_R of " + name);
      assertEquals(mean, constant.path("value").asDouble(), 1e-12);
      double low = constant.path("lower").asDouble();
      double high = constant.path("upper").asDouble();
      assertTrue(low <= mean && mean <= high);
      error = Math.max(error, Math.max(high - surrogate, surrogate - low));
      lowest = Math.max(lowest, Math.max(low - surrogate, surrogate - high));
      best = name.equals("repaired") ? best : Math.max(best, high);
    }
    assertEquals(error, gap.path("conclusion").path("upper").asDouble(), 1e-12);
    assertEquals(lowest, gap.path("conclusion").path("lower").asDouble(), 1e-12);
    assertEquals(
        gap.path("conclusion").path("upper"),
        claim(certificate, "surrogate-exact").path("conclusion").path("upper"));
    double direct = best
        - named(regret.path("constants"), "name", "V_R of repaired")
            .path("lower")
            .asDouble();
    assertTrue(regret.path("conclusion").path("upper").asDouble() <= direct + 1e-12);
    double transfer = 2 * error
        + named(
                regret.path("constants"),
                "name",
                "surrogate gap, max V_S - V_S of the repaired policy")
            .path("value")
            .asDouble();
    assertEquals(
        Math.min(direct, transfer), regret.path("conclusion").path("upper").asDouble(), 1e-9);
    assertEquals(0.95, regret.path("confidence").asDouble(), 1e-12);
  }

  @Test
  void theSurrogatesValueOfAConstantIsItsMeanOverTheFittingPart() {
    // The leader's own claims were audited; the same values of its policy must come out here.
    JsonNode evidence = RunDirectory.tree(run.resolve(RunEvidence.NAME));
    JsonNode results = Launches.results(run);
    JsonNode learned = named(evidence.path("candidates"), "name", "learned");
    if (results.path("gate").path("open").asBoolean()) {
      assertEquals(
          results.path("solution").path("constraint").asDouble(),
          learned.path("surrogateQuality").asDouble(),
          1e-9);
    }
    assertTrue(learned.path("surrogateCost").asDouble() > 0);
    assertEquals(
        evidence.path("existence").path("optimum").asDouble(),
        evidence.path("existence").path("recomputed").asDouble(),
        1e-12);
  }

  @Test
  void whatIsEnumeratedIsCertifiedAndWhatIsEstimatedIsNot() {
    ObjectNode certificate = certify();
    for (String exact : List.of("existence", "follower-stability")) {
      assertEquals("CERTIFIED", claim(certificate, exact).path("verdict").asText(), exact);
    }
    JsonNode stability = claim(certificate, "follower-stability").path("conclusion");
    assertTrue(stability.path("upper").asDouble() > 0);
    assertTrue(stability.path("upper").asDouble() <= stability.path("threshold").asDouble());
    for (String estimated : List.of("saving", "quality-non-inferiority", "value-gap", "regret")) {
      JsonNode claim = claim(certificate, estimated);
      assertFalse(claim.path("verdict").asText().equals("CERTIFIED"), estimated);
      assertEquals(
          "ASSUMED", named(claim.path("assumptions"), "id", "B1").path("status").asText());
    }
    JsonNode digests = certificate.path("inputs").path("digests");
    for (String digest : List.of("policy", "responseModel", "outcomeModel")) {
      assertEquals(64, digests.path(digest).asText().length(), digest);
    }
    assertEquals(1, certificate.path("inputs").path("data").size());
    assertEquals(20260622, certificate.path("inputs").path("seed").asLong());
    assertFalse(
        certificate.path("inputs").path("versions").path("governor").asText().isEmpty());
  }

  /** Contexts of policy.csv whose lottery has a member outside the safe set. */
  private long outside() {
    Set<String> members = new HashSet<>();
    RunDirectory.tree(run.resolve(RunEvidence.NAME))
        .path("safeSet")
        .path("members")
        .forEach(member -> members.add(member.asText()));
    return PolicyCsv.read(run.resolve(PolicyCsv.NAME)).stream()
        .filter(row -> !members.contains(row.commitment()))
        .map(row -> row.part() + row.context())
        .distinct()
        .count();
  }

  @Test
  void aCommitmentOutsideTheSafeSetIsTheWitness() {
    // The policy passed as a whole here, and commits at one context to what calibration never saw.
    assertEquals(1, outside());
    JsonNode claim = claim(certify(), "safe-set-membership");
    assertEquals("REFUTED", claim.path("verdict").asText());
    assertEquals(1, claim.path("conclusion").path("upper").asDouble());
    String wanted = claim.path("needs").get(0).asText();
    String unseen = wanted.substring(wanted.lastIndexOf(" to ") + 4);
    ObjectNode evidence = RunDirectory.tree(run.resolve(RunEvidence.NAME));
    String first = evidence.path("safeSet").path("members").get(0).asText();
    rewrite(PolicyCsv.NAME, '"' + unseen + '"', '"' + first + '"');
    assertEquals(0, outside());
    JsonNode inside = claim(certify(), "safe-set-membership");
    assertEquals("CERTIFIED", inside.path("verdict").asText());
    assertTrue(inside.path("needs").isEmpty());
  }

  @Test
  void aSessionThatChoseThePoliciesLeavesNoRegretBound() {
    List<String> lines = Launches.read(run.resolve(EvaluationCsv.NAME)).lines().toList();
    String own = lines.stream()
        .filter(line -> line.startsWith("evaluate"))
        .findFirst()
        .orElseThrow()
        .split(",")[1];
    String chosen = lines.stream()
        .filter(line -> line.startsWith("fit"))
        .findFirst()
        .orElseThrow()
        .split(",")[1];
    rewrite(EvaluationCsv.NAME, "fit," + chosen + ",", "fit," + own + ",");
    ObjectNode certificate = certify();
    for (String id : List.of("surrogate-exact", "value-gap", "regret")) {
      JsonNode claim = claim(certificate, id);
      assertEquals("INCONCLUSIVE", claim.path("verdict").asText());
      assertTrue(claim.path("conclusion").path("upper").isNull());
      assertTrue(claim.path("needs").get(0).asText().contains("rule R3"));
      assertTrue(claim.path("constants").isEmpty());
    }
  }

  @Test
  void moreToleranceAndADeclaredConstantAreUsedAndNamed() {
    ObjectNode wide = certify("--tolerance", "50", "--lipschitz", "0");
    JsonNode regret = claim(wide, "regret");
    assertEquals("CONDITIONAL", regret.path("verdict").asText());
    assertTrue(regret.path("needs").isEmpty());
    JsonNode projection = RunDirectory.tree(run.resolve(RunEvidence.NAME)).path("projection");
    if (projection.isNumber()) {
      named(regret.path("constants"), "name", "regret by transfer, form T4(c)");
    }
    ObjectNode tight = certify("--tolerance", "1e-9");
    assertEquals("INCONCLUSIVE", claim(tight, "regret").path("verdict").asText());
    assertFalse(claim(tight, "regret").path("needs").isEmpty());
    assertEquals(
        2, Launches.launch("certify", run.toString(), "--tolerance", "0").code());
    assertEquals(
        2, Launches.launch("certify", run.toString(), "--lipschitz", "-1").code());
  }

  @Test
  void runAndCertificateAreVerifiedWhereverTheyLieTogether() throws IOException {
    Path certificate = folder.resolve("papers/certificate.json");
    assertEquals(
        0,
        Launches.launch("certify", run.toString(), "--out", certificate.toString())
            .code());
    assertEquals("../run", RunDirectory.tree(certificate).path("run").asText());
    Path elsewhere = folder.resolve("another machine");
    copy(run, elsewhere.resolve("run"));
    copy(certificate.getParent(), elsewhere.resolve("papers"));
    Launch verified =
        Launches.launch("verify", elsewhere.resolve("papers/certificate.json").toString());
    assertEquals(0, verified.code(), verified.out());
    Files.move(elsewhere.resolve("run"), elsewhere.resolve("moved"));
    Launch lost =
        Launches.launch("verify", elsewhere.resolve("papers/certificate.json").toString());
    assertEquals(1, lost.code());
    Launch found = Launches.launch(
        "verify",
        elsewhere.resolve("papers/certificate.json").toString(),
        "--run-dir",
        elsewhere.resolve("moved").toString());
    assertEquals(0, found.code(), found.out());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(path -> {
        try {
          Path target = to.resolve(from.relativize(path).toString());
          Files.createDirectories(target.getParent());
          Files.copy(path, target);
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      });
    }
  }
}
