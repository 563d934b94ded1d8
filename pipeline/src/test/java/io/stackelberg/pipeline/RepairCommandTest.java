package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.fake.FakeServer;
import io.stackelberg.environment.fake.Fault;
import io.stackelberg.environment.fake.FaultPlan;
import io.stackelberg.environment.fake.SampleTasks;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command against the local server, over HTTP. */
@Tag("slow")
class RepairCommandTest {
  private static final String STUDY = """
      version: 1
      experiment: small
      seed: 7
      environment:
        type: simulated
        sessions: {fit: 30, calibrate: 8, evaluate: 8}
        turns: 2
      actions:
        context: [0.5, 1.0]
        verbosity: [concise, normal]
        tools: [0, 1]
      baseline: c1.0-normal-t1
      leader: {quality_target: [0.5, 0.8], cost_incentive: [0.0, 0.4], slack: 0.05}
      repair:
        name: non-inferiority
        safe_set: {min_sessions: 4}
        calibration: {sessions: 4, batch: 2}
      evaluation: {tests: {margin: 0.1}}
      """;

  @TempDir
  static Path shared;

  @TempDir
  Path folder;

  private static Path run;
  private static Path tasks;

  @BeforeAll
  static void learn() throws IOException {
    run = shared.resolve("run");
    tasks = Files.write(
        shared.resolve("tasks.jsonl"),
        SampleTasks.lines(
            SimulationProfile.named("paper-like"), new SimulatedSessions("dry", 20, 2), 5));
    Launch launch = Launches.run(Files.writeString(shared.resolve("study.yaml"), STUDY), run);
    assertEquals(0, launch.code(), launch.err());
  }

  private static FakeServer.Options laws() {
    return FakeServer.Options.of(SimulationProfile.named("paper-like").real(), 3);
  }

  private static List<String> arguments(URI url, Path out, String... more) {
    List<String> all = new ArrayList<>(List.of(
        "repair",
        run.toString(),
        "--executor",
        "openai",
        "--base-url",
        url.toString(),
        "--model",
        "simulated",
        "--tasks",
        tasks.toString(),
        "--judge",
        "simulated",
        "--out",
        out.toString()));
    all.addAll(List.of(more));
    return all;
  }

  private static Launch repair(URI url, Path out, String... more) {
    return Launches.launch(arguments(url, out, more).toArray(String[]::new));
  }

  @Test
  void learnsOptimisesRepairsAndCertifiesOverHttp() throws IOException {
    Path out = folder.resolve("repaired");
    try (FakeServer server = FakeServer.start(laws())) {
      Launch launch = repair(server.baseUrl(), out, "--price", "simulated=0.5/M,2/M");
      assertEquals(0, launch.code(), launch.err());
      assertTrue(launch.out().contains("repaired"), launch.out());
      assertTrue(launch.err().contains("spent 0."), launch.err());
      JsonNode results = Launches.results(out);
      assertEquals("openai", results.path("environment").path("type").asText());
      assertEquals("NOT_ASKED", results.path("signal").path("verdict").asText());
      assertEquals(3, results.path("policies").size());
      assertEquals(8, Launches.policy(results, "repaired").path("sessions").asInt());
      for (JsonNode check : results.path("checks")) {
        assertEquals("HOLDS", check.path("result").asText(), check.toString());
      }
      JsonNode repair = new ObjectMapper().readTree(out.resolve("repair.json").toFile());
      assertEquals(
          server.journal().entries().size(),
          repair.path("calls").path("settled").asInt());
      assertEquals(0, repair.path("calls").path("callsOfUnknownMoney").asInt());
      assertEquals(8, repair.path("calibration").path("turns").asInt());
      assertEquals(0, repair.path("leftOut").size());
      String report = Files.readString(out.resolve("report.html"));
      assertTrue(report.contains("id=\"certified\""));
      Launch certify = Launches.launch("certify", out.toString());
      assertEquals(0, certify.code(), certify.err());
      JsonNode certificate =
          new ObjectMapper().readTree(out.resolve("certificate.json").toFile());
      for (int claim = 0; claim < certificate.path("claims").size(); claim++) {
        assertEquals(
            certificate.at("/claims/" + claim + "/verdict"),
            results.at("/certificate/claims/" + claim + "/verdict"));
      }
      // Nothing of a real endpoint is proved by the simulator's laws.
      assertEquals("ASSUMED", certificate.at("/claims/0/assumptions/1/status").asText(), "A2");
      assertEquals(
          0,
          Launches.launch("verify", out.resolve("certificate.json").toString()).code());
      assertEquals(
          0,
          Launches.launch("ledger", "verify", out.resolve("calls/ledger.jsonl").toString())
              .code());
    }
  }

