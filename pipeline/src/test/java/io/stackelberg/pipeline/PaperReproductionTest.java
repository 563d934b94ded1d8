package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.theory.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hipparchus.stat.inference.TTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number of the experiment's tables, computed again from the turns in its own files. */
@Tag("slow")
class PaperReproductionTest {
  private static final long SEED = 7;

  @TempDir
  static Path folder;

  private static JsonNode results;

  @BeforeAll
  static void run() {
    var launch = Launches.launch(
        "reproduce",
        "paper",
        "--brief",
        "--quiet",
        "--seed",
        "" + SEED,
        "--out",
        folder.resolve("paper").toString());
    assertEquals(0, launch.code(), launch.err());
    results = Launches.results(folder.resolve("paper"));
  }

  @Test
  void theProtocolWasDeclaredAndIsTheOneThatRan() {
    Path run = folder.resolve("paper");
    RunDirectory.verified(run);
    assertFalse(Files.exists(folder.resolve("paper.protocol.yaml")), "it moved into the run");
    String protocol = RunDirectory.read(run.resolve("protocol.yaml"));
    assertEquals(
        RunDirectory.hash(protocol),
        results.path("details").path("protocolSha256").asText());
    int study = protocol.indexOf("\nstudy:\n");
    StringBuilder yaml = new StringBuilder();
    protocol
        .substring(study + 8)
        .lines()
        .forEach(line -> yaml.append(line.isEmpty() ? line : line.substring(2)).append('\n'));
    StudyConfig config = StudyConfigReader.read(yaml.toString(), "protocol.yaml", List.of());
    assertEquals(SEED, config.seed());
    assertEquals(30, config.environment().sessions().evaluate());
    assertEquals("paper-like", config.environment().profile());
    JsonNode baseline =
        results.path("details").path("simulated").path("turns").path("fixed:" + config.baseline());
    assertEquals(300, baseline.path("cost").size());
  }

  @Test
  void simulatedRowsFollowFromTheirTurns() {
    assertTables("simulated");
  }

