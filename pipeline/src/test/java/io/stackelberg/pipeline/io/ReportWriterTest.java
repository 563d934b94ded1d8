package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportWriterTest {
  private static final List<String> SHARED_FIGURES = List.of(
      "actions",
      "cost-calibration",
      "equal-cost",
      "kinds",
      "plane",
      "quality",
      "quality-calibration",
      "repair",
      "risk-coverage",
      "savings",
      "signal",
      "support");
  // Two actions have a router's curve; announcements a map, a free follower a model, an armed
  // budget a curve.
  private static final Map<String, List<String>> FIGURES = Map.of(
      Fixtures.REPLAY, figures("router"),
      Fixtures.SIMULATED, figures("budget-use", "policy-map", "response-calibration"));
  private static final String NAMESPACE = "xmlns=\"http://www.w3.org/2000/svg\"";

  @TempDir
  Path directory;

  private static List<String> figures(String... own) {
    return Stream.concat(SHARED_FIGURES.stream(), Stream.of(own)).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void everyFigureIsOnThePageAndInAFileOfItsOwn(String name) {
    Map<String, String> files = write(Fixtures.results(name));
    Document page = Fixtures.parse(files.get("report.html"));
    assertEquals(FIGURES.get(name).size(), Fixtures.elements(page, "svg").size());
    for (String figure : FIGURES.get(name)) {
      Document file = Fixtures.parse(files.get("figures/" + figure + ".svg"));
      assertEquals("svg", file.getDocumentElement().getTagName());
      assertEquals(1, Fixtures.elements(file, "style").size());
    }
    assertEquals(FIGURES.get(name).size() + 2, files.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void everyFigureHasANameAndADescriptionThatExistOnce(String name) {
    Document page = Fixtures.parse(write(Fixtures.results(name)).get("report.html"));
    Set<String> ids = new HashSet<>();
    for (Element element : Fixtures.elements(page, "*")) {
      if (element.hasAttribute("id")) {
        assertTrue(
            ids.add(element.getAttribute("id")), element.getAttribute("id") + " is there twice");
      }
    }
    for (Element svg : Fixtures.elements(page, "svg")) {
      assertEquals("img", svg.getAttribute("role"));
      for (String id : svg.getAttribute("aria-labelledby").split(" ")) {
        assertTrue(ids.contains(id), id);
      }
    }
    for (Element link : Fixtures.elements(page, "a")) {
      assertTrue(ids.contains(link.getAttribute("href").substring(1)), link.getAttribute("href"));
    }
    for (Element heading : Fixtures.elements(page, "th")) {
      assertTrue(heading.hasAttribute("scope"), heading.getTextContent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.REPLAY, Fixtures.SIMULATED})
  void thePageNeedsNoNetworkAndNoScript(String name) {
    Map<String, String> files = write(Fixtures.results(name));
    files.forEach((file, text) -> {
      String rest = text.replace(NAMESPACE, "");
      for (String trace :
          List.of("http", "<script", "@import", "url(", "src=", "<link", "javascript:")) {
        assertFalse(rest.contains(trace), file + " holds " + trace);
      }
    });
  }

  @Test
  void theFirstScreenSaysClaimVerdictNumbersAndWhatIsNotShown() {
    Document page = Fixtures.parse(write(Fixtures.results(Fixtures.REPLAY)).get("report.html"));
    Element first = Fixtures.elements(page, "section").get(0);
    String text = Fixtures.plain(first.getTextContent());
    int position = 0;
    for (String expected : List.of(
        "The repaired policy costs less than always taking detailed",
        "NOT ESTABLISHED",
        "11.2 %",
        "95 % CI [9.6, 12.8]",
        "-0.005",
        "one-sided p 0.068",
        "455.1",
        "no reliable signal",
        "What is not shown",
        "Anything about other models")) {
      int found = text.indexOf(expected, position);
      assertTrue(found >= 0, expected + " is not where it should be in " + text);
      position = found;
    }
  }

  @Test
  void sameResultsGiveTheSameBytesInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Map<String, String> first = write(Fixtures.results(Fixtures.SIMULATED));
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(first, write(Fixtures.results(Fixtures.SIMULATED)));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesAreEscapedEverywhere() {
    String hostile = "<script>alert(\"x\")</script> & 'y' ]]>";
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    results.put("study", hostile).put("baseline", hostile);
    Fixtures.policy(results, "fixed:detailed").put("name", "fixed:" + hostile);
    ((ObjectNode) Fixtures.policy(results, "repaired").path("actions").get(0))
        .put("action", hostile);
    ((ObjectNode) results.path("repair").path("commitments").get(1)).put("commitment", hostile);
    ((ObjectNode) results.path("kinds").path("rows").get(0)).put("value", hostile);
    ((ObjectNode) results.path("certificate").path("claims").get(0)).put("claim", hostile);
    ((ObjectNode) results.path("support").path("commitments").get(0)).put("commitment", hostile);
    ((ObjectNode) results.path("checks").get(0)).put("detail", hostile + "\u0000\u001b[31m");
    Map<String, String> files = write(results);
    Document page = Fixtures.parse(files.get("report.html"));
    assertEquals(hostile, Fixtures.elements(page, "h1").get(0).getTextContent());
    assertEquals(0, Fixtures.elements(page, "script").size());
    assertTrue(page.getDocumentElement().getTextContent().contains(hostile + "\ufffd\ufffd[31m"));
    FIGURES
        .get(Fixtures.REPLAY)
        .forEach(figure -> Fixtures.parse(files.get("figures/" + figure + ".svg")));
  }

  @Test
  void anUnknownNumberIsNeverShownAsZero() {
    JsonNode results = Fixtures.withoutNumbers(Fixtures.results(Fixtures.SIMULATED));
    Map<String, String> files = write(results);
    Document page = Fixtures.parse(files.get("report.html"));
    assertEquals(0, Fixtures.elements(page, "svg").size());
    for (Element cell : Fixtures.elements(page, "td")) {
      if (cell.getAttribute("class").equals("number")) {
        String text = cell.getTextContent().strip();
        assertTrue(
            Set.of("n/a", "n/a n/a", "–", "reference", "✓ yes", "✗ no").contains(text),
            "a cell without a number says " + text);
      }
    }
    for (Element value : Fixtures.elements(page, "dd")) {
      assertFalse(
          value.getTextContent().matches(".*(?<![\\w.=])0(\\.0+)?(?![\\w.]).*"),
          value.getTextContent());
    }
  }

  @Test
  void aSingleUnknownNumberLeavesTheRestAlone() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    Fixtures.policy(results, "repaired").putNull("saving").putNull("meanQuality");
    Map<String, String> files = write(results);
    Document page = Fixtures.parse(files.get("report.html"));
    String tile = Fixtures.elements(page, "dl").get(0).getTextContent();
    assertTrue(tile.contains("n/a"), tile);
    assertTrue(files.get("figures/savings.svg").contains("not known"));
    assertEquals(
        FIGURES.get(Fixtures.REPLAY).size(), Fixtures.elements(page, "svg").size());
  }

  @Test
  void resultsThatHoldNothingButTheirSchemaStillMakeAPage() {
    Map<String, String> files =
        write(new ObjectMapper().createObjectNode().put("schema", "results/1"));
    assertEquals(Set.of("report.html", "policies.csv"), files.keySet());
    assertTrue(Fixtures.parse(files.get("report.html"))
        .getDocumentElement()
        .getTextContent()
        .contains("not known"));
  }

  @Test
  void otherMethodsHaveATableOfTheirOwnAndAMarkWithoutAName() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    for (int method = 0; method < 25; method++) {
      ObjectNode rival = Fixtures.policy(results, "random").deepCopy();
      rival.put("name", "baseline:method-" + method).put("note", "invented");
      ((com.fasterxml.jackson.databind.node.ArrayNode) results.path("policies")).add(rival);
    }
    Map<String, String> files = write(results);
    Document page = Fixtures.parse(files.get("report.html"));
    Element table = Fixtures.elements(page, "table").stream()
        .filter(one -> one.getTextContent().startsWith("Other methods"))
        .findFirst()
        .orElseThrow();
    // Two rows of headings.
    assertEquals(25 + 2, table.getElementsByTagName("tr").getLength());
    assertEquals("details", ((Element) table.getParentNode().getParentNode()).getTagName());
    assertFalse(files.get("figures/savings.svg").contains("method-1"));
    assertTrue(files.get("figures/plane.svg").contains("other method"));
  }

  @Test
  void everyAssumptionOfTheCertificateHasItsMark() {
    ObjectNode results = Fixtures.results(Fixtures.SIMULATED);
    Document page = Fixtures.parse(write(results).get("report.html"));
    List<String> marks = Fixtures.elements(page, "table").stream()
        .filter(table -> table.getTextContent().startsWith("Assumptions: "))
        .flatMap(table -> Stream.iterate(0, index -> index + 1)
            .limit(table.getElementsByTagName("tr").getLength())
            .skip(1)
            .map(index -> (Element) table.getElementsByTagName("tr").item(index)))
        .map(row -> row.getElementsByTagName("td").item(0).getTextContent())
        .toList();
    assertEquals(
        List.of(
            "○ assumed",
            "✓ checked",
            "≈ estimated",
            "≈ estimated, asymptotic",
            "? unknown",
            "✓ checked",
            "✗ violated: an invented witness"),
        marks);
  }

  @Test
  void anotherSchemaIsRefused() {
    ObjectNode results = Fixtures.results(Fixtures.REPLAY).put("schema", "results/2");
    var failure = assertThrows(
        IllegalArgumentException.class, () -> new ReportWriter().write(results, directory));
    assertEquals("schema is results/2, expected results/1 (results.json).", failure.getMessage());
  }

  @Test
  void aMissingDirectoryIsRefused() {
    Path missing = directory.resolve("missing");
    ObjectNode results = Fixtures.results(Fixtures.REPLAY);
    var failure = assertThrows(
        IllegalArgumentException.class, () -> new ReportWriter().write(results, missing));
    assertEquals(
        "directory is " + missing + ", expected an existing directory.", failure.getMessage());
  }

  private Map<String, String> write(JsonNode results) {
    try {
      Path target = Files.createTempDirectory(directory, "report");
      new ReportWriter().write(results, target);
      try (Stream<Path> paths = Files.walk(target)) {
        return paths
            .filter(Files::isRegularFile)
            .collect(Collectors.toMap(
                path -> target.relativize(path).toString().replace('\\', '/'),
                ReportWriterTest::read,
                (one, other) -> one,
                TreeMap::new));
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