  @Test
  void aBudgetStopsTheRunAndALargerOneEndsItAsIfNothingHadHappened() throws IOException {
    List<String> same = List.of("results.json", "repair.json", "evaluation.csv", "report.html");
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    int port;
    try (FakeServer server = FakeServer.start(laws())) {
      port = server.baseUrl().getPort();
      assertEquals(0, repair(server.baseUrl(), whole, "--threads", "3").code());
    }
    try (FakeServer server = FakeServer.start(laws().withPort(port))) {
      Launch stopped =
          repair(server.baseUrl(), parts, "--max-calls", "40", "--price", "simulated=free");
      assertEquals(4, stopped.code(), stopped.err());
      assertTrue(
          stopped.err().contains("calls of the run has 0 calls left")
              && stopped.err().contains("the same command with a larger cap goes on"),
          stopped.err());
      assertEquals(40, server.journal().entries().size());
      // Another price is another plan.
      Launch other = repair(server.baseUrl(), parts);
      assertEquals(2, other.code(), other.err());
      assertTrue(other.err().contains("holds the calls of another plan"), other.err());
    }
    Path again = folder.resolve("again");
    try (FakeServer server = FakeServer.start(laws().withPort(port))) {
      assertEquals(4, repair(server.baseUrl(), again, "--max-calls", "40").code());
      Launch end = repair(server.baseUrl(), again, "--resume", "--max-calls", "100000");
      assertEquals(0, end.code(), end.err());
      assertTrue(server.journal().repeatedKeys().isEmpty());
    }
    for (String file : same) {
      if (!file.equals("report.html") && !file.equals("results.json")) {
        assertArrayEquals(
            Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(again.resolve(file)), file);
      }
    }
    assertEquals(
        Launches.results(whole).path("policies"), Launches.results(again).path("policies"));
  }

  @Test
  void whatCannotRunIsRefusedBeforeAnythingIsSent() throws IOException {
    try (FakeServer server = FakeServer.start(laws())) {
      Launch unpriced = repair(server.baseUrl(), folder.resolve("a"), "--max-cost", "5");
      assertEquals(3, unpriced.code());
      assertTrue(
          unpriced.err().contains("cost of model \"simulated\" is unknown")
              && unpriced.err().contains("--price simulated=IN,OUT"),
          unpriced.err());
      Launch plan = repair(
          server.baseUrl(), folder.resolve("b"), "--price", "simulated=0.5/M,2/M", "--dry-run");
      assertEquals(0, plan.code(), plan.err());
      assertTrue(
          plan.out().contains("total")
              && plan.out().contains(" USD")
              && plan.out().contains("Nothing was sent."),
          plan.out());
      assertFalse(Files.exists(folder.resolve("b")));
      Launch resumed = repair(server.baseUrl(), folder.resolve("c"), "--resume");
      assertEquals(2, resumed.code());
      assertTrue(resumed.err().contains("--resume finds no journal"), resumed.err());
      assertEquals(0, server.journal().entries().size());
    }
  }

  @Test
  void anEndpointThatIsGoneOrRefusesTheKeyEndsTheRunResumably() throws IOException {
    URI gone;
    try (FakeServer server = FakeServer.start(laws())) {
      gone = server.baseUrl();
    }
    Launch nobody = repair(gone, folder.resolve("gone"));
    assertEquals(5, nobody.code(), nobody.err());
    assertTrue(nobody.err().contains("CONNECTION"), nobody.err());
    try (FakeServer server = FakeServer.start(laws()
        .withPort(gone.getPort())
        .withFaults(new FaultPlan(FaultPlan.script("5+:quota"), 0, List.of(), 1)))) {
      Launch quota = repair(server.baseUrl(), folder.resolve("gone"));
      assertEquals(5, quota.code(), quota.err());
      assertTrue(quota.err().contains("QUOTA"), quota.err());
    }
    try (FakeServer server = FakeServer.start(laws().withPort(gone.getPort()))) {
      assertEquals(
          0, repair(server.baseUrl(), folder.resolve("gone"), "--resume").code());
    }
  }