  @Test
  void recordedRowsFollowFromTheirTurns() {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        results.path("details").has("verbosity"), "skipped: no recorded data beside the project");
    assertTables("verbosity");
  }

  private static void assertTables(String id) {
    JsonNode kept = results.path("details").path(id);
    JsonNode turns = kept.path("turns");
    assertTrue(turns.has("repaired") && turns.has("learned") && turns.has("oracle"));
    List<String> names = new ArrayList<>();
    turns.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode own = turns.path(name);
      boolean isReference = name.equals(kept.path("baseline").asText());
      ProtocolRow row = row(own, kept, new SeedSplitter(SEED).task("protocol").task(id));
      double[] cost = numbers(own.path("cost"));
      double[] base = numbers(own.path("baselineCost"));
      double[] quality = numbers(own.path("quality"));
      JsonNode costs = cells(id + "-cost", name);
      JsonNode qualities = cells(id + "-quality", name);
      double saving = 1 - Arrays.stream(cost).sum() / Arrays.stream(base).sum();
      assertNumber(Arrays.stream(cost).average().orElseThrow(), costs.get(1));
      assertNumber(saving, costs.get(2));
      assertNumber(row.saving().low(), costs.get(3));
      assertNumber(row.saving().high(), costs.get(4));
      assertNumber(Arrays.stream(quality).average().orElseThrow(), qualities.get(1));
      assertNumber(
          Arrays.stream(quality).sum() / quality.length
              - Arrays.stream(numbers(own.path("baselineQuality"))).sum() / quality.length,
          qualities.get(2));
      assertNumber(Arrays.stream(cost).sum() / Arrays.stream(quality).sum(), costs.get(7));
      assertEquals(cost.length, costs.get(8).asInt());
      if (isReference) {
        assertTrue(costs.get(6).isNull() && qualities.get(5).isNull());
        continue;
      }
      double p = new TTest().tTest(base, cost);
      assertEquals(p, costs.get(6).asDouble(), 1e-9 + 1e-6 * p);
      p = new TTest().tTest(numbers(own.path("baselineQuality")), quality);
      assertEquals(p, qualities.get(9).asDouble(), 1e-9 + 1e-6 * p);
      assertNumber(row.nonInferiority().p(), qualities.get(5));
      assertNumber(row.permutationP(), qualities.get(6));
    }
  }

  @Test
  void theCertificateFollowsFromTheTurns() {
    JsonNode kept = results.path("details").path("simulated");
    JsonNode table = table("simulated-certificate").path("rows");
    List<Certificate> again = claims(kept.path("turns").path("repaired"), kept.path("costCap"));
    for (int claim = 0; claim < again.size(); claim++) {
      assertEquals(again.get(claim).claim().id(), table.get(claim).get(0).asText());
      assertNumber(again.get(claim).conclusion().lower(), table.get(claim).get(2));
      assertNumber(again.get(claim).conclusion().upper(), table.get(claim).get(3));
      assertEquals(again.get(claim).verdict().name(), table.get(claim).get(4).asText());
    }
  }

  @Test
  void spreadAndProfilesFollowFromTheirTurns() {
    JsonNode rows = table("spread").path("rows");
    int seed = 0;
    for (JsonNode kept : results.path("details").path("spread")) {
      JsonNode row = rows.get(seed++);
      double[] cost = numbers(kept.path("cost"));
      double[] base = numbers(kept.path("baselineCost"));
      ProtocolRow again = row(
          kept,
          results.path("details").path("simulated"),
          new SeedSplitter(kept.path("seed").asLong()).task("protocol"));
      assertNumber(1 - Arrays.stream(cost).sum() / Arrays.stream(base).sum(), row.get(1));
      assertNumber(again.saving().low(), row.get(2));
      assertNumber(again.saving().high(), row.get(3));
      assertNumber(again.change().mean(), row.get(4));
      assertNumber(again.nonInferiority().p(), row.get(5));
      assertNumber(again.turnCostP(), row.get(6));
      assertNumber(again.turnQualityP(), row.get(7));
      List<Certificate> claims = claims(kept, kept.path("costCap"));
      assertEquals(
          claims.get(0).verdict() + " / " + claims.get(1).verdict(), row.get(10).asText());
    }
    for (JsonNode row : table("profiles").path("rows")) {
      double mean = StreamSupport.stream(
              results.path("details").path("profiles").spliterator(), false)
          .filter(kept -> kept.path("profile").asText().equals(row.get(0).asText()))
          .mapToDouble(kept -> 1
              - Arrays.stream(numbers(kept.path("cost"))).sum()
                  / Arrays.stream(numbers(kept.path("baselineCost"))).sum())
          .average()
          .orElseThrow();
      assertNumber(mean, row.get(1));
    }
  }

  @Test
  void theHullFollowsFromItsCandidatesAndSessions() {
    JsonNode rows = table("hull").path("rows");
    JsonNode kept = results.path("details").path("hull");
    assertEquals(rows.size(), kept.size());
    for (int index = 0; index < rows.size(); index++) {
      JsonNode study = kept.get(index);
      assertEquals(rows.get(index).get(0), study.path("name"));
      double cost = sum(study, "policy", "cost") / sum(study, "policy", "turns");
      double quality = sum(study, "policy", "quality") / sum(study, "policy", "turns");
      // The upper hull at that cost, by every pair of candidates around it.
      double best = Double.NEGATIVE_INFINITY;
      for (JsonNode low : study.path("candidates")) {
        for (JsonNode high : study.path("candidates")) {
          double from = low.path("cost").asDouble();
          double to = high.path("cost").asDouble();
          if (from <= cost && cost < to) {
            double share = (cost - from) / (to - from);
            best = Math.max(
                best,
                (1 - share) * low.path("quality").asDouble()
                    + share * high.path("quality").asDouble());
          }
          if (from <= cost) {
            best = Math.max(best, low.path("quality").asDouble());
          }
        }
      }
      assertEquals(
          quality - best,
          rows.get(index).get(3).asDouble(),
          1e-9,
          study.path("name").asText());
      assertEquals(
          standardError(study, cost),
          rows.get(index).get(4).asDouble(),
          1e-9,
          study.path("name").asText());
    }
  }

  private static double sum(JsonNode study, String play, String field) {
    double sum = 0;
    for (JsonNode session : study.path(play).path(field)) {
      sum += session.asDouble();
    }
    return sum;
  }

  /** Of the session means of the policy's quality minus that of the hull at equal cost; sessions are of one length. */
  private static double standardError(JsonNode study, double cost) {
    double low = sum(study, "low", "cost") / sum(study, "low", "turns");
    double high = sum(study, "high", "cost") / sum(study, "high", "turns");
    double share = high > low ? (cost - low) / (high - low) : 0;
    double slope = high > low
        ? (sum(study, "high", "quality") - sum(study, "low", "quality"))
            / sum(study, "low", "turns")
            / (high - low)
        : 0;
    int sessions = study.path("policy").path("turns").size();
    double[] gaps = new double[sessions];
    double mean = 0;
    for (int session = 0; session < sessions; session++) {
      double turns = study.path("policy").path("turns").get(session).asDouble();
      double mixedQuality = (1 - share) * at(study, "low", "quality", session)
          + share * at(study, "high", "quality", session);
      double mixedCost = (1 - share) * at(study, "low", "cost", session)
          + share * at(study, "high", "cost", session);
      gaps[session] = (at(study, "policy", "quality", session)
              - mixedQuality
              - slope * (at(study, "policy", "cost", session) - mixedCost))
          / turns;
      mean += gaps[session] / sessions;
    }
    double variance = 0;
    for (double gap : gaps) {
      variance += (gap - mean) * (gap - mean) / (sessions - 1) / sessions;
    }
    return Math.sqrt(variance);
  }

  private static double at(JsonNode study, String play, String field, int session) {
    return study.path(play).path(field).get(session).asDouble();
  }

  @Test
  void thePublishedRowIsQuotedWithWhatItImplies() {
    JsonNode saving = table("published").path("rows").get(0);
    // 17.4/2.2904 = 7.597 points; 17.4 ± 1.96 · 7.597 (product of the normal quantiles of p = .022
    // and 95 %).
    assertEquals(7.597, saving.get(4).asDouble(), 1e-3);
    assertEquals(2.51, saving.get(2).asDouble(), 1e-2);
    assertEquals(32.29, saving.get(3).asDouble(), 1e-2);
    assertEquals(
        1,
        StreamSupport.stream(results.path("statements").spliterator(), false)
            .filter(statement -> statement.path("standing").asText().equals("QUOTED"))
            .filter(statement -> statement.path("basis").asText().contains("not reproduced"))
            .count());
  }

  private static ProtocolRow row(JsonNode own, JsonNode kept, SeedSplitter seeds) {
    return ProtocolRow.of(
        new ProtocolRow.Turns(
            sessions(own),
            numbers(own.path("cost")),
            numbers(own.path("quality")),
            numbers(own.path("baselineCost")),
            numbers(own.path("baselineQuality"))),
        kept.path("margin").asDouble(),
        kept.path("alpha").asDouble(),
        seeds);
  }

  /** The claims of a policy whose turns are known, at the study's margin. */
  private static List<Certificate> claims(JsonNode own, JsonNode cap) {
    int[] session = sessions(own);
    List<EvaluationCsv.Row> rows = new ArrayList<>();
    for (String policy : List.of(EvaluationCsv.BASELINE, SessionClaims.POLICY)) {
      for (int one = 0; one <= IntStream.of(session).max().orElseThrow(); one++) {
        double[] sums = new double[4];
        int turns = 0;
        for (int turn = 0; turn < session.length; turn++) {
          if (session[turn] == one) {
            turns++;
            sums[0] += own.path("cost").get(turn).asDouble();
            sums[1] += own.path("quality").get(turn).asDouble();
            sums[2] += own.path("baselineCost").get(turn).asDouble();
            sums[3] += own.path("baselineQuality").get(turn).asDouble();
          }
        }
        rows.add(new EvaluationCsv.Row(
            "evaluate",
            "s" + one,
            policy,
            turns,
            sums[0],
            OptionalDouble.of(sums[0]),
            sums[1],
            sums[2],
            sums[3]));
      }
    }
    return new SessionClaims(
            new SessionClaims.Declared(
                true,
                "tokens",
                OptionalDouble.of(cap.asDouble()),
                0,
                0.05,
                0.05,
                io.stackelberg.theory.PairedClaims.Options.DEFAULT),
            new Certificate.Scope("sessions", "repaired", "none", "test"),
            rows)
        .certificates();
  }

  private static int[] sessions(JsonNode own) {
    return StreamSupport.stream(own.path("session").spliterator(), false)
        .mapToInt(JsonNode::asInt)
        .toArray();
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static JsonNode table(String id) {
    return StreamSupport.stream(results.path("tables").spliterator(), false)
        .filter(table -> table.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode cells(String table, String name) {
    return StreamSupport.stream(table(table).path("rows").spliterator(), false)
        .filter(row -> row.get(0).asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertNumber(double expected, JsonNode found) {
    if (Double.isInfinite(expected)) {
      assertTrue(found.isNull(), "an unbounded end is not known");
    } else {
      assertEquals(expected, found.asDouble(), 1e-9 * Math.max(1, Math.abs(expected)));
    }
  }
}
