package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every log gets the answer it allows, and is told what would allow more. */
class LogAnswersTest {
  @TempDir
  Path folder;

  /** Two actions drawn alike; the short one costs a third and loses 0.3 on hard tasks only. */
  private Path log(int sessions, int turns, BiConsumer<Integer, ObjectNode> change) {
    SplittableRandom random = new SplittableRandom(7);
    List<String> lines = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      for (int turn = 0; turn < turns; turn++) {
        boolean hard = random.nextBoolean();
        boolean brief = random.nextBoolean();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("schema", "turns/1");
        line.put("gen_ai.conversation.id", "s" + session).put("turn", turn);
        line.put("gen_ai.usage.input_tokens", brief ? 100 : 400);
        line.put("gen_ai.usage.output_tokens", brief ? 100 : 200);
        line.putObject("gov.features").put("difficulty", hard ? 1 : 0);
        line.putObject("gov.action").put("id", brief ? "brief" : "full");
        line.put("gov.propensity", 0.5);
        line.putObject("gov.outcome")
            .put("quality", (brief && hard ? 0.4 : 0.7) + 0.1 * random.nextDouble());
        change.accept(lines.size(), line);
        lines.add(line.toString());
      }
    }
    Path file = folder.resolve("pilot.turns.jsonl");
    try {
      return Files.write(file, lines);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private Launch optimize(Path log) {
    return Launches.launch("optimize", log.toString(), "--out", policy().toString());
  }

  private Launch evaluate(Path log, String margin) {
    return Launches.launch(
        "evaluate",
        policy().toString(),
        "--log",
        log.toString(),
        "--certify",
        folder.resolve("certificate.json").toString(),
        "--margin",
        margin);
  }

  private Path policy() {
    return folder.resolve("policy.json");
  }

  private static Launch fed(String text, String... arguments) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return Launches.launch(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private JsonNode certificate() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("certificate.json").toFile());
  }

  @Test
  @Tag("slow")
  void aRandomisedLogGivesACertifiedPolicyThatDecides() throws IOException {
    Path log = log(300, 4, (index, line) -> {});
    Launch made = optimize(log);
    assertEquals(0, made.code(), made.err());
    Launch told = evaluate(log, "0.15");
    assertEquals(0, told.code(), told.out());
    for (JsonNode claim : certificate().path("claims")) {
      // Independence, stationarity and the judge are never shown by a log.
      assertEquals("CONDITIONAL", claim.path("verdict").asText());
    }
    // The rule that the data were drawn by: brief where it loses nothing.
    Launch easy =
        fed("{\"gov.features\":{\"difficulty\":0}}\n", "decide", policy().toString());
    JsonNode decision = new ObjectMapper().readTree(easy.out());
    assertEquals("brief", decision.path("action").asText(), easy.out());
    assertFalse(decision.path("fallback").asBoolean());
    Launch odd =
        fed("{\"gov.features\":{\"difficulty\":9}}\n", "decide", policy().toString());
    assertTrue(new ObjectMapper().readTree(odd.out()).path("fallback").asBoolean(), odd.out());
    assertTrue(odd.out().contains("outside [0.0, 1.0]"), odd.out());
  }

  @Test
  @Tag("slow")
  void withoutPropensitiesTheModelAloneSpeaks() throws IOException {
    Path log = log(60, 4, (index, line) -> line.remove("gov.propensity"));
    Launch made = optimize(log);
    assertEquals(0, made.code(), made.err());
    assertTrue(made.out().contains("rests on the outcome model alone"), made.out());
    Launch told = evaluate(log, "0.05");
    assertEquals(1, told.code());
    assertTrue(told.out().contains("DM "), told.out());
    assertTrue(told.out().contains("IPS: VIOLATED(overlap)"), told.out());
    JsonNode claim = certificate().path("claims").path(1);
    assertEquals("INCONCLUSIVE", claim.path("verdict").asText());
    // 1.96² · 0.25 / (0.05 · 0.05²) = 7682.9
    assertTrue(claim.path("needs").path(0).asText().contains("7,683 turns"), "" + claim);
  }

