package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.Rigour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;

/** The known answers and counterexamples of {@code docs/checks/statistics.json}. */
class StatisticsChecksTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Arguments> entries() throws IOException {
    Path file = Path.of(System.getProperty("governor.home"), "docs", "checks", "statistics.json");
    return StreamSupport.stream(MAPPER.readTree(file.toFile()).spliterator(), false)
        .map(entry ->
            Arguments.of(entry.path("check").asText() + " " + entry.path("id").asText(), entry));
  }

  private static CheckResult run(String check, JsonNode input) {
    return StatisticsChecks.runners()
        .get(check)
        .run(ObjectFields.of(input, "check \"" + check + "\", entry 1"));
  }

  @Test
  void everyCheckHasAnEntryAndEveryStatementThatCanFailFails() throws IOException {
    List<JsonNode> all =
        entries().map(arguments -> (JsonNode) arguments.get()[1]).toList();
    assertEquals(
        StatisticsChecks.runners().keySet(),
        all.stream()
            .map(e -> e.path("check").asText())
            .collect(Collectors.toCollection(TreeSet::new)));
    // C12 states a theorem: with constants enumerated from its own chains no input refutes it.
    assertEquals(
        new TreeSet<>(List.of("C09", "C11", "C13", "C17", "C18", "C19", "C20", "C21", "C22")),
        all.stream()
            .filter(e -> e.path("expect").asText().equals("VIOLATED"))
            .map(e -> e.path("check").asText())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void asymptoticStaysAsymptotic() throws IOException {
    for (JsonNode entry :
        entries().map(arguments -> (JsonNode) arguments.get()[1]).toList()) {
      CheckResult result = run(entry.path("check").asText(), entry.path("input"));
      assertEquals(
          entry.path("check").asText().equals("C22"), result.rigour() == Rigour.ASYMPTOTIC);
    }
    CheckResult certificate = run(
        "C19",
        read(
            "{'lower':[0.4,0.5],'upper':[0.6,0.7],'V_S':[0.5,0.6],'chosen':1,'rigour':'ASYMPTOTIC'}"));
    assertInstanceOf(CheckResult.Holds.class, certificate);
    assertEquals(Rigour.ASYMPTOTIC, certificate.rigour());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      C09|{'p':[0.5]}|y is missing, expected an array
      C09|{'p':[1.5],'y':[1]}|p[0] is 1.5, expected a number in [0.0, 1.0] (check "C09"
      C11|{'eps_opt':-1,'eps_value':0,'eps_cal':0,'L_V':0,'d_proj':0}|eps_opt is -1.0
      C11|{'V_R':[1],'V_S':[1],'chosen':0.5}|chosen is 0.5, expected a whole number >= 0
      C18|{'pi':[1],'q_hat':[1],'turns':[{'arm':0,'mu':[1],'r':2}]}|r is 2.0, expected a number in
      C19|{'mean':[0.5],'n':4,'V_S':[0.5,0.5],'chosen':0}|V_S is [0.5,0.5], expected 1 numbers
      C22|{'new':[1,2],'base':[1,2],'Delta':1,'claim':'x'}|claim is "x", expected one of
      """)
  void aWrongFieldIsNamed(String check, String input, String expected) {
    String message =
        assertThrows(InputException.class, () -> run(check, read(input))).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json.replace('\'', '"'));
    } catch (IOException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
