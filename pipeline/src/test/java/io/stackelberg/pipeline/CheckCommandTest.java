package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckCommandTest {
  private static final String HOLDING =
      "{\"check\": \"C16\", \"input\": {\"mu\": [1, 1], \"coupling\": [[0, 4], [0.1, 0]]}}";
  private static final String OPEN =
      "{\"check\": \"C16\", \"input\": {\"mu\": [1, 1], \"coupling\": [[0, 4], [0.5, 0]]}}";
  private static final String AGENCY =
      "\"reference\": [0.5, 0.5], \"temperature\": 0.25, \"values\": [[1, 0]]";

  @TempDir
  Path folder;

  private Launch check(String content, String... more) {
    Path file = folder.resolve("checks.json");
    Launches.write(file, content);
    List<String> arguments = new ArrayList<>(List.of("check", file.toString()));
    arguments.addAll(List.of(more));
    return Launches.launch(arguments.toArray(String[]::new));
  }

  static List<Path> documented() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of(System.getProperty("governor.home"), "docs", "checks"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** Every documented check gives the verdict and the numbers that its file says. */
  @ParameterizedTest
  @MethodSource("documented")
  void documentedChecksAreAsExpected(Path file) {
    Launch launch = Launches.launch("check", file.toString(), "--verify-known", "--text");
    assertEquals(0, launch.code(), launch.out() + launch.err());
  }

  @Test
  void aResultIsOneObjectALine() throws JsonProcessingException {
    Launch launch = check("[" + HOLDING + ", {\"id\": \"k\", " + OPEN.substring(1) + "]");
    assertEquals(1, launch.code());
    assertEquals("2 checks: 1 HOLDS, 1 INCONCLUSIVE", launch.err().strip());
    String[] lines = launch.out().strip().split("\n");
    assertEquals(2, lines.length);
    JsonNode holds = new ObjectMapper().readTree(lines[0]);
    List<String> fields = new ArrayList<>();
    holds.fieldNames().forEachRemaining(fields::add);
    assertEquals(
        List.of("check", "name", "verdict", "rigour", "margin", "detail", "quantities"), fields);
    assertEquals("sgn", holds.path("name").asText());
    assertEquals("EXACT", holds.path("rigour").asText());
    assertEquals(0.3675444680, holds.path("margin").doubleValue(), 1e-9);
    assertEquals(2, holds.path("quantities").path("band").size());
    JsonNode open = new ObjectMapper().readTree(lines[1]);
    assertEquals("k", open.path("id").asText());
    assertTrue(open.path("missing").isTextual());
    assertTrue(open.path("margin").isMissingNode());
  }

  @Test
  void oneObjectAndAListUnderChecksAreFilesToo() {
    assertEquals(0, check(HOLDING).code());
    assertEquals(0, check("{\"checks\": [" + HOLDING + "]}").code());
  }

  @Test
  void infiniteQuantitiesAreTexts() throws JsonProcessingException {
    Launch launch =
        check("{\"check\": \"C16\", \"input\": {\"mu\": [1, 1], \"coupling\": [[0, 0], [1, 0]]}}");
    JsonNode band = new ObjectMapper().readTree(launch.out()).path("quantities").path("band");
    assertEquals("Infinity", band.get(1).asText());
    assertEquals(0.25, band.get(0).doubleValue(), 1e-9);
  }

  @Test
  void whatIsExpectedIsComparedOnlyWhenAsked() {
    String expected =
        "{\"expect\": \"INCONCLUSIVE\", \"known\": {\"gain_radius\": 1.5}, " + OPEN.substring(1);
    assertFalse(check(expected).out().contains("differences"));
    Launch launch = check(expected, "--verify-known");
    assertEquals(1, launch.code());
    assertTrue(launch.out().contains("expected [1.5] within 1.0E-9"), launch.out());
    assertEquals(
        0, check(expected.replace("1.5", "1.41421356237"), "--verify-known").code());
    Launch text = check(
        HOLDING.replace("{\"check\"", "{\"expect\": \"VIOLATED\", \"check\""),
        "--verify-known",
        "--text");
    assertTrue(
        text.out().contains("NOT AS EXPECTED: verdict is HOLDS, expected VIOLATED"), text.out());
    assertTrue(check(
            HOLDING.replace("{\"check\"", "{\"known\": {\"speed\": 1}, \"check\""),
            "--verify-known")
        .out()
        .contains("speed is missing"));
  }

  @Test
  void oneCheckAloneAndTheList() {
    String both = "[" + HOLDING + ", {\"check\": \"C14\", \"input\": {" + AGENCY + "}}]";
    Launch launch = check(both, "--only", "C14");
    assertEquals(0, launch.code());
    assertEquals("1 check: 1 HOLDS", launch.err().strip());
    assertEquals(
        "--only is \"C15\", expected a check of checks.json.",
        check(both, "--only", "C15").err().strip());
    Launch list = Launches.launch("check", "--list");
    assertEquals(0, list.code());
    assertTrue(list.out().contains("C14  cage-ll"), list.out());
  }

  @Test
  void theSeedFixesDrawnCases() {
    String agency = "{\"check\": \"C14\", \"input\": {" + AGENCY + "}}";
    assertEquals(
        check(agency, "--seed", "7").out(), check(agency, "--seed", "7").out());
  }

  @Test
  void aMissingFileExitsWithThree() {
    Path file = folder.resolve("none.json");
    Launch launch = Launches.launch("check", file.toString());
    assertEquals(3, launch.code());
    assertEquals(
        "FILE is " + file + ", expected a check file (it does not exist).",
        launch.err().strip());
    assertEquals(2, Launches.launch("check").code());
  }

  /** The entry before the bad one is not printed. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      "check": "C99", "input": {}                                      | check is "C99", expected one of
      "check": "sgn", "input": {}                                      | Maybe you meant C16.
      "check": "C16"                                                   | input is missing, expected an object (check "C16", entry 2).
      "check": "C16", "expect": "FINE", "input": {}                    | expect is "FINE", expected HOLDS, VIOLATED or INCONCLUSIVE (check "C16", entry 2).
      "check": "C16", "known": {"x": "y"}, "input": {}                 | known.x is "y", expected a number (check "C16", entry 2).
      "check": "C16", "input": {"mu": [1]}                             | coupling is missing, expected an array of rows (check "C16", entry 2).
      "check": "C16", "input": {"mu": [1], "coupling": [[1]]}          | coupling[0][0] is 1.0, expected 0 (check "C16", entry 2).
      "check": "C16", "input": {"mu": [0], "coupling": [[0]]}          | strength[0] is 0.0, expected a finite number > 0 (check "C16", entry 2).
      "check": "C16", "input": {"mu": [1], "coupling": [[0]], "target": -1} | target is -1, expected a number >= 0 (check "C16", entry 2).
      "check": "C16", "input": {"mu": [1], "coupling": [[0]], "step": 1, "method": "magic"} | method is "magic", expected euler or runge-kutta (check "C16", entry 2).
      "check": "C16", "input": {"field": [[1, 2]]}                     | length of field[0] is 2, expected 1 (check "C16", entry 2).
      "check": "C14", "input": {"reference": [0.5, 0.6], "temperature": 1, "values": [[1, 0]]} | sum of reference is 1.1, expected
      "check": "C14", "input": {"reference": [0.5, 0.5], "temperature": 0, "values": [[1, 0]]} | temperature is 0.0, expected a finite number > 0 (check "C14", entry 2).
      "check": "C14", "input": {"reference": [0.5, 0.5], "temperature": 1, "values": [[1, 0]], "claim": "x"} | claim is "x", expected equilibrium or unique (check "C14", entry 2).
      "check": "C14", "input": {"reference": [0.5, 0.5], "temperature": 1, "values": [[1, 0]], "payments": [[1, -1]]} | payments is [[1,-1]], expected 1 rows of 2 numbers >= 0 (check "C14", entry 2).
      "check": "C14", "input": {"reference": [0.5, 0.5], "temperature": 1, "values": [[1, 0]], "seed": 0.5} | seed is 0.5, expected a whole number (check "C14", entry 2).
      "check": "C15", "input": {"reference": [0.5, 0.5], "temperature": 1, "values": [[1, 0]]} | variant is missing, expected IR or REG (check "C15", entry 2).
      "check": "C15", "input": {"variant": "IR", "reference": [0.5, 0.5], "temperature": 1, "values": [[1, 0]], "policy": [0.5, 0.4]} | policy is [0.5,0.4], expected probabilities that sum to 1 (check "C15", entry 2).
      """)
  void theBadEntryAndItsFieldAreNamed(String bad, String message) {
    Launch launch = check("[" + HOLDING + ", {" + bad + "}]");
    assertEquals(2, launch.code(), launch.err());
    assertTrue(launch.err().contains(message), launch.err());
    assertEquals("", launch.out());
  }
}
