package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Every number of a report is a number of the results, rounded. */
class ReportNumbersTest {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void everyNumberInATableComesFromTheResults(String name) {
    ObjectNode results = Fixtures.results(name);
    List<BigDecimal> recorded = numbers(results);
    Document page = Fixtures.parse(ReportPage.html(results, Figures.of(results)));
    int seen = 0;
    for (Element cell : Fixtures.elements(page, "td")) {
      if (cell.getAttribute("class").equals("number")) {
        seen += checkAll(cell.getTextContent(), recorded);
      }
    }
    assertTrue(seen > 100, "only " + seen + " numbers were seen");
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void everyNumberAFigureSaysComesFromTheResults(String name) {
    ObjectNode results = Fixtures.results(name);
    List<BigDecimal> recorded = numbers(results);
    int seen = 0;
    for (Figure figure : Figures.of(results)) {
      Document drawn = Fixtures.parse(figure.file());
      for (Element title : Fixtures.elements(drawn, "title")) {
        String text = title.getTextContent();
        boolean hasNumbers = ((Element) title.getParentNode()).getTagName().equals("g");
        if (hasNumbers && text.contains(": ")) {
          seen += checkAll(text.substring(text.indexOf(": ") + 2), recorded);
        }
      }
    }
    assertTrue(seen > 50, "only " + seen + " numbers were seen");
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void everyScoreOfARouterComesFromTheResults(String name) {
    ObjectNode results = Fixtures.results(name);
    Document page = Fixtures.parse(ReportPage.html(results, Figures.of(results)));
    Element section = Fixtures.elements(page, "section").stream()
        .filter(one -> one.getAttribute("id").equals("routers"))
        .findFirst()
        .orElseThrow();
    int seen = 0;
    for (int index = 0; index < section.getElementsByTagName("dd").getLength(); index++) {
      seen += checkAll(
          section.getElementsByTagName("dd").item(index).getTextContent(),
          numbers(results.path("router")));
    }
    assertTrue(seen >= 2, "only " + seen + " numbers were seen");
  }

  @Test
  void everyNumberInARowOfTheTerminalTableComesFromThatPolicy() {
    ObjectNode results = Fixtures.results(Fixtures.SIMULATED);
    for (PolicyRow row : PolicyRow.headOf(PolicyRow.allOf(results))) {
      String line = new TerminalTable()
          .table(results)
          .lines()
          .filter(text -> text.startsWith(row.name() + " "))
          .findFirst()
          .orElseThrow();
      int seen = checkAll(line.substring(row.name().length()), numbers(row.json()));
      assertTrue(seen >= (row.isBaseline() ? 3 : 9), line);
    }
  }

  @Test
  void aRowOfThePageIsReadAsItWasRecorded() {
    // By hand from the fixture: the row named "repaired".
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    Document page = Fixtures.parse(ReportPage.html(results, Figures.of(results)));
    Element row = Fixtures.elements(page, "tr").stream()
        .filter(line -> line.getAttribute("class").equals("repaired"))
        .findFirst()
        .orElseThrow();
    List<String> cells = new ArrayList<>();
    for (int index = 0; index < row.getChildNodes().getLength(); index++) {
      cells.add(Fixtures.plain(row.getChildNodes().item(index).getTextContent()));
    }
    assertEquals(
        List.of(
            "repaired",
            "455.1",
            "n/a",
            "11.2 % [9.6, 12.8]",
            "<0.001",
            "0.755",
            "-0.005 [-0.038, 0.028]",
            "0.823",
            "✗ no (p 0.068)",
            "602.6 [583.9, 621.3]",
            "402",
            "402"),
        cells);
  }

  /** Checks that each number in the text is a recorded one, or a recorded one in percent, to the digits it shows. */
  private static int checkAll(String text, List<BigDecimal> recorded) {
    // Bounds of p-values are not recorded; what they bound is checked in NumberTextTest.
    String exact = Fixtures.plain(text).replace("<0.001", "").replace(">0.999", "");
    Matcher matcher = NUMBER.matcher(exact);
    int seen = 0;
    while (matcher.find()) {
      BigDecimal shown = new BigDecimal(matcher.group());
      BigDecimal half = BigDecimal.ONE.movePointLeft(shown.scale()).divide(BigDecimal.valueOf(2));
      boolean isRecorded = recorded.stream()
          .anyMatch(number ->
              isNear(shown, number, half) || isNear(shown, number.movePointRight(2), half));
      assertTrue(isRecorded, matcher.group() + " in \"" + text + "\" is not in the results");
      seen++;
    }
    return seen;
  }

  private static boolean isNear(BigDecimal shown, BigDecimal recorded, BigDecimal half) {
    return shown.subtract(recorded).abs().compareTo(half) <= 0;
  }

  private static List<BigDecimal> numbers(JsonNode node) {
    List<BigDecimal> numbers = new ArrayList<>();
    if (node.isNumber()) {
      numbers.add(node.decimalValue());
    }
    node.forEach(child -> numbers.addAll(numbers(child)));
    return numbers;
  }
}
