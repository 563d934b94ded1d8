package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.theory.CheckResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GameChecksTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static CheckResult run(String id, String input) {
    try {
      JsonNode node = JSON.readTree(input.replace('\'', '"'));
      return GameChecks.runners().get(id).run(ObjectFields.of(node, "check \"" + id + "\""));
    } catch (IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  static List<JsonNode> documented() throws IOException {
    Path file = Path.of(System.getProperty("governor.home", ".."), "docs", "checks", "games.json");
    List<JsonNode> entries = new ArrayList<>();
    JSON.readTree(file.toFile()).forEach(entries::add);
    return entries;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documented")
  void theDocumentedInputsHold(JsonNode entry) {
    String id = entry.path("check").asText();
    CheckResult result = run(id, entry.path("input").toString());
    assertInstanceOf(CheckResult.Holds.class, result, result.toString());
    assertTrue(result.check().startsWith(id + " "), result.check());
  }

  @Test
  void everyCheckIsDocumented() throws IOException {
    List<String> ids = documented().stream()
        .map(entry -> entry.path("check").asText())
        .distinct()
        .toList();
    assertEquals(List.copyOf(GameChecks.runners().keySet()), ids);
  }

  private static final String M1 = "'M_L': [[2, 4], [1, 3]], 'M_F': [[1, 0], [0, 1]]";
  private static final String M1_BAYES =
      "'M_L': [[2, 4], [1, 3]], 'M_F': [[[1, 0], [0, 1]], [[1, 0], [0, 3]]]";

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          C01 | mixed_value | 3.5 | {M1}
          C01 | pure_value | 3 | {M1}
          C01 | pure_nash_value | 2 | {M1}
          C01 | weak_attained | 0 | {M1}
          C02 | mixed_value | 3.55 | {BAYES, 'prior': [0.1, 0.9]}
          C02 | mixed_value | 3.5 | {BAYES, 'prior': [0.5, 0.5]}
          C03 | eps_opt | 0.0141421356 | {'L_V': 2, 'h': 0.01, 'd': 2}
          C04 | bound | 2.0395716645 | {'H': [[2, 0, 0], [0, 4, 0], [0, 0, 5]], 'g': [1, 1, 1], 'p': [2, 1, 3]}
          C05 | tv | 0.3799489623 | {'W': [[4], [0]], 'z': [-2, 0], 'T': 0.5, 'l': [0.4], 'l2': [0.6]}
          C06 | radius_L_F | 0.3 | {'U_F': [1, 0.4], 'L_F': 1}
          C06 | radius_L_gap | 0.6 | {'U_F': [1, 0.4], 'L_gap': 1}
          C07 | lipschitz | 1.4142135624 | {'layers': [[[1, -1], [-1, 1]], [[1, 1]]], 'biases': [[0, 0], [0]], 'box': [[0, 1], [0, 1]]}
          C10 | distance | 0.3605551275 | {'S': {'box': [[0, 1], [0, 1]]}, 'l': [1.3, -0.2]}
          C23 | greedy_regret | 0.125 | {'T': 2, 'price': 0.05, 'B': 10, 'actions': [{'quality': 0.6, 'tokens': [3], 'probabilities': [1]}, {'quality': 0.9, 'tokens': [6, 8], 'probabilities': [0.5, 0.5]}]}
          C24 | largest_change | 0 | {'q': [0, 1], 'U_L': [[-1, -2], [-1, -2]]}
          C25 | values | 3.55 | {BAYES, 'rho': [0.1, 0.9], 'commitments': [[0.75, 0.25]]}
          """)
  void knownAnswers(String id, String quantity, double expected, String input) {
    CheckResult result = run(id, input.replace("BAYES", M1_BAYES).replace("M1", M1));
    double value = result.quantities().stream()
        .filter(computed -> computed.name().equals(quantity))
        .findFirst()
        .orElseThrow()
        .values()
        .get(0);
    assertEquals(expected, value, 1e-9, result.toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          C01 | {M1, 'claimed_value': 3.5, 'claimed_commitment': [0.5, 0.5], 'ties': 'pessimistic'}
          C02 | {BAYES, 'prior': [0.1, 0.9], 'claimed_commitment': [0.75, 0.25], 'claimed_replies': [0, 0]}
          C03 | {'thresholds': [[0.5]], 'side': 'LE', 'box': [[0, 1]], 'constants': [-100, -60], 'slope': [-40]}
          C03 | {M1, 'claimed_weak_attained': true}
          C04 | {'H': [[0]], 'g': [1], 'p': [1], 'box': [[1, 1], [0, 2]]}
          C05 | {'W': [[4], [0]], 'z': [-2, 0], 'T': 0.001, 'l': [0.4], 'claimed_constant': 2}
          C05 | {'W': [[4], [0]], 'z': [-2, 0], 'T': 0, 'l': [0.4]}
          C06 | {'W': [[0], [1]], 'z': [1, 0], 'l': [0.4], 'L_F': 1, 'claimed_radius': 0.7}
          C07 | {'layers': [[[1, -1], [-1, 1]], [[1, 1]]], 'biases': [[0, 0], [0]], 'box': [[0, 1], [0, 1]], 'claimed_constant': 1}
          C08 | {'trees': [{'coordinate': 0, 'threshold': 0.3, 'left': {'value': [0]}, 'right': {'value': [1]}}], 'box': [[0, 1]], 'claimed_constant': 1000}
          C10 | {'S': {'points': [[0], [1]]}, 'l': [0.49], 'l2': [0.51], 'claimed_constant': 49}
          C10 | {'S': {'sphere': 1}, 'l': [0, 0]}
          C10 | {'S': {'box': [[0, 1]]}, 'l': [1.1], 'value_loss': 0.5, 'L_V': 1}
          C23 | {'T': 2, 'price': 0.05, 'B': 10, 'claimed_first': 1, 'actions': [{'quality': 0.6, 'tokens': [3], 'probabilities': [1]}, {'quality': 0.9, 'tokens': [6, 8], 'probabilities': [0.5, 0.5]}]}
          C24 | {'shortfall': 'announced', 'w_q': 2}
          C24 | {'q': [0, 1], 'U_L': [[-1, -2], [-1, -3]]}
          C25 | {BAYES, 'rho': [0.1, 0.9], 'commitments': [[0.6, 0.4]], 'claimed_type': 1}
          """)
  void counterexamplesAreDetected(String id, String input) {
    CheckResult result = run(id, input.replace("BAYES", M1_BAYES).replace("M1", M1));
    assertInstanceOf(CheckResult.Violated.class, result, result.toString());
  }

  private static void assertRefused(String id, String input, String message) {
    InputException refusal = assertThrows(InputException.class, () -> run(id, input));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @Test
  void whatIsMissingOrMalformedIsNamed() {
    assertRefused(
        "C01", "{'M_L': [[1]]}", "M_F is missing, expected an array of rows (check \"C01\").");
    assertRefused(
        "C02",
        "{" + M1_BAYES + ", 'prior': [0.5, 0.6]}",
        "sum of the prior is 1.1, expected a number in");
    assertRefused("C03", "{'thresholds': [[0.5]], 'side': 'GE'}", "side is \"GE\", expected");
    assertRefused("C10", "{'S': {}, 'l': [1]}", "S.box is missing");
    assertRefused("C08", "{'trees': [{'coordinate': 0}], 'box': [[0, 1]]}", "trees[0].threshold");
    assertRefused(
        "C07", "{'layers': [[[1]]], 'biases': [[0, 1]], 'box': [[0, 1]]}", "(check \"C07\")");
  }
}
