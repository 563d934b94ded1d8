package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Money;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.Unannounced;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnLogReaderTest {
  private static final String FULL = """
      {"schema":"turns/1","ts":"2026-06-01T10:15:02.114Z","gen_ai.conversation.id":"s-0042","turn":7,\
      "task.id":"t-11","gen_ai.usage.input_tokens":5120,"gen_ai.usage.output_tokens":430,\
      "gen_ai.usage.cache_read.input_tokens":4096,"gen_ai.usage.cache_creation.input_tokens":0,\
      "gov.features":{"history_tokens":5400,"budget_left":0.42,"last_tool_failed":false,"kind":"code"},\
      "gov.leader":{"quality_target":0.7,"cost_incentive":0.2},\
      "gov.actions_available":["c2v1t0","c1v1t0"],\
      "gov.action":{"id":"c2v1t0","context":0.75,"verbosity":"normal","tools":0},\
      "gov.propensity":0.90,"gov.propensity.source":"logged",\
      "gov.outcome":{"quality":0.82,"quality.source":"judge:rubric-v2"},\
      "gov.cost":{"amount":"0.004410","currency":"USD","source":"local"},\
      "calls":[{"usage":{"prompt_tokens":5120,"completion_tokens":430}}]}
      """.strip();

  @TempDir
  Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("a.turns.jsonl"), String.join("\n", lines) + "\n");
  }

  /** A short line: session s, turn, action and more fields. */
  private static String line(int turn, String action, String more) {
    return "{\"schema\":\"turns/1\",\"gen_ai.conversation.id\":\"s\",\"turn\":" + turn
        + ",\"gov.action\":{\"id\":\"" + action + "\"}" + more + "}";
  }

  @Test
  void readsEveryField() throws IOException {
    ReadTurns read = TurnLogReader.read(file("", FULL, "  "));
    Turn turn = read.log().turns().get(0);
    assertEquals("s-0042", turn.context().session());
    assertEquals("t-11", turn.context().id());
    assertEquals(7, turn.context().state().turn());
    assertEquals(
        List.of("history_tokens", "budget_left", "last_tool_failed"),
        turn.context().schema().numeric());
    assertEquals(OptionalDouble.of(0.42), turn.context().numeric(1));
    assertEquals(OptionalDouble.of(0), turn.context().numeric(2));
    assertEquals("code", turn.context().category(0));
    assertEquals(new Announcement(0.7, 0.2), turn.commitment());
    assertEquals(OptionalDouble.of(0.9), turn.commitmentPropensity());
    assertEquals(OptionalDouble.of(0.82), turn.outcome().quality());
    assertEquals(OptionalLong.of(5550), turn.outcome().tokens().total());
    assertEquals(OptionalLong.of(4096), turn.outcome().tokens().cachedInput());
    assertEquals(Money.usd(new BigDecimal("0.004410")), turn.outcome().money().orElseThrow());
    // c1v1t0 was never taken and its levels are unknown, so all actions stay names.
    assertEquals(new NamedAction("c2v1t0"), turn.action());
    assertEquals(2, read.log().actions().size());
    assertEquals(new TreeMap<>(Map.of("ts", 1)), read.inventory().unused());
    assertEquals(1, read.inventory().lines());
  }

  @Test
  void actionsWhoseLevelsAreAllKnownAreVectors() throws IOException {
    ReadTurns read = TurnLogReader.read(file(FULL.replace(",\"c1v1t0\"", "")));
    assertEquals(
        List.of(new ResourceVector(0.75, Verbosity.NORMAL, 0)),
        read.log().actions().actions());
  }

  @Test
  void whatIsNotSaidIsUnknown() throws IOException {
    ReadTurns read = TurnLogReader.read(file(
        line(0, "a", ""),
        line(1, "b", ",\"gen_ai.usage.input_tokens\":5,\"gen_ai.usage.output_tokens\":null"),
        line(2, "a", ",\"gov.leader\":{\"directive\":\"a\"},\"gov.features\":{\"x\":null}"),
        line(3, "a", ",\"gov.features\":{\"x\":2},\"gov.outcome\":{\"quality\":0}")));
    Turn first = read.log().turns().get(0);
    assertEquals(new Unannounced(), first.commitment());
    assertEquals(OptionalDouble.empty(), first.context().numeric(0));
    assertEquals("s/0", first.context().id());
    assertEquals(new Directive("a"), read.log().turns().get(2).commitment());
    assertEquals(OptionalDouble.of(0), read.log().turns().get(3).outcome().quality());
    LogInventory inventory = read.inventory();
    assertEquals(4, inventory.missingTokens());
    assertEquals(3, inventory.missingQuality());
    assertEquals(4, inventory.missingPropensities());
    assertEquals(3, inventory.unannounced());
    assertEquals(1, inventory.sessions());
  }

  @Test
  void callsAreSummedOnlyWhereAllAreKnown() throws IOException {
    ReadTurns read = TurnLogReader.read(file(
        line(
            0,
            "a",
            ",\"calls\":[{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}},"
                + "{\"usage\":{\"input_tokens\":7,\"output_tokens\":2}}]"),
        line(1, "a", ",\"calls\":[{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}},{}]")));
    assertEquals(
        OptionalLong.of(15), read.log().turns().get(0).outcome().tokens().total());
    assertEquals(
        OptionalLong.empty(), read.log().turns().get(1).outcome().tokens().total());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"schema\":\"turns/2\"}|schema is \"turns/2\", expected \"turns/1\"",
        "{\"a\":1}|schema is missing, expected \"turns/1\"",
        "[1]|the line is [1], expected a JSON object",
        "{\"schema\":\"turns/1\",\"turn\":1}|gen_ai.conversation.id is missing, expected a non-blank text",
        "+,\"gen_ai.usage.input_tokens\":-1|gen_ai.usage.input_tokens is -1, expected a whole number >= 0",
        "+,\"gen_ai.usage.input_tokens\":1.5|gen_ai.usage.input_tokens is 1.5, expected a whole number >= 0",
        "+,\"gen_ai.usage.input_tokens\":9,\"gen_ai.usage.cache_read.input_tokens\":8,"
            + "\"gen_ai.usage.cache_creation.input_tokens\":2|gen_ai.usage.input_tokens is 9, expected at least"
            + " the cache reads and writes, 10, which it includes",
        "+,\"gen_ai.usage.input_tokens\":9,\"calls\":[{\"usage\":{\"prompt_tokens\":8}}]|"
            + "gen_ai.usage.input_tokens is 9, expected the sum over calls, 8",
        "+,\"gov.propensity\":0|gov.propensity is 0, expected a number in (0, 1]",
        "+,\"gov.outcome\":{\"quality\":1.2}|gov.outcome.quality is 1.2, expected a number in [0.0, 1.0]",
        "+,\"gov.outcome\":{\"quality\":\"good\"}|gov.outcome.quality is \"good\", expected a finite number",
        "+,\"gov.leader\":{\"quality_target\":0.5}|gov.leader is {\"quality_target\":0.5}, expected"
            + " quality_target and cost_incentive, or a directive alone",
        "+,\"gov.actions_available\":[\"b\"]|gov.action.id is \"a\", expected one of"
            + " gov.actions_available [b]",
        "+,\"gov.features\":{\"x\":[1]}|gov.features.x is [1], expected a number, true, false, a text or null",
        "+,\"gov.features\":{\"n\":\"one\"}|gov.features.n is \"one\", expected a number as before",
        "+,\"gov.cost\":{\"amount\":\"cheap\",\"currency\":\"USD\"}|gov.cost.amount is \"cheap\", expected a"
            + " decimal number as text"
      })
  void aLineThatIsNoTurnIsCountedWithItsReason(String bad, String reason) throws IOException {
    String text = bad.startsWith("+") ? line(1, "a", bad.substring(1)) : bad;
    ReadTurns read =
        TurnLogReader.read(file(line(0, "a", ",\"gov.features\":{\"n\":1}"), "", text));
    assertEquals(
        List.of(reason + " (line 3 of a.turns.jsonl)."), read.inventory().reasons());
    assertEquals(1, read.inventory().rejected());
    assertEquals(2, read.inventory().lines());
    assertEquals(1, read.log().turns().size());
  }

  @Test
  void aRepeatedTurnIsRejectedAndTheFirstTwentyReasonsAreTold() throws IOException {
    String[] lines = new String[30];
    Arrays.fill(lines, line(0, "a", ""));
    ReadTurns read = TurnLogReader.read(file(lines));
    assertEquals(29, read.inventory().rejected());
    assertEquals(20, read.inventory().reasons().size());
    assertEquals(
        "turn is 0 of session s again, expected each turn once (line 2 of a.turns.jsonl).",
        read.inventory().reasons().get(0));
  }

  @Test
  void aFileWithoutATurnIsRefused() throws IOException {
    assertTrue(message(file("{", "{}")).startsWith("the line is not valid JSON: "));
    assertEquals(
        "the log is empty, expected at least one turn (a.turns.jsonl).", message(file("", "")));
    Path absent = folder.resolve("none");
    assertEquals("LOG is " + absent + ", expected a log (it does not exist).", message(absent));
    Path latin = folder.resolve("latin");
    Files.write(latin, "{\"a\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(message(latin).startsWith("encoding is not UTF-8"));
  }

  private static String message(Path file) {
    return assertThrows(InputException.class, () -> TurnLogReader.read(file)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.turns.jsonl", "log.turns.jsonl.gz"})
  void aSimulatedLogComesBackWhole(String name) throws IOException {
    TurnLog log = SimulatedLogs.log(20, 8, 5);
    Path file = folder.resolve(name);
    TurnLogWriter.write(file, log);
    ReadTurns read = TurnLogReader.read(file);
    assertEquals(0, read.inventory().rejected());
    assertEquals(160, read.inventory().turns());
    assertEquals(0, read.inventory().missingPropensities());
    assertEquals(log.actions().actions(), read.log().actions().actions());
    for (int index = 0; index < 160; index++) {
      Turn one = log.turns().get(index);
      Turn other = read.log().turns().get(index);
      assertEquals(one.commitment(), other.commitment());
      assertEquals(one.action(), other.action());
      assertEquals(one.outcome(), other.outcome());
      assertEquals(one.context().state(), other.context().state());
      assertEquals(one.context().schema(), other.context().schema());
      for (int feature = 0; feature < one.context().schema().numeric().size(); feature++) {
        assertEquals(one.context().numeric(feature), other.context().numeric(feature));
      }
    }
    Path again = folder.resolve("again-" + name);
    TurnLogWriter.write(again, read.log());
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aCutGzipStreamIsRefused() throws IOException {
    Path file = folder.resolve("log.gz");
    TurnLogWriter.write(file, SimulatedLogs.log(20, 8, 5));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(message(file).startsWith("the gzip stream is broken after line "));
  }

  private ReadTurns csv(String text, Map<String, String> columns, List<String> features)
      throws IOException {
    return TurnLogReader.readCsv(
        Files.writeString(folder.resolve("log.csv"), text), columns, features);
  }

  @Test
  void readsCsvByAColumnMap() throws IOException {
    ReadTurns read = csv(
        "conv,arm,score,in,out,target,incentive,size,kind\n"
            + "1,x,0.5,10,2,0.5,1,3,code\n"
            + "1,y,,10,,0.5,1,,chat\n"
            + "2,x,2,10,2,0.5,1,1,chat\n",
        Map.of(
            "session", "conv",
            "action", "arm",
            "quality", "score",
            "input_tokens", "in",
            "output_tokens", "out",
            "quality_target", "target",
            "cost_incentive", "incentive"),
        List.of("size", "kind"));
    assertEquals(
        List.of("score is 2.0, expected a number in [0.0, 1.0] (line 4 of log.csv)."),
        read.inventory().reasons());
    assertEquals(2, read.inventory().turns());
    Turn second = read.log().turns().get(1);
    assertEquals(1, second.context().state().turn());
    assertEquals(OptionalDouble.empty(), second.context().numeric(0));
    assertEquals("chat", second.context().category(0));
    assertEquals(OptionalDouble.empty(), second.outcome().quality());
    assertEquals(OptionalLong.empty(), second.outcome().tokens().total());
    assertEquals(new Announcement(0.5, 1), second.commitment());
    assertEquals(Set.of(), second.context().unavailableActions());
  }

  @Test
  void aWrongColumnMapIsRefused() {
    assertEquals(
        "columns [nowhere] are missing, expected them among [a, b] (log.csv).",
        assertThrows(
                InputException.class,
                () -> csv("a,b\n1,2\n", Map.of("session", "a", "action", "nowhere"), List.of()))
            .getMessage());
    String unknown = assertThrows(
            InputException.class,
            () ->
                csv("a,b\n1,2\n", Map.of("session", "a", "action", "b", "colour", "b"), List.of()))
        .getMessage();
    assertTrue(unknown.startsWith("--columns has \"colour\", expected fields among [action,"));
    String needed = assertThrows(
            InputException.class, () -> csv("a,b\n1,2\n", Map.of("session", "a"), List.of()))
        .getMessage();
    assertFalse(needed.contains("null"));
    assertTrue(needed.contains("expected at least session=COLUMN and action=COLUMN"));
  }
}
