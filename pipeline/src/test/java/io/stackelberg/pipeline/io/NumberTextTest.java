package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.0004, <0.001",
    "0.001, 0.001",
    "0.0224, 0.022",
    "0.9994, >0.999",
    "0.999, 0.999",
    "null, n/a"
  })
  void pValues(String json, String expected) {
    assertEquals(expected, NumberText.pValue(node(json)));
  }

  @ParameterizedTest
  @CsvSource({"0.174, 17.4", "-0.0004, 0.0", "-0.00051, -0.1", "0, 0.0", "null, n/a"})
  void percentages(String json, String expected) {
    assertEquals(expected, NumberText.percent(node(json)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.03, 0.03",
    "100.0, 100",
    "41.7, 41.7",
    "0.00021349, 0.0002135",
    "123456, 123456",
    "20260622, 20260622",
    "0.0, 0",
    "1e-14, 1E-14",
    "null, n/a"
  })
  void significantDigits(String json, String expected) {
    assertEquals(expected, NumberText.significant(node(json)));
  }

  @ParameterizedTest
  @CsvSource({"1842.3, 0", "512.3, 1", "9.5, 3", "0.00441, 6", "0, 3"})
  void decimalsFollowTheLargestCost(double largest, int expected) {
    assertEquals(expected, NumberText.decimalsFor(largest));
  }

  @Test
  void whatIsNotAFiniteNumberIsUnknown() {
    assertEquals("n/a", NumberText.quality(DoubleNode.valueOf(Double.NaN)));
    assertEquals("n/a", NumberText.significant(DoubleNode.valueOf(Double.POSITIVE_INFINITY)));
    assertEquals("n/a", NumberText.quality(node("\"0.5\"")));
  }

  @Test
  void intervalsShowTheEndThatIsKnown() {
    assertEquals(
        "[-0.031, n/a]", NumberText.qualityEnds(node("{\"low\": -0.0312, \"high\": null}")));
    assertEquals("n/a", NumberText.qualityEnds(node("null")));
  }

  @Test
  void valuesOfAnyShapeAreReadable() {
    assertEquals(
        "a = 1, b = yes, none", NumberText.words(node("[{\"a\": 1.0}, {\"b\": true}, []]")));
    assertEquals("not known", NumberText.words(node("null")));
    assertEquals("NOT ESTABLISHED", NumberText.constant(node("\"NOT_ESTABLISHED\"")));
  }

  @Test
  void typesettingKeepsWordsAndMovesSigns() {
    assertEquals(
        "c-1 \u22120.5 [\u22121.0,\u00a02.0] 95\u00a0%\u00a0CI",
        HtmlTable.typeset("c-1 -0.5 [-1.0, 2.0] 95 % CI"));
  }

  private static JsonNode node(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException failure) {
      throw new AssertionError(failure);
    }
  }
}
