package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.stackelberg.leader.baseline.Baseline;
import io.stackelberg.pipeline.Launches.Launch;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines in whole studies: one row each, refusals told, the same with any number of threads. */
@Tag("slow")
class BaselinesStudyTest {
  @TempDir
  Path folder;

  private static Map<String, Baseline> known() {
    var config =
        StudyConfigReader.read("version: 1\nexperiment: x\nbaseline: b\n", "test", List.of());
    return new TreeMap<>(Guice.createInjector(new GovernorModule(config), new BaselineModule())
        .getInstance(Key.get(new TypeLiteral<Map<String, Baseline>>() {})));
  }

  @Test
  void everyBaselineHasItsRowInTheEmbeddedStudy() throws IOException {
    Map<String, Baseline> known = known();
    assertEquals(28, known.size(), known.keySet().toString());
    JsonNode[] results = new JsonNode[2];
    for (int threads = 1; threads <= 2; threads++) {
      Path run = folder.resolve("run" + threads);
      Launch launch = Launches.launch(
          "run",
          "--out",
          run.toString(),
          "--progress",
          "none",
          "--threads",
          "" + threads,
          "--set",
          "evaluation.baselines=" + known.keySet(),
          "--set",
          "environment.sessions={fit: 24, calibrate: 12, evaluate: 12}",
          "--set",
          "environment.turns=5",
          "--set",
          "actions={verbosity: [concise, normal], tools: [0, 1]}");
      assertEquals(0, launch.code(), launch.err());
      results[threads - 1] = Launches.results(run);
    }
    assertEquals(results[0], results[1]);
    for (var baseline : known.entrySet()) {
      JsonNode row = Launches.policy(results[0], "baseline:" + baseline.getKey());
      assertEquals(baseline.getValue().summary(), row.path("note").asText());
      assertEquals(60, row.path("n").asInt());
      assertTrue(row.path("meanCost").asDouble() > 0, row.toString());
      assertFalse(row.path("optimistic").asBoolean());
    }
    JsonNode conservative = Launches.policy(results[0], "baseline:conservative");
    assertEquals(0, conservative.path("saving").path("estimate").asDouble(-1), 1e-12);
    JsonNode random = Launches.policy(results[0], "random");
    assertEquals(
        random.path("meanCost").asDouble(),
        Launches.policy(results[0], "baseline:random").path("meanCost").asDouble());
  }

  @Test
  void recordedStudiesAreLearnedAndAuditedToo() throws IOException {
    Path study = Launches.study(folder, 0.5, 4);
    Path run = folder.resolve("recorded");
    Launch launch = Launches.run(
        study,
        run,
        "--set",
        "evaluation.baselines=[offline-dr, linucb, router-threshold, lagrangian, pacing-dp]",
        "--set",
        "leader.slack=0.05");
    assertEquals(0, launch.code(), launch.err());
    JsonNode results = Launches.results(run);
    for (String name : List.of("offline-dr", "linucb", "router-threshold")) {
      JsonNode row = Launches.policy(results, "baseline:" + name);
      // "small" is as good as "large" for small x at a quarter of its tokens.
      assertTrue(row.path("meanCost").asDouble() < 400, row.toString());
      assertTrue(row.path("meanQuality").asDouble() > 0.6, row.toString());
    }
    for (JsonNode check : results.path("checks")) {
      assertEquals("HOLDS", check.path("result").asText(), check.toString());
    }
    Path plain = folder.resolve("plain");
    assertEquals(0, Launches.run(study, plain, "--set", "leader.slack=0.05").code());
    assertEquals(
        Launches.policy(Launches.results(plain), "repaired"), Launches.policy(results, "repaired"));
    assertFalse(Launches.read(plain.resolve("config.resolved.yaml")).contains("baselines"));
  }

  @Test
  void unknownNamesAndRefusalsAreTold() {
    Path study = Launches.study(folder, 0.5, 5);
    Launch unknown =
        Launches.run(study, folder.resolve("one"), "--set", "evaluation.baselines=[linucbb]");
    assertEquals(2, unknown.code());
    assertTrue(
        unknown
            .err()
            .startsWith("evaluation.baselines is \"linucbb\", expected one of [behaviour-cloning,"),
        unknown.err());
    Launch refused =
        Launches.run(study, folder.resolve("two"), "--set", "evaluation.baselines=[no-incentive]");
    assertEquals(2, refused.code());
    assertTrue(
        refused.err().startsWith("evaluation.baselines: no-incentive refuses this study: menu is"),
        refused.err());
    assertFalse(Files.exists(folder.resolve("two")));
  }

  @Test
  void theSplitHalfOracleChoosesOnOneHalfAndIsScoredOnTheOther() {
    // Four replicates of two actions of equal mean, pure noise: choosing on what one is scored on
    // gains, choosing on
    // the other half gains nothing on average. 400 contexts, uniform on [0, 1]: sd of a mean of two
    // is 0.204, so
    // that of the oracle's mean over 200 evaluated contexts is at most 0.015; 0.06 is four of
    // these.
    SplittableRandom random = new SplittableRandom(8);
    StringBuilder csv = new StringBuilder("id,action,run,chars,quality,in,out\n");
    for (int context = 0; context < 400; context++) {
      for (String action : List.of("a", "b")) {
        for (int run = 0; run < 4; run++) {
          csv.append(
              "q" + context + "," + action + "," + run + ",1," + random.nextDouble() + ",90,10\n");
        }
      }
    }
    Launches.write(folder.resolve("runs.csv"), csv.toString());
    Path study = Launches.write(folder.resolve("runs.yaml"), """
        version: 1
        experiment: halves
        environment: {type: replay, follower: obedient}
        baseline: a
        data:
          fit: runs.csv
          columns: {id: id, action: action, replicate: run, quality: quality, input_tokens: in, output_tokens: out}
        """);
    Path run = folder.resolve("halves");
    Launch launch = Launches.run(study, run);
    assertEquals(0, launch.code(), launch.err());
    JsonNode results = Launches.results(run);
    double oracle = Launches.policy(results, "oracle").path("meanQuality").asDouble();
    double half =
        Launches.policy(results, "oracle-split-half").path("meanQuality").asDouble();
    assertTrue(Launches.policy(results, "oracle-split-half").path("optimistic").asBoolean());
    // The larger of two means of four, each of sd 0.144: 0.5 + 0.144/√π = 0.581.
    assertEquals(0.581, oracle, 0.06);
    assertEquals(0.5, half, 0.06);
    assertTrue(oracle > half + 0.02, oracle + " and " + half);
  }

  @Test
  void theResolvedStudyKeepsItsBaselines() throws IOException {
    Path study = Launches.study(folder, 0.5, 6);
    Path first = folder.resolve("first");
    assertEquals(
        0,
        Launches.run(study, first, "--set", "evaluation.baselines=[ucb1, cascade]")
            .code());
    Path resolved = Launches.write(
        folder.resolve("resolved.yaml"), Launches.read(first.resolve("config.resolved.yaml")));
    Path second = folder.resolve("second");
    assertEquals(0, Launches.run(resolved, second).code());
    assertArrayEquals(
        Files.readAllBytes(first.resolve("results.json")),
        Files.readAllBytes(second.resolve("results.json")));
  }
}
