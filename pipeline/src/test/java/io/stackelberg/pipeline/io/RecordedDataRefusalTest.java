package io.stackelberg.pipeline.io;

import static io.stackelberg.pipeline.io.RecordedFiles.HEADER;
import static io.stackelberg.pipeline.io.RecordedFiles.TWO_ROWS;
import static io.stackelberg.pipeline.io.RecordedFiles.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.Recording;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedDataRefusalTest {
  @TempDir
  Path folder;

  private Path file(String csv) {
    return new RecordedFiles(folder).file(csv);
  }

  private RecordedData read(String csv, String... overrides) {
    return new RecordedFiles(folder).read(csv, overrides);
  }

  private String refusal(String csv, String... overrides) {
    return new RecordedFiles(folder).refusal(csv, overrides);
  }

  private static Outcome only(Recording recording, int action) {
    assertEquals(1, recording.outcomes().get(action).size());
    return recording.outcomes().get(action).get(0);
  }

  private static List<String> names(RecordedData data) {
    return data.actions().actions().stream().map(ResourceAction::id).toList();
  }

  @Test
  void aFileThatIsNotThereIsAbsentData() {
    InputException absent = assertThrows(
        InputException.class,
        () ->
            RecordedDataReader.read(folder.resolve("no.csv"), data(), CostUnit.TOKENS, List.of()));
    assertTrue(absent.isDataAbsent());
    assertEquals(
        "data file is " + folder.resolve("no.csv") + ", expected a file (it does not exist).",
        absent.getMessage());
  }

  @Test
  void missingColumnsAreNamed() {
    assertEquals(
        "columns [kind, out] are missing, expected them among [id, action, chars, quality, in] (f.csv).\n"
            + "Maybe the column map (data.columns, data.features, data.where) belongs to another file.",
        refusal("id,action,chars,quality,in\nq1,weak,1,0.5,10\n"));
  }

  @Test
  void qualityIsANumberInTheUnitInterval() {
    assertEquals(
        "quality is NaN, expected a finite number (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,NaN,10,1\n"));
    assertEquals(
        "quality is 1.7, expected a number in [0, 1] (line 3 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1,10,1\nq1,strong,1,x,1.7,10,1\n"));
    assertEquals(
        "quality is -0.1, expected a number in [0, 1] (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,-0.1,10,1\n"));
    assertEquals(
        "quality is empty, expected a finite number (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,,10,1\n"));
    assertEquals(
        "quality is 1e400, expected a finite number (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1e400,10,1\n"));
    assertEquals(
        "quality is \"0,5\", expected a finite number (line 2 of f.csv).".replace("\"", ""),
        refusal(HEADER + "q1,weak,1,x,\"0,5\",10,1\n"));
  }

  @Test
  void tokensAreWholeAndNotNegative() {
    assertEquals(
        "in is -3, expected a whole number >= 0 (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1,-3,1\n"));
    assertEquals(
        "out is 1.5, expected a whole number >= 0 (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1,3,1.5\n"));
    assertEquals(
        "out is empty, expected a whole number >= 0 (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1,3,\n"));
    assertEquals(
        "out is NaN, expected a whole number >= 0 (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1,3,NaN\n"));
    assertEquals(
        "out is 9e99, expected a whole number >= 0 (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,1,x,1,3,9e99\n"));
    // As spreadsheets and data frames write whole numbers.
    assertEquals(
        4,
        only(read(HEADER + "q1,weak,1,x,1,3.0,1\n").recordings().get(0), 0)
            .tokens()
            .total()
            .orElseThrow());
  }

  @Test
  void moneyIsNotNegative() {
    StudyConfig.Data config = data(
        "data.columns={id: id, action: action, quality: quality, money: usd}", "data.features={}");
    Path path = file("id,action,quality,usd\nq1,weak,1,-0.1\nq1,strong,0,\n");
    assertEquals(
        "usd is -0.1, expected a number >= 0 (line 2 of f.csv).\n"
            + "usd is empty, expected a finite number (line 3 of f.csv).",
        assertThrows(
                InputException.class,
                () -> RecordedDataReader.read(path, config, CostUnit.USD, List.of()))
            .getMessage());
  }

  @Test
  void aFeatureIsANumber() {
    assertEquals(
        "chars is many, expected a finite number (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,many,x,1,3,1\n"));
    // The broken cell is told once; it is no evidence that the features of q1 differ between
    // actions.
    assertEquals(
        "chars is many, expected a finite number (line 3 of f.csv).",
        refusal(HEADER + "q1,weak,5,x,1,3,1\nq1,strong,many,x,1,3,1\n"));
    assertEquals(
        "chars is many, expected a finite number (line 2 of f.csv).",
        refusal(HEADER + "q1,weak,many,x,1,3,1\nq1,strong,5,x,1,3,1\n"));
  }

  @Test
  void idAndActionAreTexts() {
    assertEquals(
        "id is empty, expected a text (line 2 of f.csv).\n"
            + "action is empty, expected the name of an action (line 3 of f.csv).",
        refusal(HEADER + " ,weak,1,x,1,3,1\nq1,,1,x,1,3,1\n"));
  }

  @Test
  void aSecondOutcomeOfOneActionIsRefused() {
    assertEquals(
        "id q1 with action weak occurs twice, expected once (line 4 of f.csv).\n"
            + "Maybe repeated runs need data.columns.replicate, or data.where does not single out one model.",
        refusal(TWO_ROWS + "q1,weak,12,code,0.5,10,1\n"));
    assertEquals(
        "id q1 with action weak and replicate 1 occurs twice, expected once (line 3 of f.csv).\n"
            + "Maybe repeated runs need data.columns.replicate, or data.where does not single out one model.",
        refusal(
            "run," + HEADER + "1,q1,weak,1,x,0.5,10,1\n1,q1,weak,1,x,1,20,1\n",
            "data.columns.replicate=run"));
  }

  @Test
  void featuresThatDifferBetweenRowsOfAContextAreRefused() {
    assertEquals(
        "features of q1 differ from those on line 2, expected the same for every action (line 3 of f.csv).\n"
            + "Maybe a feature is only known after the answer, or data.where does not single out one model.",
        refusal(HEADER + "q1,weak,12,code,0.5,10,1\nq1,strong,13,code,1,10,2\n"));
  }

  @Test
  void emptyFilesAndFilesWithoutRowsAreRefused() {
    assertEquals("the file is empty, expected a header line and rows (f.csv).", refusal(""));
    assertEquals("the file is empty, expected a header line and rows (f.csv).", refusal("\n\n"));
    assertEquals("the file has no rows, expected at least one (f.csv).", refusal(HEADER));
  }

  @Test
  void aRaggedRowIsRefusedWithItsLine() {
    assertEquals(
        "number of cells is 5, expected 7 (line 3 of f.csv).\n"
            + "number of cells is 8, expected 7 (line 4 of f.csv).",
        refusal(HEADER
            + "q1,weak,12,code,0.5,10,1\n"
            + "q1,strong,12,code,1\n"
            + "q2,strong,12,code,1,1,1,1\n"));
  }

  @Test
  void lineNumbersCountLinesOfTheFile() {
    String quoted = "q0,weak,1,\"two\nlines\",1,1,1\n";
    assertEquals(
        "quality is 2, expected a number in [0, 1] (line 4 of f.csv).",
        refusal(HEADER + quoted + "q1,weak,1,x,2,1,1\n"));
    assertEquals(
        "quality is 2, expected a number in [0, 1] (line 4 of f.csv).",
        refusal((HEADER + quoted + "q1,weak,1,x,2,1,1\n").replace("\n", "\r\n")));
    assertEquals(
        "quality is 2, expected a number in [0, 1] (line 5 of f.csv).",
        refusal(HEADER + "\n\nq0,weak,1,x,1,1,1\nq1,weak,1,x,2,1,1\n"));
    // A row that spans lines is told by the line it starts on.
    assertEquals(
        "quality is 2, expected a number in [0, 1] (line 2 of f.csv).",
        refusal(HEADER + quoted.replace(",1,1,1\n", ",2,1,1\n")));
    assertEquals(
        "quality is 2, expected a number in [0, 1] (line 2 of f.csv).",
        refusal((HEADER + quoted.replace(",1,1,1\n", ",2,1,1")).replace("\n", "\r\n")));
  }

  @Test
  void aColumnOccursOnce() {
    assertEquals(
        "column \"quality\" occurs twice, expected distinct names (f.csv).",
        refusal("id,quality,quality\nq1,1,1\n"));
  }

  @Test
  void anUnclosedQuoteIsRefused() {
    String message = refusal(HEADER + "q1,weak,1,\"x,1,10,1\nq2,weak,1,x,1,10,1\n");
    assertEquals(
        "the file is not valid CSV: Missing closing quote for value (line 4 of f.csv).", message);
  }

  @Test
  void anotherEncodingIsRefused() {
    byte[] latin = (HEADER + "q1,weak,1,caf\u00e9,1,10,1\n").getBytes(StandardCharsets.ISO_8859_1);
    Path path = new RecordedFiles(folder).file(latin);
    assertEquals(
        "encoding is not UTF-8, expected UTF-8 text (f.csv).",
        assertThrows(
                InputException.class,
                () -> RecordedDataReader.read(path, data(), CostUnit.TOKENS, List.of()))
            .getMessage());
  }

  @Test
  void aFilterThatMatchesNothingSuggestsValues() {
    String csv = "model," + HEADER + "m2,q1,weak,1,x,0.5,10,1\nm1,q1,weak,1,x,1,10,1\n";
    assertEquals(
        "data.where is {model=m3}, expected to match at least one row (f.csv).\n"
            + "Maybe model should be one of [m1, m2].",
        refusal(csv, "data.where.model=m3"));
    StringBuilder many = new StringBuilder("model," + HEADER);
    for (int model = 10; model < 25; model++) {
      many.append("m").append(model).append(",q1,weak,1,x,1,10,1\n");
    }
    assertEquals(
        "data.where is {model=m3}, expected to match at least one row (f.csv).\n"
            + "Maybe model should be one of [m10, m11, m12, m13, m14, m15, m16, m17, m18, m19]"
            + " or another of 15.",
        refusal(many.toString(), "data.where.model=m3"));
  }

  @Test
  void actionsThatWereNeverRecordedOrNeverNamedAreRefused() {
    Path path = file(TWO_ROWS);
    assertEquals(
        "actions.names is [weak, strong, huge], expected only recorded actions, but [huge] never occurs;"
            + " recorded are [weak, strong] (f.csv).",
        assertThrows(
                InputException.class,
                () -> RecordedDataReader.read(
                    path, data(), CostUnit.TOKENS, List.of("weak", "strong", "huge")))
            .getMessage());
    assertEquals(
        "recorded actions [strong] are not among the study's actions [weak], expected every recorded"
            + " action to be named (f.csv).\nMaybe a row filter (data.where) is missing.",
        assertThrows(
                InputException.class,
                () -> RecordedDataReader.read(path, data(), CostUnit.TOKENS, List.of("weak")))
            .getMessage());
  }

  @Test
  void anEvaluationFileMayLackAnActionButNotAddOne() {
    RecordedData fitted = read(TWO_ROWS);
    RecordedData weakOnly = RecordedDataReader.readLike(
        file(HEADER + "q7,weak,1,x,1,10,1\n"), data(), CostUnit.TOKENS, fitted);
    assertEquals(List.of("weak", "strong"), names(weakOnly));
    assertFalse(weakOnly.recordings().get(0).context().isAvailable(new NamedAction("strong")));
    Path other = file(HEADER + "q7,huge,1,x,1,10,1\n");
    assertTrue(assertThrows(
            InputException.class,
            () -> RecordedDataReader.readLike(other, data(), CostUnit.TOKENS, fitted))
        .getMessage()
        .startsWith("recorded actions [huge] are not among the study's actions [weak, strong]"));
  }

  @Test
  void aCostUnitWithoutItsColumnsIsRefused() {
    Path path = file(TWO_ROWS);
    assertEquals(
        "cost_unit is usd, expected a column for it in data.columns (money).\n"
            + "Maybe cost_unit: tokens is what this file records.",
        assertThrows(
                InputException.class,
                () -> RecordedDataReader.read(path, data(), CostUnit.USD, List.of()))
            .getMessage());
  }

  @Test
  void twentyBadRowsAreShownAndTheOthersCounted() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int row = 0; row < 25; row++) {
      csv.append("q").append(row).append(",weak,1,x,").append(row + 2).append(",10,1\n");
    }
    List<String> lines = refusal(csv.toString()).lines().toList();
    assertEquals(21, lines.size());
    for (int row = 0; row < 20; row++) {
      assertEquals(
          "quality is " + (row + 2) + ", expected a number in [0, 1] (line " + (row + 2)
              + " of f.csv).",
          lines.get(row));
    }
    assertEquals("... and 5 more bad rows.", lines.get(20));
  }
}
