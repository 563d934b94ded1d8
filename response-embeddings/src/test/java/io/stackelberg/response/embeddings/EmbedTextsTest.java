package io.stackelberg.response.embeddings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EmbedTextsTest {
  private static final String DATA = """
      id,note,quality
      a,"one, \"\"quoted\"\"\",0.5
      a,,0.25
      b,"two
      lines",1
      """;
  private static final String TEXTS = """
      {"id": "a", "prompt": "How did US states get their names?"}
      {"id": "b", "prompt": "Sort a list in Python."}
      {"id": "unused", "prompt": "x"}
      """;

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(folder.resolve("data.csv"), DATA);
    Files.writeString(folder.resolve("texts.jsonl"), TEXTS);
  }

  @Test
  @Tag("slow")
  void appendsTheSameNumbersToRowsOfOneId() throws IOException {
    assertEquals(0, run("--dimensions", "3"), err::toString);
    CsvTable made = CsvTable.read(folder.resolve("out.csv"));
    CsvTable given = CsvTable.read(folder.resolve("data.csv"));
    assertEquals(
        List.of("id", "note", "quality", "e0", "e1", "e2"),
        List.copyOf(made.columns().keySet()));
    for (int row = 0; row < 3; row++) {
      assertArrayEquals(
          given.rows().get(row).cells(),
          List.of(made.rows().get(row).cells()).subList(0, 3).toArray());
    }
    assertEquals(numbers(made, 0), numbers(made, 1));
    assertNotEquals(numbers(made, 0), numbers(made, 2));
    assertTrue(out.toString().startsWith("numeric: [e0, e1, e2]"), out::toString);
    assertEquals("embedded 2 of 2 texts", err.toString().strip());
  }

  @Test
  @Tag("slow")
  void writesTheSameBytesAgainAndOthersForAnotherSeed() throws IOException {
    assertEquals(0, run("--dimensions", "3"), err::toString);
    String first = Files.readString(folder.resolve("out.csv"));
    assertEquals(0, run("--dimensions", "3"), err::toString);
    assertEquals(first, Files.readString(folder.resolve("out.csv")));
    assertEquals(0, run("--dimensions", "3", "--seed", "1"), err::toString);
    assertNotEquals(first, Files.readString(folder.resolve("out.csv")));
  }

  @Test
  @Tag("slow")
  void writesTheModelsNumbersWhereNothingIsReduced() throws IOException {
    assertEquals(0, run("--quiet"), err::toString);
    assertEquals("", err.toString());
    CsvTable made = CsvTable.read(folder.resolve("out.csv"));
    double[] expected = new SentenceEmbedding().embed("Sort a list in Python.");
    for (int index = 0; index < SentenceEmbedding.SIZE; index++) {
      // Written as floats, which is what the model computes: nothing is lost.
      assertEquals(
          expected[index], Float.parseFloat(made.cell(made.rows().get(2), "e" + index)), 0);
    }
  }

  @Test
  void countsTheIdsWithoutAText() throws IOException {
    Files.writeString(folder.resolve("texts.jsonl"), "{\"id\": \"a\", \"prompt\": \" \"}\n");
    refused(
        2,
        "texts of [a, b] are missing or blank, expected one for each of 2 ids of data.csv, 2 have none"
            + " (texts.jsonl).");
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    refused(2, "--dimensions is 0, expected a whole number in [1, 384].", "--dimensions", "0");
    refused(2, "--dimensions is 385, expected a whole number in [1, 384].", "--dimensions", "385");
    refused(
        2,
        "columns [note0] exist, expected new names (data.csv).",
        List.of("note0,id\n1,a\n"),
        "--prefix",
        "note");
    refused(
        2,
        "columns [id] are missing, expected them among [key] (data.csv).",
        List.of("key\na\n"),
        "--dimensions",
        "1");
    Files.delete(folder.resolve("texts.jsonl"));
    refused(3, "TEXTS is " + folder.resolve("texts.jsonl") + ", expected a file");
  }

  @Test
  void leavesAnEarlierFileAsItWasWhenItFails() throws IOException {
    Files.writeString(folder.resolve("out.csv"), "mine");
    Files.writeString(folder.resolve("texts.jsonl"), "{\"id\": \"a\", \"prompt\": \"x\"}\n");
    assertEquals(2, run());
    assertEquals("mine", Files.readString(folder.resolve("out.csv")));
    assertEquals(List.of("data.csv", "out.csv", "texts.jsonl"), files());
  }

  @Test
  void refusesToReplaceItsInput() {
    int code = EmbedTexts.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(
            folder.resolve("data.csv").toString(),
            "--id=id",
            "--column=id",
            "--out=" + folder.resolve("x").resolve("..").resolve("data.csv"));
    assertEquals(2, code);
    assertTrue(err.toString().contains("expected another file than DATA."), err::toString);
  }

  @Test
  void nothingIsLeftWhenWritingFailsHalfWay() throws IOException {
    // The target became a folder that is not empty after it was checked: the final move fails.
    CsvTable table = CsvTable.read(folder.resolve("data.csv"));
    Path target = folder.resolve("out.csv");
    Files.createDirectories(target.resolve("inside"));
    var columns = new AppendedColumns(table, "id", "e", 1);
    var numbers = Map.of("a", new double[] {1}, "b", new double[] {2});
    String message =
        assertThrows(InputException.class, () -> columns.write(target, numbers)).getMessage();
    assertTrue(message.contains("expected a file that can be written"), message);
    assertEquals(List.of("data.csv", "out.csv", "texts.jsonl"), files());
  }

  @Test
  void helpTeachesByAnExample() {
    assertEquals(0, line().execute("--help"));
    assertTrue(out.toString().contains("--dimensions 16 --out"), out::toString);
  }

  private void refused(int code, String message, String... more) throws IOException {
    refused(code, message, List.of(), more);
  }

  private void refused(int code, String message, List<String> data, String... more)
      throws IOException {
    if (!data.isEmpty()) {
      Files.writeString(folder.resolve("data.csv"), data.get(0));
    }
    err.getBuffer().setLength(0);
    assertEquals(code, run(more), err::toString);
    assertTrue(err.toString().startsWith(message), err::toString);
    assertTrue(Files.notExists(folder.resolve("out.csv")));
  }

  private int run(String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        folder.resolve("data.csv").toString(),
        "--id=id",
        "--column=prompt",
        "--texts=" + folder.resolve("texts.jsonl"),
        "--out=" + folder.resolve("out.csv")));
    arguments.addAll(List.of(more));
    return line().execute(arguments.toArray(String[]::new));
  }

  private CommandLine line() {
    return EmbedTexts.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> numbers(CsvTable table, int row) {
    return List.of("e0", "e1", "e2").stream()
        .map(name -> table.cell(table.rows().get(row), name))
        .toList();
  }
}
