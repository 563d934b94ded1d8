package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesCsvTest {
  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void everyPolicyIsReadBackWithAllItsDigits(String name) {
    ObjectNode results = Fixtures.results(name);
    List<List<String>> lines = read(PoliciesCsv.of(results));
    List<String> header = lines.get(0);
    assertEquals(results.path("policies").size() + 1, lines.size());
    for (JsonNode policy : results.path("policies")) {
      List<String> line = lines.stream()
          .filter(fields -> fields.get(0).equals(policy.path("name").asText()))
          .findFirst()
          .orElseThrow();
      assertEquals(header.size(), line.size());
      assertNumber(policy.path("meanCost"), line.get(header.indexOf("meanCost")));
      assertNumber(policy.path("meanMoney"), line.get(header.indexOf("meanMoney")));
      assertNumber(policy.path("saving").path("low"), line.get(header.indexOf("savingLow")));
      assertNumber(
          policy.path("qualityChange").path("high"), line.get(header.indexOf("qualityChangeHigh")));
      assertNumber(
          policy.path("nonInferiority").path("p"), line.get(header.indexOf("nonInferiorityP")));
      assertNumber(policy.path("welch").path("costP"), line.get(header.indexOf("welchCostP")));
      assertNumber(policy.path("costOfPass"), line.get(header.indexOf("costOfPass")));
    }
  }

  @Test
  void textIsQuotedAndGuardedButNumbersAreLeftAlone() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    Fixtures.policy(results, "learned").put("note", "a \"quoted\" word, a comma\r\nand a line");
    Fixtures.policy(results, "random").put("note", "=HYPERLINK(1)");
    Fixtures.policy(results, "shuffled").put("note", "@x").put("name", "-5+5");
    List<List<String>> lines = read(PoliciesCsv.of(results));
    int note = lines.get(0).indexOf("note");
    assertEquals(
        "a \"quoted\" word, a comma\r\nand a line", line(lines, "learned").get(note));
    assertEquals("'=HYPERLINK(1)", line(lines, "random").get(note));
    assertEquals("'@x", line(lines, "'-5+5").get(note));
    String change = line(lines, "repaired").get(lines.get(0).indexOf("qualityChange"));
    assertTrue(change.startsWith("-0.004"), change);
  }

  @Test
  void theBaselineComesFirstAndIsMarked() {
    List<List<String>> lines = read(PoliciesCsv.of(Fixtures.results(Fixtures.REPLAY)));
    assertEquals("fixed:detailed", lines.get(1).get(0));
    assertEquals(1, lines.stream().filter(line -> line.get(1).equals("true")).count());
  }

  private static void assertNumber(JsonNode expected, String field) {
    if (expected.isNull()) {
      assertEquals("", field);
    } else {
      assertEquals(expected.doubleValue(), Double.parseDouble(field));
    }
  }

  private static List<String> line(List<List<String>> lines, String name) {
    return lines.stream()
        .filter(fields -> fields.get(0).equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A plain reader of RFC 4180, written from its grammar. */
  private static List<List<String>> read(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    boolean isQuoted = false;
    for (int index = 0; index < csv.length(); index++) {
      char c = csv.charAt(index);
      if (isQuoted && c == '"' && index + 1 < csv.length() && csv.charAt(index + 1) == '"') {
        field.append('"');
        index++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (!isQuoted && (c == ',' || c == '\r')) {
        fields.add(field.toString());
        field.setLength(0);
      } else if (!isQuoted && c == '\n') {
        lines.add(List.copyOf(fields));
        fields.clear();
      } else {
        field.append(c);
      }
    }
    return lines;
  }
}