  @Test
  void oneActionKeepsTheStatusQuo() {
    Path log = log(40, 2, (index, line) -> line.putObject("gov.action").put("id", "full"));
    Launch made = optimize(log);
    assertEquals(1, made.code(), made.err());
    assertTrue(made.out().contains("STATUS QUO KEPT"), made.out());
    assertTrue(made.out().contains("one action only"), made.out());
    assertTrue(made.out().contains("7,683 turns"), made.out());
    Launch decided =
        fed("{\"gov.features\":{\"difficulty\":0}}\n", "decide", policy().toString());
    assertTrue(decided.out().contains("\"action\":\"full\""), decided.out());
  }

  @Test
  void withoutQualityNoSavingIsClaimed() {
    Path log = log(40, 2, (index, line) -> line.remove("gov.outcome"));
    Launch made = optimize(log);
    assertEquals(1, made.code(), made.err());
    assertTrue(made.out().contains("no quality: 0 of "), made.out());
    // 1.96² · 0.25 / 0.05² = 384.1
    assertTrue(made.out().contains("about 385 turns of each action"), made.out());
    Launch told = evaluate(log, "0.05");
    assertEquals(1, told.code());
    assertTrue(told.out().contains("Needed: quality in "), told.out());
  }

  @Test
  @Tag("slow")
  void thirtyTurnsAreAnsweredAndCalledTooFew() throws IOException {
    Path log = log(15, 2, (index, line) -> {});
    Launch made = optimize(log);
    assertEquals(1, made.code(), made.out());
    assertTrue(made.out().contains("too few turns"), made.out());
    assertEquals(1, evaluate(log, "0.05").code());
    for (JsonNode claim : certificate().path("claims")) {
      assertEquals("INCONCLUSIVE", claim.path("verdict").asText());
      assertFalse(claim.path("needs").isEmpty());
    }
  }

  @Test
  void aDamagedPolicyIsRefusedOrAnsweredConservatively() throws IOException {
    optimize(log(40, 2, (index, line) -> line.putObject("gov.action").put("id", "full")));
    String text = Files.readString(policy());
    Path bad = folder.resolve("bad.json");
    for (String wrong : List.of(
        "", "{}", "[1", text.substring(0, text.length() / 2), text.replace("full", "fast"))) {
      Files.writeString(bad, wrong);
      Launch refused = fed("{}\n", "decide", bad.toString());
      assertEquals(2, refused.code(), wrong);
      assertTrue(refused.err().contains("bad.json"), refused.err());
      Launch safe = fed(
          "{}\n", "decide", bad.toString(), "--on-error", "conservative", "--conservative", "full");
      assertEquals(0, safe.code(), safe.err());
      JsonNode answer = new ObjectMapper().readTree(safe.out());
      assertEquals("full", answer.path("action").asText());
      assertTrue(answer.path("fallback").asBoolean());
    }
  }

  @Test
  void inspectCountsWhatIsThereAndRejectsTheRest() throws IOException {
    Path log = log(10, 3, (index, line) -> {
      if (index % 3 == 0) {
        line.remove("gov.propensity");
      }
    });
    String first = Files.readAllLines(log).get(0);
    Files.writeString(log, Files.readString(log) + "{\"schema\":\n" + first + "\n");
    Launch told = Launches.launch("inspect", log.toString(), "--json", "--quiet");
    assertEquals(0, told.code(), told.err());
    JsonNode counts = new ObjectMapper().readTree(told.out());
    assertEquals(32, counts.path("lines").asInt());
    assertEquals(30, counts.path("turns").asInt());
    assertEquals(10, counts.path("sessions").asInt());
    assertEquals(2, counts.path("rejected").asInt());
    assertEquals(10, counts.path("propensities").path("missing").asInt());
    assertEquals(3, counts.path("turnsPerSession").path("p75").asInt());
    assertTrue(counts.path("rejections").path(0).asText().startsWith("line 31: "));
    assertTrue(counts.path("rejections").path(1).asText().contains("again"));
    int supported = 0;
    for (JsonNode cell : counts.path("support")) {
      supported += cell.path("turns").asInt();
    }
    assertEquals(30, supported);
  }

  @Test
  void doctorTellsWhetherAKeyIsThereAndNeverItsValue() {
    Launch told = Launches.launch("doctor", "--key-env", "PATH", "--key-env", "NO_SUCH_KEY_HERE");
    assertEquals(3, told.code());
    assertTrue(told.out().contains("key PATH: is set"), told.out());
    assertFalse(told.out().contains(System.getenv("PATH")), told.out());
    assertTrue(told.out().contains("NO_SUCH_KEY_HERE: is not set"), told.out());
  }
}
