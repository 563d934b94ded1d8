package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.Launches.Launch;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CertifyCommandTest {
  @TempDir
  Path folder;

  private Path run;
  private Path file;

  @BeforeEach
  void play() {
    run = folder.resolve("run");
    file = folder.resolve("certificate.json");
    assertEquals(0, Launches.run(Launches.study(folder, 0.5, 1), run).code());
  }

  private Launch certify(String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(List.of("certify", run.toString(), "--out", file.toString()));
    arguments.addAll(List.of(more));
    return Launches.launch(arguments.toArray(String[]::new));
  }

  private Launch verify() {
    return Launches.launch("verify", file.toString(), "--run", run.toString());
  }

  private JsonNode claim(int index) throws IOException {
    return new ObjectMapper().readTree(file.toFile()).path("claims").path(index);
  }

  private static String status(JsonNode claim, String id) {
    return claim
        .path("assumptions")
        .valueStream()
        .filter(assumption -> assumption.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .path("status")
        .asText();
  }

  /** Replaces a text in evaluation.csv and writes its new hash into the manifest. */
  private void rewrite(String from, String to) throws IOException {
    Path csv = run.resolve(EvaluationCsv.NAME);
    String text = Launches.read(csv);
    assertTrue(text.contains(from), from);
    Launches.write(csv, text.replace(from, to));
    ObjectNode manifest = RunDirectory.tree(run.resolve(RunDirectory.MANIFEST));
    ((ObjectNode) manifest.path("files")).put(EvaluationCsv.NAME, RunDirectory.hash(csv));
    Launches.write(run.resolve(RunDirectory.MANIFEST), RunDirectory.json(manifest));
  }

  @Test
  void aRecordedStudyIsNeverMoreThanConditional() throws IOException {
    Launch launch = certify();
    assertEquals(0, launch.code(), launch.err());
    assertTrue(launch.out().contains("NOT STATED  stability of the real follower"), launch.out());
    JsonNode saving = claim(0);
    JsonNode results = Launches.results(run);
    // Sessions are single turns here, so that the estimates are those of the table.
    assertEquals(
        Launches.policy(results, "repaired").path("saving").path("estimate").asDouble(),
        saving.path("constants").path(0).path("value").asDouble(),
        1e-9);
    JsonNode quality = claim(1);
    assertEquals(
        Launches.policy(results, "repaired")
            .path("qualityChange")
            .path("estimate")
            .asDouble(),
        quality.path("constants").path(0).path("value").asDouble(),
        1e-9);
    for (JsonNode claim : List.of(saving, quality)) {
      assertEquals("PROVED", status(claim, "A5"));
      assertEquals("ASSUMED", status(claim, "A1"));
      assertEquals(0.975, claim.path("confidence").asDouble(), 1e-12);
      boolean isShown = claim.path("conclusion").path("finding").asText().equals("SHOWN");
      assertEquals(
          isShown ? "CONDITIONAL" : "INCONCLUSIVE", claim.path("verdict").asText());
      assertEquals(isShown, claim.path("needs").isEmpty(), claim.toString());
    }
    Launch verified = verify();
    assertEquals(0, verified.code(), verified.out());
    assertTrue(verified.out().startsWith("VERIFIED"), verified.out());
  }

  @Test
  void aFlippedByteInAnyFileIsFoundAndNamed() throws IOException {
    assertEquals(0, certify().code());
    ObjectNode manifest = RunDirectory.tree(run.resolve(RunDirectory.MANIFEST));
    for (String name : manifest.path("files").properties().stream()
        .map(java.util.Map.Entry::getKey)
        .toList()) {
      Path changed = run.resolve(name);
      byte[] bytes = Files.readAllBytes(changed);
      flip(changed, bytes.length / 2);
      Launch found = verify();
      assertEquals(1, found.code(), name);
      assertTrue(found.out().startsWith("DIFFERS  SHA-256 of " + name), found.out());
      Files.write(changed, bytes);
    }
    for (Path changed : List.of(run.resolve(RunDirectory.MANIFEST), file)) {
      byte[] bytes = Files.readAllBytes(changed);
      for (int position = 1; position < bytes.length; position += bytes.length / 12) {
        flip(changed, position);
        Launch found = verify();
        assertEquals(1, found.code(), changed + " at " + position + ": " + found.err());
        Files.write(changed, bytes);
      }
    }
    assertEquals(0, verify().code());
  }

  private static void flip(Path file, int position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aNumberMadeBetterIsFoundThoughTheSealWasRenewed() {
    assertEquals(0, certify().code());
    ObjectNode certificate = RunDirectory.tree(file);
    ((ObjectNode) certificate.path("claims").path(1).path("conclusion")).put("lower", 0.01);
    certificate.put("sha256", RunCertificate.seal(certificate));
    Launches.write(file, RunDirectory.json(certificate));
    Launch found = verify();
    assertEquals(1, found.code());
    assertTrue(
        found.out().startsWith("DIFFERS  /claims/1/conclusion/lower is 0.01, recomputed "),
        found.out());
  }

  @Test
  void aSessionThatChoseThePolicyCertifiesNothing() throws IOException {
    String own = Launches.read(run.resolve(EvaluationCsv.NAME))
        .lines()
        .filter(line -> line.startsWith("evaluate") && line.contains("repaired"))
        .findFirst()
        .orElseThrow()
        .split(",")[1];
    String chosen = Launches.read(run.resolve(EvaluationCsv.NAME))
        .lines()
        .filter(line -> line.startsWith("fit"))
        .findFirst()
        .orElseThrow()
        .split(",")[1];
    rewrite("fit," + chosen + ",", "fit," + own + ",");
    assertEquals(0, certify().code());
    for (int index = 0; index < 2; index++) {
      JsonNode claim = claim(index);
      assertEquals("INCONCLUSIVE", claim.path("verdict").asText());
      assertTrue(claim.path("conclusion").path("lower").isNull());
      assertEquals("VIOLATED", status(claim, "A5"));
      assertTrue(claim.path("needs").path(0).asText().contains("rule R3"));
    }
  }

  @Test
  void aCapBelowACostRefusesTheSavingAndNotTheQuality() throws IOException {
    assertEquals(0, certify("--cost-cap", "50").code());
    assertEquals("INCONCLUSIVE", claim(0).path("verdict").asText());
    assertEquals("VIOLATED", status(claim(0), "A4"));
    assertTrue(claim(0).path("constants").isEmpty());
    assertEquals("PROVED", status(claim(1), "A4"));
    assertEquals(0, verify().code());
  }

  @Test
  void renamingTheSessionsChangesNoClaim() throws IOException {
    assertEquals(0, certify().code());
    JsonNode before = RunDirectory.tree(file).path("claims");
    rewrite(",\"q", ",\"renamed-q");
    assertEquals(0, certify().code());
    assertEquals(before, RunDirectory.tree(file).path("claims"));
  }

  @Test
  void whatIsNoRunIsRefused() {
    Launch launch = Launches.launch("certify", folder.toString());
    assertEquals(2, launch.code());
    assertTrue(launch.err().contains("expected the directory of a finished run"), launch.err());
    assertEquals(2, certify("--truncation", "1").code());
  }
}
