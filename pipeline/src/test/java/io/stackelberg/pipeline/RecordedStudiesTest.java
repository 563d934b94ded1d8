package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.pipeline.Launches.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The studies in {@code examples/studies} on the recorded data beside the project, and what is known of
 * them. Skipped where that data is absent.
 */
@Tag("slow")
class RecordedStudiesTest {
  private static final Path HOME = Path.of(System.getProperty("governor.home"));
  private static final Path DATA = HOME.resolve("../shared/data").normalize();

  @TempDir
  Path folder;

  @BeforeEach
  void requireData() {
    assumeTrue(
        Files.isDirectory(DATA),
        () -> "the recorded data is not at " + DATA + "; these studies were not run");
  }

  private JsonNode run(String study, String... more) {
    Path run = folder.resolve("run");
    Launch launch = Launches.run(HOME.resolve("examples/studies/" + study + ".yaml"), run, more);
    assertEquals(0, launch.code(), launch.err());
    return Launches.results(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"attempts", "context", "hotpotqa", "routing", "verbosity"})
  void everyStudyRunsAndIsNotWorseThanTheMixtureAtEqualCost(String study) {
    JsonNode results = run(study);
    JsonNode mean = results.path("atEqualCostMean");
    assertTrue(
        mean.path("gain").asDouble(Double.NaN)
            >= -2 * mean.path("standardError").asDouble(Double.NaN),
        mean.toString());
    assertEquals(5, results.path("atEqualCost").size());
    for (JsonNode check : results.path("checks")) {
      assertEquals("HOLDS", check.path("result").asText(), check.toString());
    }
    assertTrue(
        results.path("claim").path("notShown").size() > 0, "a claim that leaves nothing open");
  }

  @Test
  void routingHasASignalThatIsWorthTwoAndAHalfPointsAtHalfTheWay() {
    JsonNode results = run("routing");
    assertEquals("SIGNAL", results.path("signal").path("verdict").asText());
    JsonNode half = results.path("atEqualCost").path(2);
    assertEquals(0.5, half.path("fraction").asDouble());
    assertTrue(half.path("gain").asDouble() >= 0.025, half.toString());
  }

  @Test
  void promptVerbosityOfTheSmallModelHasNoReliableSignal() {
    JsonNode results = run("verbosity", "--set", "data.where.model=alpaca-7b");
    assertEquals("NO_RELIABLE_SIGNAL", results.path("signal").path("verdict").asText());
  }

  @Test
  void conciseAnswersAreNotEstablishedAsNonInferiorAtOnePoint() {
    JsonNode concise = Launches.policy(run("verbosity"), "fixed:concise").path("nonInferiority");
    assertEquals(0.01, concise.path("margin").asDouble());
    assertFalse(concise.path("established").asBoolean(true));
  }

  @Test
  void theLearnedContextLengthIsTheShortest() {
    JsonNode actions = Launches.policy(run("context"), "learned").path("actions");
    String dominant = "";
    double most = 0;
    for (JsonNode action : actions) {
      if (action.path("share").asDouble() > most) {
        most = action.path("share").asDouble();
        dominant = action.path("action").asText();
      }
    }
    assertEquals("0k", dominant);
    assertTrue(most > 0.5, actions.toString());
  }

  @Test
  void idsOfAnEvaluationFileThatWereFittedOnAreLeftOutAndCounted() {
    // Of the ids of the study's model in file order, the first 300 are fitted on and those from 260
    // on are
    // evaluated on: 40 overlap.
    String[] lines = Launches.read(DATA.resolve("alpacaeval-verbosity/alpacaeval-verbosity.csv"))
        .split("\n");
    List<String> header = List.of(lines[0].split(","));
    int model = header.indexOf("model");
    Set<String> ids = new LinkedHashSet<>();
    StringBuilder fit = new StringBuilder(lines[0]).append('\n');
    StringBuilder evaluate = new StringBuilder(lines[0]).append('\n');
    for (int line = 1; line < lines.length; line++) {
      String[] cells = lines[line].split(",");
      assertEquals(header.size(), cells.length, "the file has quoted commas now: " + lines[line]);
      if (cells[model].equals("gpt-3.5-turbo-1106")) {
        ids.add(cells[0]);
        int position = List.copyOf(ids).indexOf(cells[0]);
        if (position < 300) {
          fit.append(lines[line]).append('\n');
        }
        if (position >= 260) {
          evaluate.append(lines[line]).append('\n');
        }
      }
    }
    JsonNode results = run(
        "verbosity",
        "--set",
        "data.fit=" + Launches.write(folder.resolve("fit.csv"), fit.toString()),
        "--set",
        "data.evaluate=" + Launches.write(folder.resolve("held-out.csv"), evaluate.toString()));
    JsonNode data = results.path("data");
    assertEquals(
        300,
        data.path("fit").path("contexts").asInt()
            + data.path("calibrate").path("contexts").asInt());
    assertEquals(ids.size() - 300, data.path("evaluate").path("contexts").asInt());
    assertEquals(1, data.path("excluded").size());
    assertEquals(
        "also in the fitting file", data.path("excluded").path(0).path("reason").asText());
    assertEquals(40, data.path("excluded").path(0).path("contexts").asInt());
    assertEquals(
        List.of("fit", "evaluate"),
        List.of(
            data.path("files").path(0).path("role").asText(),
            data.path("files").path(1).path("role").asText()));
    assertEquals(ids.size() - 300, Launches.policy(results, "learned").path("n").asInt());
  }
}
