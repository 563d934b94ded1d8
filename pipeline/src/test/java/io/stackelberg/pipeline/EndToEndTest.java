package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.log.SplitPlan;
import io.stackelberg.pipeline.Launches.Launch;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class EndToEndTest {
  private static final double STRENGTH = 0.5;

  @TempDir
  Path folder;

  @Test
  void aPlantedSignalIsFoundAndTheRunIsComplete() throws IOException, NoSuchAlgorithmException {
    Path study = Launches.study(folder, STRENGTH, 1);
    Path run = folder.resolve("run");
    Launch launch = Launches.run(study, run);
    assertEquals(0, launch.code(), launch.err());
    assertEquals("", launch.err());
    assertTrue(launch.out().contains("repaired"), launch.out());
    assertTrue(launch.out().endsWith("-> " + run.resolve("report.html") + System.lineSeparator()));
    JsonNode results = Launches.results(run);
    assertEquals("SIGNAL", results.path("signal").path("verdict").asText());
    assertTrue(results.path("gate").path("open").asBoolean());
    // Where x < 1/2 "small" is about as good as "large" at a quarter of its tokens.
    JsonNode learned = Launches.policy(results, "learned");
    assertTrue(learned.path("saving").path("low").asDouble() > 0.2);
    JsonNode mean = results.path("atEqualCostMean");
    assertTrue(mean.path("gain").asDouble() > 3 * mean.path("standardError").asDouble());
    for (JsonNode check : results.path("checks")) {
      assertEquals("HOLDS", check.path("result").asText(), check.toString());
    }
    assertEquals(
        300,
        results.path("data").path("fit").path("contexts").asInt()
            + results.path("data").path("calibrate").path("contexts").asInt()
            + results.path("data").path("evaluate").path("contexts").asInt());

    JsonNode manifest = new ObjectMapper().readTree(run.resolve("manifest.json").toFile());
    assertTrue(manifest.path("files").size() >= 6);
    for (String file : List.of(
        "results.json", "report.html", "policies.csv", "config.resolved.yaml", "timings.json")) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(run.resolve(file)));
      assertEquals(
          HexFormat.of().formatHex(digest), manifest.path("files").path(file).asText(), file);
    }
    try (Stream<Path> figures = Files.list(run.resolve("figures"))) {
      assertTrue(figures.allMatch(
          figure -> manifest.path("files").has("figures/" + figure.getFileName())));
    }
    assertEquals(
        StudyConfigReader.read(Launches.read(study), "study.yaml", List.of()),
        StudyConfigReader.read(
            Launches.read(run.resolve("config.resolved.yaml")), "resolved", List.of()));
    try (Stream<Path> beside = Files.list(folder)) {
      assertEquals(
          List.of("recorded.csv", "run", "study.yaml"),
          beside.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void resultsDoNotDependOnTheNumberOfThreads() throws IOException {
    Path study = Launches.study(folder, STRENGTH, 2);
    for (String follower : List.of("obedient", "quantal")) {
      String set = "environment.follower=" + follower;
      Path one = folder.resolve(follower + "1");
      Path two = folder.resolve(follower + "2");
      assertEquals(0, Launches.run(study, one, "--set", set, "--threads", "1").code());
      assertEquals(0, Launches.run(study, two, "--set", set, "--threads", "2").code());
      assertArrayEquals(
          Files.readAllBytes(one.resolve("results.json")),
          Files.readAllBytes(two.resolve("results.json")));
    }
  }

  @Test
  void theResolvedStudyGivesTheSameResults() throws IOException {
    Path study = Launches.study(folder, STRENGTH, 3);
    Path first = folder.resolve("first");
    assertEquals(0, Launches.run(study, first, "--seed", "11").code());
    Path resolved = Launches.write(
        folder.resolve("resolved.yaml"), Launches.read(first.resolve("config.resolved.yaml")));
    Path second = folder.resolve("second");
    assertEquals(0, Launches.run(resolved, second).code());
    assertArrayEquals(
        Files.readAllBytes(first.resolve("results.json")),
        Files.readAllBytes(second.resolve("results.json")));
    Path other = folder.resolve("other");
    assertEquals(0, Launches.run(study, other, "--seed", "12").code());
    assertNotEquals(
        Launches.results(first).path("gate"), Launches.results(other).path("gate"));
  }

  @Test
  void pureNoiseIsNotCalledASignal() {
    Path run = folder.resolve("run");
    assertEquals(0, Launches.run(Launches.study(folder, 0, 4), run).code());
    JsonNode results = Launches.results(run);
    assertEquals("NO_RELIABLE_SIGNAL", results.path("signal").path("verdict").asText());
    // The gate opens for noise about as often as not; what it lets through is then worth nothing.
    double gain = results.path("atEqualCostMean").path("gain").asDouble();
    double error = results.path("atEqualCostMean").path("standardError").asDouble();
    assertTrue(Math.abs(gain) <= 4 * error, gain + " with standard error " + error);
  }

  @Test
  void behindAStrictGateTheLearnedPolicyIsTheMixture() {
    Path study = Launches.study(folder, 0, 4);
    Path run = folder.resolve("run");
    assertEquals(0, Launches.run(study, run, "--set", "signal.threshold=3").code());
    JsonNode results = Launches.results(run);
    assertEquals("NO_RELIABLE_SIGNAL", results.path("signal").path("verdict").asText());
    assertFalse(results.path("gate").path("open").asBoolean());
    assertEquals(5, results.path("atEqualCost").size());
    for (JsonNode point : results.path("atEqualCost")) {
      assertEquals(0.0, point.path("gain").asDouble(-1), point.toString());
      assertEquals(0.0, point.path("standardError").asDouble(-1), point.toString());
    }
    assertEquals(
        Launches.policy(results, "mixture").path("actions"),
        Launches.policy(results, "learned").path("actions"));
  }

  @Test
  void pureNoiseIsRarelyCalledASignal() {
    // Each of 20 data sets is called a signal with probability at most 2.5 % (an interval of level
    // 95 % wholly
    // above 0), and only where the gate opened. P(more than 3 of 20) = 0.0013, and the seeds are
    // fixed.
    int signals = 0;
    for (int seed = 100; seed < 120; seed++) {
      Path study = Launches.study(folder, 0, seed);
      Path run = folder.resolve("run" + seed);
      assertEquals(0, Launches.run(study, run).code());
      JsonNode results = Launches.results(run);
      if (results.path("signal").path("verdict").asText().equals("SIGNAL")) {
        signals++;
        assertTrue(results.path("gate").path("open").asBoolean());
      }
    }
    assertTrue(signals <= 3, signals + " of 20 noise studies were called a signal");
  }

  @Test
  void aQuantalFollowerIsLearnedAndScored() {
    Path study = Launches.study(folder, STRENGTH, 5);
    Path run = folder.resolve("run");
    Launch launch = Launches.run(study, run, "--set", "environment.follower=quantal");
    assertEquals(0, launch.code(), launch.err());
    JsonNode results = Launches.results(run);
    assertEquals("quantal", results.path("environment").path("follower").asText());
    assertEquals("T2 replay", results.path("environment").path("tier").asText());
    JsonNode response = results.path("response");
    assertEquals("multinomial-logit", response.path("name").asText());
    // The follower answers 17 commitments by a softmax; a guess by frequencies cannot see them.
    assertTrue(
        response.path("logLoss").asDouble() < response.path("frequencyLogLoss").asDouble());
    assertTrue(response.path("totalVariationLipschitz").asDouble() > 0);
    for (JsonNode check : results.path("checks")) {
      assertNotEquals("VIOLATED", check.path("result").asText(), check.toString());
    }
  }

  @Test
  void theEmbeddedStudyNeedsNoFilesAndNoParticularNumberOfThreads() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    for (Path run : List.of(one, two)) {
      Launch launch = Launches.launch(
          "run",
          "--out",
          run.toString(),
          "--progress",
          "none",
          "--threads",
          run.equals(one) ? "1" : "2",
          "--set",
          "environment.sessions={fit: 40, calibrate: 40, evaluate: 20}",
          "--set",
          "environment.turns=3");
      assertEquals(0, launch.code(), launch.err());
    }
    JsonNode results = Launches.results(one);
    assertEquals("T1 simulated", results.path("environment").path("tier").asText());
    assertEquals(20, results.path("data").path("evaluate").path("sessions").asInt());
    assertArrayEquals(
        Files.readAllBytes(one.resolve("results.json")),
        Files.readAllBytes(two.resolve("results.json")));
  }

  @Test
  void aSecondRunReplacesTheFirstAndKeepsTheUsersFiles() throws IOException {
    Path study = Launches.study(folder, STRENGTH, 6);
    Path run = folder.resolve("run");
    assertEquals(0, Launches.run(study, run).code());
    Launches.write(run.resolve("notes.md"), "mine");
    Launches.write(run.resolve("figures/mine.svg"), "<svg/>");
    assertEquals(0, Launches.run(study, run, "--seed", "12").code());
    assertEquals("mine", Launches.read(run.resolve("notes.md")));
    assertTrue(Files.exists(run.resolve("figures/mine.svg")));
    assertEquals(12, Launches.results(run).path("seed").asInt());
  }

  @Test
  void aFreeBaselineIsRefusedForASavingOfNothingIsUndefined() {
    Path study = Launches.study(folder, STRENGTH, 7);
    Launches.write(
        folder.resolve("recorded.csv"),
        Launches.read(folder.resolve("recorded.csv"))
            .replaceAll("(?m)^(q\\d+,large,.*),\\d+,\\d+$", "$1,0,0"));
    Path run = folder.resolve("run");
    Launch launch = Launches.run(study, run);
    assertEquals(2, launch.code(), launch.err());
    assertEquals(
        "mean cost of the baseline large is 0.0, expected a number > 0 tokens (recorded.csv).\n",
        launch.err());
    assertFalse(Files.exists(run));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anActionRecordedOnceIsRefusedWhicheverPartItFallsInto(int id) {
    Path study = Launches.study(folder, STRENGTH, 8);
    StringBuilder csv = new StringBuilder();
    for (String line : Launches.read(folder.resolve("recorded.csv")).split("\n")) {
      if (!line.contains(",medium,") || line.startsWith("q" + id + ",")) {
        csv.append(line).append("\n");
      }
    }
    Launches.write(folder.resolve("recorded.csv"), csv.toString());
    Path run = folder.resolve("run");
    Launch launch = Launches.run(study, run);
    assertEquals(2, launch.code(), launch.err());
    boolean isFitted = SplitPlan.DEFAULT.part("q" + id) == SplitPlan.Part.FIT;
    assertTrue(
        launch
            .err()
            .startsWith(
                isFitted
                    ? "action \"medium\" occurs in 1 of "
                    : "action \"medium\" is recorded at no context of the fitting part,"
                        + " expected at least one (recorded.csv).\n"),
        launch.err());
    assertFalse(Files.exists(run));
  }

  @Test
  void aFollowerThatNeverTakesAnActionCanBeStudied() {
    // Cost weighs so much that "large" is only taken when directed, and "medium" hardly ever.
    Path study = Launches.study(folder, STRENGTH, 9);
    Path run = folder.resolve("run");
    Launch launch = Launches.run(
        study,
        run,
        "--set",
        "environment.follower=quantal",
        "--set",
        "follower={temperature: 0.01, cost_weight: 5}");
    assertEquals(0, launch.code(), launch.err());
  }
}
