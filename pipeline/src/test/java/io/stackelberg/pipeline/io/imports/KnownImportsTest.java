package io.stackelberg.pipeline.io.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.io.InputException;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small hand-written files whose right reading is known. */
class KnownImportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path folder;

  private Path out() {
    return folder.resolve("out.jsonl");
  }

  private JsonNode run(String format, String text) throws Exception {
    return run(format, text.getBytes(StandardCharsets.UTF_8), ImportRequest.DEFAULT, List.of());
  }

  private JsonNode run(String format, byte[] bytes, ImportRequest request, List<Path> outcomes)
      throws Exception {
    Path file = folder.resolve("file");
    Files.write(file, bytes);
    List<ImportSummary> files = new LogImport(request)
        .run(
            List.of(file),
            format,
            outcomes,
            LogImport.Target.TURNS,
            Optional.of(out()),
            Optional.empty())
        .files();
    return files.get(files.size() - 1).json();
  }

  private List<JsonNode> turns() throws Exception {
    List<JsonNode> turns = new ArrayList<>();
    for (String line : Files.readAllLines(out())) {
      turns.add(JSON.readTree(line));
    }
    return turns;
  }

  @Test
  void splitCacheWritesAreSummedWhereTheTotalIsAbsent() throws Exception {
    JsonNode read = run(
        "auto",
        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"usage\":"
            + "{\"input_tokens\":5,\"output_tokens\":2,\"cache_read_input_tokens\":10,\"cache_creation\":"
            + "{\"ephemeral_5m_input_tokens\":3,\"ephemeral_1h_input_tokens\":4}}}");
    assertEquals("anthropic", read.path("format").asText());
    assertEquals(22, read.path("inputTokens").asInt()); // 5 + 10 + 3 + 4
    assertEquals(7, read.path("cacheWriteTokens").asInt());
    assertTrue(read.path("reasoningTokens").isNull());
  }

  @Test
  void aStreamThatWasCutKeepsItsInputAndNotItsFirstOutputCount() throws Exception {
    JsonNode read = run(
        "anthropic-stream",
        "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"role\":"
            + "\"assistant\",\"usage\":{\"input_tokens\":4,\"output_tokens\":1}}}\n\ndata: {\"type\":\"conte");
    assertEquals(4, read.path("inputTokens").asInt());
    assertTrue(read.path("outputTokens").isNull());
    assertEquals(1, read.path("rejected").asInt());
    assertEquals(3, read.path("rejections").get(0).path("line").asInt());
  }

  @Test
  void aParentsUsageIsNotCountedAgain() throws Exception {
    String span =
        "{\"traceId\":\"t\",\"spanId\":\"%s\",\"parentSpanId\":\"%s\",\"attributes\":[{\"key\":"
            + "\"gen_ai.operation.name\",\"value\":{\"stringValue\":\"chat\"}},{\"key\":\"gen_ai.usage.prompt_tokens\","
            + "\"value\":{\"intValue\":\"%d\"}}]}";
    JsonNode read = run(
        "otlp-json",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + String.format(span, "outer", "", 9)
            + "," + String.format(span, "inner", "outer", 9) + "]}]}]}");
    assertEquals(1, read.path("calls").asInt());
    assertEquals(9, read.path("inputTokens").asInt());
    assertTrue(turns().get(0).path("gen_ai.usage.cache_read.input_tokens").isNull());
  }

  @Test
  void bucketsAreDisjointUnlessInputAndOutputMakeUpTheTotal() throws Exception {
    String line =
        "{\"id\":\"%s\",\"traceId\":\"t\",\"type\":\"GENERATION\",\"usageDetails\":{\"input\":10,"
            + "\"input_cached_tokens\":4,\"output\":2,\"output_reasoning_tokens\":1,\"total\":%d}}\n";
    JsonNode disjoint = run("auto", String.format(line, "a", 17) + String.format(line, "b", 17));
    assertEquals("langfuse", disjoint.path("format").asText());
    assertEquals(28, disjoint.path("inputTokens").asInt());
    assertEquals(6, disjoint.path("outputTokens").asInt());
    JsonNode inclusive = run("langfuse", String.format(line, "c", 12));
    assertEquals(10, inclusive.path("inputTokens").asInt());
    assertEquals(2, inclusive.path("outputTokens").asInt());
    assertEquals(4, inclusive.path("cacheReadTokens").asInt());
  }

  @Test
  void inspectAddsACacheThatIsOutsideTheInput() throws Exception {
    JsonNode read = run(
        "auto",
        "{\"version\":2,\"status\":\"success\",\"eval\":{\"run_id\":\"r\",\"model\":\"x\"},"
            + "\"samples\":[{\"id\":1,\"epoch\":1,\"events\":[{\"event\":\"span_begin\",\"id\":\"s\",\"type\":\"scorer\"},"
            + "{\"event\":\"model\",\"model\":\"a/b\",\"output\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":2,"
            + "\"total_tokens\":15,\"input_tokens_cache_read\":10}}},{\"event\":\"model\",\"span_id\":\"s\",\"model\":"
            + "\"c/d\",\"output\":{\"usage\":{\"input_tokens\":7,\"output_tokens\":1,\"total_tokens\":8}}}],"
            + "\"scores\":{\"match\":{\"value\":\"P\"}}}]}");
    assertEquals("inspect", read.path("format").asText());
    assertEquals(13, read.path("inputTokens").asInt());
    assertEquals(7, read.path("judge").path("inputTokens").asInt());
    assertEquals(0.5, turns().get(0).path("gov.outcome").path("quality").asDouble());
  }

  @Test
  void resultsOfABatchAreUnwrapped() throws Exception {
    JsonNode read = run(
        "auto",
        "{\"custom_id\":\"1\",\"response\":{\"status_code\":200,\"body\":{\"id\":\"c\",\"object\":"
            + "\"chat.completion\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}}}\n"
            + "{\"custom_id\":\"2\",\"response\":{\"status_code\":400,\"body\":{\"error\":{\"type\":\"bad\"}}}}\n");
    assertEquals("openai-chat", read.path("format").asText());
    assertEquals(1, read.path("imported").asInt());
    assertTrue(
        read.path("rejections").get(0).path("reason").asText().contains("is an error (bad)"));
  }

  @Test
  void textIsKeptOnlyWhereAskedForAndCutByBytes() throws Exception {
    String chat =
        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"message\":{\"content\":\"äöü secret\"}}],"
            + "\"mine\":{\"x\":1},\"note\":\"" + "n".repeat(300) + "\"}";
    run("openai-chat", chat);
    assertFalse(Files.readString(out()).contains("secret"));
    assertEquals(1, turns().get(0).path("gov.source").path("mine").path("x").asInt());
    assertFalse(turns().get(0).path("gov.source").has("note"));
    run(
        "openai-chat",
        chat.getBytes(StandardCharsets.UTF_8),
        ImportRequest.DEFAULT.withTextBytes(5),
        List.of());
    assertEquals("äö", turns().get(0).path("gov.text").path("output").asText()); // 2 bytes each
    assertTrue(turns().get(0).path("gov.text").path("output.truncated").asBoolean());
  }

  @Test
  void idsAreHashedOnRequestAndOutcomesJoinBefore() throws Exception {
    Path later = folder.resolve("outcomes.jsonl");
    Files.writeString(
        later,
        "{\"gen_ai.conversation.id\":\"person-7\",\"turn\":0,\"quality\":0.2,\"source\":\"user\"}\n"
            + "{\"gen_ai.conversation.id\":\"person-7\",\"turn\":0,\"quality\":0.9,\"source\":\"user\"}\n"
            + "{\"gen_ai.conversation.id\":\"nobody\",\"turn\":0,\"quality\":1}\n");
    String row =
        "{\"request_id\":\"r\",\"session_id\":\"person-7\",\"call_type\":\"c\",\"user\":\"ann\","
            + "\"prompt_tokens\":1,\"completion_tokens\":1}";
    run(
        "litellm",
        row.getBytes(StandardCharsets.UTF_8),
        ImportRequest.DEFAULT.withHashIds(true),
        List.of(later));
    String written = Files.readString(out());
    assertFalse(written.contains("person-7") || written.contains("ann\""), written);
    assertEquals(0.9, turns().get(0).path("gov.outcome").path("quality").asDouble());
    LogImport.Result result = new LogImport(ImportRequest.DEFAULT)
        .run(
            List.of(folder.resolve("file")),
            "litellm",
            List.of(later),
            LogImport.Target.TURNS,
            Optional.empty(),
            Optional.empty());
    assertEquals(3, result.outcomesRead());
    assertEquals(1, result.outcomesJoined());
  }

  @Test
  void vowpalTextIsReadBackAsItWasWritten() throws Exception {
    String line =
        "{\"schema\":\"turns/1\",\"gen_ai.conversation.id\":\"s\",\"turn\":0,\"gov.action\":{\"id\":\"dear\"},"
            + "\"gov.actions_available\":[\"cheap\",\"dear\"],\"gov.propensity\":0.25,\"gov.outcome\":{\"quality\":0.5},"
            + "\"gov.features\":{\"chars\":3,\"kind\":\"code\"}}";
    Path file = folder.resolve("t.jsonl");
    Files.writeString(file, line + "\n");
    Path vw = folder.resolve("t.vw");
    new LogImport(ImportRequest.DEFAULT)
        .run(
            List.of(file),
            "auto",
            List.of(),
            LogImport.Target.VW,
            Optional.of(vw),
            Optional.empty());
    assertEquals(
        "shared | chars:3 kind=code\n|a id=cheap\n0:-0.5:0.25 |a id=dear\n\n",
        Files.readString(vw));
    run(
        "vw",
        Files.readAllBytes(vw),
        ImportRequest.DEFAULT.withBanditQuality(ImportRequest.BanditQuality.NEGATED_COST),
        List.of());
    JsonNode back = turns().get(0);
    JsonNode before = JSON.readTree(line);
    for (String field : List.of("gov.actions_available", "gov.propensity", "gov.features")) {
      assertEquals(before.path(field), back.path(field));
    }
    assertEquals("dear", back.path("gov.action").path("id").asText());
    assertEquals(0.5, back.path("gov.outcome").path("quality").asDouble());
  }

  @Test
  void csvRowsAreReadByTheirMap() throws Exception {
    JsonNode read = run(
        "csv",
        "conv,arm,score,p\n\"a,1\",x,0.5,0.5\n\"a,1\",y,,2\nb,x\n".getBytes(StandardCharsets.UTF_8),
        ImportRequest.DEFAULT.withColumns(
            Map.of("session", "conv", "action", "arm", "quality", "score", "propensity", "p")),
        List.of());
    assertEquals(1, read.path("turns").asInt());
    assertEquals(2, read.path("rejected").asInt());
    assertEquals("a,1", turns().get(0).path("gen_ai.conversation.id").asText());
    assertTrue(
        read.path("rejections").get(1).path("reason").asText().contains("number of cells is 2"));
  }

  @Test
  void aGzipStreamThatWasCutIsToldAndKeepsItsLines() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (int index = 0; index < 3_000; index++) {
        zip.write(("{\"request_id\":\"r" + index * 7919L % 3001
                + "\",\"call_type\":\"c\",\"prompt_tokens\":" + index + "}\n")
            .getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] cut = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    JsonNode read = run("litellm", cut, ImportRequest.DEFAULT, List.of());
    assertTrue(read.path("imported").asInt() > 500);
    assertTrue(
        read.path("rejections").get(0).path("reason").asText().contains("gzip stream is broken"));
  }

  @Test
  void nothingIsWrittenWhereNothingCouldBeTaken() throws Exception {
    Files.writeString(out(), "before");
    InputException refused = assertThrows(
        InputException.class, () -> run("anthropic", "{\"object\":\"chat.completion\"}"));
    assertTrue(refused.getMessage().contains("line 1: type is"), refused.getMessage());
    assertEquals("before", Files.readString(out()));
    try (var left = Files.list(folder)) {
      assertTrue(left.noneMatch(path -> path.toString().endsWith(".part")));
    }
  }

  @Test
  void hugeNumbersAndDeepNestingAreRejectedWithTheirReason() throws Exception {
    String good = "{\"request_id\":\"r\",\"call_type\":\"c\",\"prompt_tokens\":1}\n";
    JsonNode read = run(
        "litellm",
        good
            + "{\"request_id\":\"s\",\"call_type\":\"c\",\"prompt_tokens\":1e999999999}\n"
            + "{\"request_id\":\"t\",\"call_type\":\"c\",\"spend\":1e999999999}\n"
            + "{\"request_id\":\"u\",\"call_type\":\"c\",\"prompt_tokens\":" + "[".repeat(5_000)
            + "\n"
            + "{\"request_id\":\"v\",\"call_type\":\"c\",\"prompt_tokens\":" + "9".repeat(5_000)
            + "}\n"
            + good);
    assertEquals(1, read.path("imported").asInt());
    assertEquals(5, read.path("rejected").asInt());
    assertTrue(
        read.path("rejections").get(4).path("reason").asText().contains("request is r again"));
    assertTrue(new BigDecimal(read.path("inputTokens").asText()).equals(BigDecimal.ONE));
  }

  @Test
  void aNumberThatNothingCanHoldIsRejectedAndNoError() throws Exception {
    String text = "{\n  \"trace\": {\"id\": \"t\", \"x\": 0.5e-9999999993}}";

    var refused = assertThrows(InputException.class, () -> run("langfuse", text));

    assertTrue(refused.getMessage().contains("1 records, all rejected"), refused.getMessage());
  }
}
