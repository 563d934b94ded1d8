package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.Launches.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolveCommandTest {
  private static final String TEXTBOOK =
      "\"leaderPayoff\": [[2, 4], [1, 3]], \"followerPayoff\": [[1, 0], [0, 1]]";

  @TempDir
  Path folder;

  private Launch solve(String problems, String... more) {
    Path file = folder.resolve("problems.json");
    Launches.write(file, "{\"problems\": [" + problems + "]}");
    List<String> arguments = new ArrayList<>(List.of("solve", file.toString()));
    arguments.addAll(List.of(more));
    return Launches.launch(arguments.toArray(String[]::new));
  }

  @Test
  void oneLinePerProblemAndACountAtTheEnd() throws JsonProcessingException {
    Launch launch = solve(
        "{\"id\": \"a\", " + TEXTBOOK + "}, {\"id\": \"b\", \"precision\": 10, " + TEXTBOOK + "}",
        "--json");
    assertEquals("2 problems: 2 PROVEN_OPTIMAL", launch.err().strip());
    assertEquals(0, launch.code());
    String[] lines = launch.out().strip().split("\n");
    assertEquals(2, lines.length);
    JsonNode matrix = new ObjectMapper().readTree(lines[0]);
    List<String> fields = new ArrayList<>();
    matrix.fieldNames().forEachRemaining(fields::add);
    assertEquals(
        List.of(
            "id",
            "family",
            "stopReason",
            "value",
            "weakValue",
            "bound",
            "gap",
            "point",
            "verified",
            "seconds"),
        fields);
    assertEquals(3.5, matrix.path("value").doubleValue(), 1e-9);
    assertEquals(3.5, matrix.path("weakValue").doubleValue(), 1e-9);
    JsonNode point = matrix.path("point");
    assertEquals("NOT_ATTAINED", point.path("weak").path("attainment").asText());
    assertEquals(3, point.path("pure").path("strong").path("value").doubleValue(), 1e-12);
    assertEquals(1, point.path("pure").path("weak").path("row").intValue());
    JsonNode logit = new ObjectMapper().readTree(lines[1]);
    assertTrue(logit.path("weakValue").isNull());
    JsonNode limit = logit.path("point").path("limit");
    assertEquals("LIMIT_KNOWN", limit.path("verdict").asText());
    assertEquals(3.5, limit.path("weak").doubleValue(), 1e-9);
    assertEquals(3.5, limit.path("strong").doubleValue(), 1e-9);
  }

  @Test
  void aLimitThatWasMetExitsWithOne() {
    Launch launch = solve("{\"id\": \"a\", " + TEXTBOOK + "}", "--max-seconds", "1e-9");
    assertEquals("1 problem: 1 TIME_LIMIT", launch.err().strip());
    assertEquals(1, launch.code());
  }

  @Test
  void aMissingFileExitsWithThree() {
    Path file = folder.resolve("none.json");
    Launch launch = Launches.launch("solve", file.toString());
    assertEquals(3, launch.code());
    assertEquals(
        "FILE is " + file + ", expected a problem file (it does not exist).",
        launch.err().strip());
  }

  /** The problem before the bad one is answered all the same. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "leaderPayoff": [[1, 2]], "followerPayoff": [[1, "NaN"]] | followerPayoff[0][1] is "NaN", expected a number (problem "k").
      "leaderPayoff": [[1, 2]], "followerPayoff": [[1, 1e999]] | followerPayoff[0][1] is "Infinity", expected a number (problem "k").
      "leaderPayoff": [[1, 2], [3]], "followerPayoff": [[1]]   | leaderPayoff[1] is [3], expected 2 numbers as in row 0 (problem "k").
      "leaderPayoff": [], "followerPayoff": []                 | number of rows is 0, expected a whole number >= 1 (problem "k").
      "leaderPayoff": [[1, 2]], "followerPayoff": [[1]]        | length of follower[0] is 1, expected 2 (problem "k").
      "leaderPayoff": 5, "followerPayoff": [[1]]               | leaderPayoff is 5, expected an array of rows (problem "k").
      "precision": 1, "leaderPayoff": [[1]]                    | followerPayoff is missing, expected an array of rows (problem "k").
      "precision": "fast", "leaderPayoff": [[1]]               | precision is "fast", expected a number (problem "k").
      "types": [{"probability": 1, "leaderPayoff": [[1]], "followerPayoff": [[1]]}, {"followerPayoff": [[1]]}] | types[1].leaderPayoff is missing, expected an array of rows (problem "k").
      "types": [{"probability": 0.5, "leaderPayoff": [[1]], "followerPayoff": [[1]]}] | sum of prior is 0.5, expected a number in [0.999999999, 1.000000001] (problem "k").
      "resources": null, "attackerCovered": [1]                | resources is null, expected a number (problem "k").
      "resources": 1, "attackerCovered": [1], "attackerUncovered": [2], "defenderCovered": [true], "defenderUncovered": [0] | defenderCovered[0] is true, expected a number (problem "k").
      "resources": 1, "attackerCovered": [1], "attackerUncovered": [2, 3], "defenderCovered": [1], "defenderUncovered": [0] | length of attackerUncovered is 2, expected 1 (problem "k").
      "color": 1                                               | problem "k" is of no known family, expected one of [bilevel-lp-qp, bilevel-polynomial, multi-leader, stackelberg-bayesian, stackelberg-logit, stackelberg-matrix, stackelberg-security].
      """)
  void theBadProblemAndItsFieldAreNamed(String bad, String message) {
    Launch launch =
        solve("{\"id\": \"first\", " + TEXTBOOK + "}, {\"id\": \"k\", " + bad + "}", "--json");
    assertEquals(message, launch.err().strip());
    assertEquals(2, launch.code());
    assertEquals(1, launch.out().strip().split("\n").length);
    assertTrue(launch.out().startsWith("{\"id\":\"first\""), launch.out());
  }

  @Test
  void unknownSolversAndIdsAreRefused() {
    assertEquals(
        "--solver is \"magic\", expected one of [multiple-lp] for stackelberg-matrix (a).",
        solve("{\"id\": \"a\", " + TEXTBOOK + "}", "--solver", "magic").err().strip());
    assertEquals(
        "--id is \"z\", expected the id of a problem in problems.json.",
        solve("{\"id\": \"a\", " + TEXTBOOK + "}", "--id", "z").err().strip());
  }
}
