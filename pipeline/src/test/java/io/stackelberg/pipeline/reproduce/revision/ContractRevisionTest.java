package io.stackelberg.pipeline.reproduce.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.reproduce.Reproduction.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractRevisionTest {
  private static final Path HOME = Path.of(System.getProperty("governor.home", ".."));

  private static Setting setting(Path folder) {
    return new Setting(new SeedSplitter(5), List.of(folder), 1, true, line -> {});
  }

  private static JsonNode run(RevisionExecutor executor) {
    Path file = HOME.resolve("../shared/data/contract-clauses/contract-clauses.csv");
    assumeTrue(Files.isRegularFile(file), () -> "skipped: " + file + " is absent");
    return new ContractRevision(executor).run(setting(HOME)).tree();
  }

  @Tag("slow")
  @Test
  void theAblationTableFollowsFromTheRunsOwnPairs() {
    JsonNode tree = run(RevisionExecutor.rules());
    JsonNode pairs = tree.at("/details/pairs");
    double tolerated = tree.at("/details/tolerated_risk").asDouble();
    assertEquals(202, pairs.size());
    JsonNode rows = tree.at("/tables/0/rows");
    assertEquals(8, rows.size());
    for (JsonNode row : rows) {
      String run = row.get(0).asText();
      double above = 0;
      double resolved = 0;
      double risky = 0;
      double riskyResolved = 0;
      double tokens = 0;
      double judged = 0;
      double worth = 0;
      Map<Integer, List<Double>> byDocument = new HashMap<>();
      for (JsonNode pair : pairs) {
        JsonNode one = pair.get("runs").get(run);
        tokens += one.get("tokens").asDouble();
        judged += one.get("judge_after").asDouble();
        worth += one.get("worth_judge").asDouble();
        if (pair.get("judge_before").asDouble() > tolerated) {
          double within = one.get("within_tolerated").asDouble();
          above++;
          resolved += within;
          byDocument
              .computeIfAbsent(pair.get("document").asInt(), absent -> new ArrayList<>())
              .add(within);
          if (pair.get("labelled_risky").asBoolean()) {
            risky++;
            riskyResolved += within;
          }
        }
      }
      double rate = resolved / above;
      assertEquals(rate, row.get(1).asDouble(), 1e-12, run);
      assertEquals(riskyResolved / risky, row.get(4).asDouble(), 1e-12, run);
      assertEquals(tokens / pairs.size(), row.get(5).asDouble(), 1e-9, run);
      if (resolved > 0) {
        assertEquals(tokens / resolved, row.get(6).asDouble(), 1e-6, run);
      } else {
        assertTrue(row.get(6).isNull(), run);
      }
      assertEquals(judged / pairs.size(), row.get(9).asDouble(), 1e-12, run);
      assertEquals(worth / pairs.size(), row.get(13).asDouble(), 1e-12, run);
      // Clustered error by its definition; with 70 to 120 documents Student's quantile lies in
      // [1.97, 2].
      double squares = 0;
      for (List<Double> values : byDocument.values()) {
        double deviation = values.stream().mapToDouble(value -> value - rate).sum();
        squares += deviation * deviation;
      }
      double documents = byDocument.size();
      double error = Math.sqrt(documents / (documents - 1) * squares) / above;
      double radius = rate - row.get(2).asDouble();
      assertTrue(
          radius >= 1.97 * error - 1e-9 && radius <= 2 * error + 1e-9,
          run + ": " + radius + " against error " + error + " of " + documents);
    }
  }

  @Tag("slow")
  @Test
  void everyOutputSaysWhatItIsEvidenceOf() {
    JsonNode tree = run(RevisionExecutor.rules());

    assertTrue(tree.get("evidence")
        .asText()
        .startsWith("Rule-based executor: drafts, their costs, their chance of taking effect"));
    assertTrue(tree.get("evidence").asText().contains("No language model was called"));
    assertTrue(tree.at("/statements/1/text").asText().startsWith("Guidance dominance"));
    assertEquals("HOLDS", tree.at("/statements/1/standing").asText());
    assertEquals("HOLDS", tree.at("/statements/2/standing").asText());
  }

  @Tag("slow")
  @Test
  void aChatExecutorIsNamedAndItsUnknownCostsStayUnknown() {
    RevisionExecutor chat = RevisionExecutor.chat(
        (request, callId) -> new ChatReply(
            request.messages().get(0).text().contains("verify") ? "RISK: 0.6" : "Shorter.",
            List.of(),
            Optional.of("stop"),
            Usage.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            1,
            true),
        "scripted-model",
        6);
    JsonNode tree = run(chat);

    assertTrue(tree.get("evidence").asText().contains("chat model scripted-model"));
    assertEquals(12, tree.at("/details/pairs").size());
    assertTrue(tree.at("/details/pairs/0/runs/guided/tokens").isNull());
    assertTrue(tree.at("/tables/0/rows/7/5").isNull(), "tokens per pair");
  }

  @Test
  void halvesShareNoDocument() {
    RiskQuestion question = RiskQuestion.all().get("audit_rights");
    List<Clause> clauses = new ArrayList<>();
    for (int index = 0; index < 30; index++) {
      clauses.add(new Clause("c" + index, "d" + index % 11, question, true, "text"));
    }
    Map<String, Integer> halves =
        RevisionTrial.halves(clauses, new SeedSplitter(1).generator("halves"));

    assertEquals(11, halves.size());
    assertEquals(5, halves.values().stream().mapToInt(half -> half).sum());
  }

  @Test
  void theQuestionsAreThoseOfTheStudy() {
    Map<String, RiskQuestion> questions = RiskQuestion.all();
    Set<String> categories = new HashSet<>();
    questions.values().forEach(question -> categories.add(question.category()));

    assertEquals(52, questions.size());
    assertEquals(9, categories.size());
    // The sentence that gives a protection is recognised by the cues of its question.
    questions.values().stream()
        .filter(question -> question.reading() == RiskQuestion.Reading.PROTECTION)
        .forEach(question -> assertTrue(
            new RuleVerifier().verify(question, question.protection()).risk() < 0.5,
            question.name()));
  }

  @Test
  void absentDataAreSaidSo(@TempDir Path folder) {
    InputException absent = assertThrows(
        InputException.class,
        () -> new ContractRevision(RevisionExecutor.rules()).run(setting(folder)));

    assertTrue(absent.isDataAbsent());
    assertTrue(
        absent.getMessage().startsWith("contract-clauses/contract-clauses.csv is absent"),
        absent.getMessage());
  }
}
