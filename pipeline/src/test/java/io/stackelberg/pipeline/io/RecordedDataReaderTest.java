package io.stackelberg.pipeline.io;

import static io.stackelberg.pipeline.io.RecordedFiles.HEADER;
import static io.stackelberg.pipeline.io.RecordedFiles.TWO_ROWS;
import static io.stackelberg.pipeline.io.RecordedFiles.data;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.Recording;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceAction;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedDataReaderTest {
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
  void oneRowPerActionBecomesOneRecordingPerContext() {
    RecordedData read = read(TWO_ROWS + "q2,strong,7,chat,0,5,5\n");
    assertEquals(List.of("weak", "strong"), names(read));
    assertEquals(3, read.rows());
    assertEquals(3, read.used());
    assertEquals("f.csv", read.name());
    assertEquals(0, read.unknownFeatures());
    Recording first = read.recordings().get(0);
    assertEquals("q1", first.context().id());
    assertEquals("q1", first.context().session());
    assertEquals(12, first.context().numeric(0).orElseThrow());
    assertEquals("code", first.context().category(0));
    assertEquals(0.5, only(first, 0).quality().orElseThrow());
    assertEquals(11, only(first, 0).tokens().total().orElseThrow());
    assertEquals(12, only(first, 1).tokens().total().orElseThrow());
    Context second = read.recordings().get(1).context();
    assertFalse(second.isAvailable(new NamedAction("weak")));
    assertEquals(List.of(), read.recordings().get(1).outcomes().get(0));
  }

  @Test
  void theHashIsThatOfTheFile() {
    // sha256sum of the bytes of TWO_ROWS, computed outside of Java.
    assertEquals(
        "0a34d624d271ae4c7b14303a012a9a805e52b0585c6dbd5e0f5eb715630db022",
        read(TWO_ROWS).sha256());
  }

  @Test
  void anEmptyFeatureIsUnknownAndCountedOncePerContext() {
    RecordedData read = read(HEADER + "q1,weak,,code,0.5,10,1\nq1,strong,,code,1,10,2\n");
    assertEquals(OptionalDouble.empty(), read.recordings().get(0).context().numeric(0));
    assertEquals(1, read.unknownFeatures());
  }

  @Test
  void anEmptyCategoryIsCountedToo() {
    assertEquals(1, read(HEADER + "q1,weak,3,,0.5,10,1\n").unknownFeatures());
  }

  @Test
  void aByteOrderMarkCrLfAndSpacesAroundCellsAreAccepted() {
    RecordedData read =
        read("\uFEFF" + TWO_ROWS.replace("\n", "\r\n").replace("q1,weak", " q1 , weak "));
    assertEquals(List.of("weak", "strong"), names(read));
    assertEquals(1, read.recordings().size());
    assertEquals(2, only(read.recordings().get(0), 1).tokens().output().orElseThrow());
  }

  @Test
  void quotedCommasQuotesAndNewlinesBelongToTheCell() {
    RecordedData read = read(HEADER
        + "\"q,1\",weak,12,\"say \"\"hi\"\"\nplease\",0.5,10,1\n"
        + "q2,strong,12,code,1,10,2\n");
    assertEquals("q,1", read.recordings().get(0).context().id());
    assertEquals("say \"hi\"\nplease", read.recordings().get(0).context().category(0));
    assertEquals("q2", read.recordings().get(1).context().id());
  }

  @Test
  void emptyLinesAndAMissingLastNewlineAreNoRows() {
    RecordedData read = read(TWO_ROWS.replace("q1,strong", "\nq1,strong").stripTrailing());
    assertEquals(2, read.rows());
  }

  @Test
  void replicatesAreKeptApart() {
    String csv = "run," + HEADER + "1,q1,weak,1,x,0.5,10,1\n" + "2,q1,weak,1,x,1,20,1\n"
        + "1,q1,strong,1,x,1,10,2\n";
    RecordedData read = read(csv, "data.columns.replicate=run");
    List<Outcome> replicates = read.recordings().get(0).outcomes().get(0);
    assertEquals(
        List.of(0.5, 1.0),
        replicates.stream().map(outcome -> outcome.quality().orElseThrow()).toList());
    assertEquals(1, read.recordings().get(0).outcomes().get(1).size());
  }

  @Test
  void sessionsGroupContexts() {
    RecordedData read = read(
        "doc," + HEADER + "d1,q1,weak,1,x,0.5,10,1\nd1,q2,weak,1,x,0.5,10,1\n",
        "data.columns.session=doc");
    assertEquals(
        List.of("d1", "d1"),
        read.recordings().stream()
            .map(recording -> recording.context().session())
            .toList());
  }

  @Test
  void theFilterKeepsMatchingRowsAndCountsThem() {
    String csv = "model," + HEADER + "m1,q1,weak,1,x,0.5,10,1\nm2,q1,weak,1,x,1,10,1\n";
    RecordedData read = read(csv, "data.where.model=m2");
    assertEquals(2, read.rows());
    assertEquals(1, read.used());
    assertEquals(1, only(read.recordings().get(0), 0).quality().orElseThrow());
  }

  @Test
  void aFilterOnANumberComparesTheText() {
    String csv = "run," + HEADER + "1,q1,weak,1,x,0.5,10,1\n2,q1,weak,1,x,1,10,1\n";
    assertEquals(1, read(csv, "data.where.run=2").used());
  }

  @Test
  void rowsThatTheFilterLeavesOutAreCheckedUnlessAskedNotTo() {
    String csv = "model," + HEADER + "m1,q1,weak,1,x,1.7,10,1\nm2,q1,weak,1,x,1,10,1\n";
    assertEquals(
        "quality is 1.7, expected a number in [0, 1] (line 2 of f.csv).\n"
            + "Maybe rows that data.where leaves out are meant to be like this: data.check=kept reads the"
            + " kept rows only.",
        refusal(csv, "data.where.model=m2"));
    assertEquals(1, read(csv, "data.where.model=m2", "data.check=kept").used());
  }

  @Test
  void moneyIsExact() {
    StudyConfig.Data config = data(
        "data.columns={id: id, action: action, quality: quality, money: usd}", "data.features={}");
    Path path = file("id,action,quality,usd\nq1,weak,1,0.1\nq1,strong,0,1e-7\n");
    Recording recording = RecordedDataReader.read(path, config, CostUnit.USD, List.of())
        .recordings()
        .get(0);
    assertEquals(new BigDecimal("0.1"), only(recording, 0).money().orElseThrow().amount());
    assertEquals(
        new BigDecimal("1e-7"), only(recording, 1).money().orElseThrow().amount());
    assertTrue(only(recording, 0).tokens().total().isEmpty());
  }

  @Test
  void columnsPerActionAreRead() {
    StudyConfig.Data config = data(
        "data.columns={id: id, actions: {strong: {quality: sq, money: su}, weak: {quality: wq, money: wu}}}",
        "data.features={}");
    Path path = file("id,wq,wu,sq,su\nq1,0,0.1,1,0.5\nq2,1,0.2,1,0.6\n");
    RecordedData read = RecordedDataReader.read(path, config, CostUnit.USD, List.of());
    assertEquals(List.of("strong", "weak"), names(read));
    assertEquals(0, only(read.recordings().get(0), 1).quality().orElseThrow());
    assertEquals(
        new BigDecimal("0.6"),
        only(read.recordings().get(1), 0).money().orElseThrow().amount());
  }

  @Test
  void namedActionsGiveTheOrder() {
    RecordedData read =
        RecordedDataReader.read(file(TWO_ROWS), data(), CostUnit.TOKENS, List.of("strong", "weak"));
    assertEquals(List.of("strong", "weak"), names(read));
    assertEquals(1, only(read.recordings().get(0), 0).quality().orElseThrow());
  }
}