  /** Faults that a retry cures and those that leave a turn without outcome: the run ends and counts the latter. */
  @Test
  void faultsAreSurvivedAndCounted() throws IOException {
    try (FakeServer server = FakeServer.start(laws()
        .withFaults(new FaultPlan(
            FaultPlan.script("20:malformed-json,40:400"),
            0.05,
            Fault.list("429-ms,503,reset,cut-before-content,missing-usage,usage-in-choice"),
            1)))) {
      Path out = folder.resolve("faults");
      Launch launch = repair(server.baseUrl(), out, "--streamed");
      assertEquals(0, launch.code(), launch.err());
      JsonNode repair = new ObjectMapper().readTree(out.resolve("repair.json").toFile());
      assertTrue(repair.path("leftOut").size() >= 1, repair.toString());
      JsonNode results = Launches.results(out);
      assertTrue(Launches.policy(results, "repaired").path("sessions").asInt() <= 8);
    }
  }

  @Test
  void aCanaryKeyAppearsNowhere() throws Exception {
    String key = "sk-canary-9f3b/+=Z7q1";
    Path out = folder.resolve("canary");
    Path told = folder.resolve("told.txt");
    try (FakeServer server = FakeServer.start(laws()
        .withApiKey(key)
        .withJournal(folder.resolve("server.jsonl"))
        .withFaults(
            new FaultPlan(List.of(), 0.1, Fault.list("429-ms,503,502,cut-before-content"), 2)))) {
      // A wrong key first: its refusal must not spell it either.
      assertEquals(5, child(server.baseUrl(), out, told, key + "x", "--cassette-mode", "record"));
      assertEquals(0, child(server.baseUrl(), out, told, key, "--cassette-mode", "record"));
    }
    List<String> forms = List.of(
        key,
        "sk-canary",
        Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)),
        java.net.URLEncoder.encode(key, StandardCharsets.UTF_8));
    int files = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        files++;
        for (String form : forms) {
          assertFalse(text.contains(form), file + " holds " + form);
        }
      }
    }
    assertTrue(files > 12, "" + files);
    // The cassette alone gives the same run, without a server and without a key.
    Path replayed = folder.resolve("replayed");
    Launch replay = repair(
        URI.create("http://127.0.0.1:9/v1"),
        replayed,
        "--cassette",
        folder.resolve("tape.jsonl").toString());
    assertEquals(0, replay.code(), replay.err());
  }

  private int child(URI url, Path out, Path told, String key, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "io.stackelberg.pipeline.Main"));
    command.addAll(arguments(url, out, more));
    command.addAll(List.of(
        "--api-key-env",
        "CANARY_KEY",
        "--cassette",
        folder.resolve("tape.jsonl").toString()));
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(told.toFile()));
    builder.environment().put("CANARY_KEY", key);
    return builder.start().waitFor();
  }

  /** Ten kills here; the command takes more. */
  @Test
  void killedRunsLoseNothingAndPayNothingTwice() {
    Launch drill = Launches.launch(
        "repair-drill", "--kills", "10", "--out", folder.resolve("drill").toString());
    assertEquals(0, drill.code(), drill.out() + drill.err());
    assertTrue(drill.out().contains("10 kills"), drill.out());
    assertTrue(drill.out().contains("HOLDS"), drill.out());
  }

  @Test
  void theSimulatedExecutorNeedsNoNetwork() {
    Path out = folder.resolve("simulated");
    Launch launch =
        Launches.launch("repair", run.toString(), "--out", out.toString(), "--progress", "none");
    assertEquals(0, launch.code(), launch.err());
    assertEquals("", launch.err());
    assertEquals(
        "simulated", Launches.results(out).path("environment").path("type").asText());
  }
}
