package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class FindingsTest {
  private static Findings findings() {
    Findings findings = new Findings(
        "sums", "Sums & <tags>", "Does adding work?", "Computed; nothing is claimed of models.");
    findings.state("One and one make two.", Findings.Standing.HOLDS, "The sum is 2.");
    findings
        .table("sums", "Sums of a number with itself", "number", "sum", "note")
        .row("one, \"1\"", List.of(2.0), "even")
        .row("unknown", List.of(Double.NaN), "n/a");
    findings
        .curves("growth", "Growth", "It grows.", "number", "sum")
        .line("double", new double[] {0, 1, 2}, new double[] {0, 2, 4})
        .points("gap", new double[] {0, Double.NaN}, new double[] {1, 2});
    return findings;
  }

  @Test
  void theFilesHoldWhatTheTreeHolds(@TempDir Path folder) throws Exception {
    JsonNode tree = findings().tree();

    FindingsWriter.write(tree, folder);

    assertEquals(
        "number,sum,note\n\"one, \"\"1\"\"\",2,even\nunknown,,n/a\n",
        Files.readString(folder.resolve("tables/sums.csv")));
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("Sums &amp; &lt;tags&gt;"), page);
    assertTrue(page.contains("One and one make two."), page);
    wellFormed(page.substring("<!DOCTYPE html>\n".length()));
    wellFormed(Files.readString(folder.resolve("figures/growth.svg")));
  }

  @Test
  void unknownNumbersAreNullAndReadAsNotAvailable() {
    JsonNode tree = findings().tree();

    assertTrue(tree.path("tables").path(0).path("rows").path(1).path(1).isNull());
    assertTrue(FindingsWriter.text(tree).contains("n/a"), FindingsWriter.text(tree));
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    Findings.Table table = findings().table("t", "caption", "words", "a", "b");

    var refused = assertThrows(IllegalArgumentException.class, () -> table.row("x", 1));

    assertEquals("number of cells is 1, expected 2.", refused.getMessage());
  }

  @Test
  void anIdThatIsNoFileNameIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> findings().table("../up", "caption", "words"));
  }

  private static void wellFormed(String xml) throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
