package io.stackelberg.pipeline.io.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.TurnLogReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mutated lines and documents: no crash, no hang, nothing dropped without a word.
 *
 * <p>{@code -Dimport.mutations=100000} runs the long version.
 */
class MutatedFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MUTATIONS = Integer.getInteger("import.mutations", 2_000);

  /** A whole record of each format that has one record a line, written by hand. */
  private static final Map<String, String> LINES = Map.ofEntries(
      Map.entry(
          "turns",
          "{\"schema\":\"turns/1\",\"gen_ai.conversation.id\":\"s%d\",\"turn\":0,"
              + "\"gen_ai.usage.input_tokens\":50,\"gen_ai.usage.output_tokens\":7,\"gov.action\":{\"id\":\"a\"},"
              + "\"gov.actions_available\":[\"a\",\"b\"],\"gov.propensity\":0.5,\"gov.outcome\":{\"quality\":0.5},"
              + "\"gov.cost\":{\"amount\":\"0.1\",\"currency\":\"USD\"},\"mine\":[1,{\"x\":null}]}"),
      Map.entry(
          "litellm",
          "{\"request_id\":\"r%d\",\"call_type\":\"acompletion\",\"spend\":1e-05,"
              + "\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12,\"model\":\"m\","
              + "\"metadata\":\"{\\\"usage_object\\\":{\\\"prompt_tokens\\\":10,\\\"completion_tokens\\\":2}}\"}"),
      Map.entry(
          "openai-chat",
          "{\"id\":\"c%d\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":["
              + "{\"finish_reason\":\"stop\",\"message\":{\"content\":\"hi\"}}],\"usage\":{\"prompt_tokens\":5,"
              + "\"completion_tokens\":2,\"total_tokens\":7,\"prompt_tokens_details\":{\"cached_tokens\":1}}}"),
      Map.entry(
          "openai-responses",
          "{\"id\":\"p%d\",\"object\":\"response\",\"model\":\"m\",\"status\":"
              + "\"completed\",\"output\":[{\"type\":\"function_call\"}],\"usage\":{\"input_tokens\":5,"
              + "\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":1}}}"),
      Map.entry(
          "anthropic",
          "{\"id\":\"m%d\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
              + "\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":2,\"cache_creation\":"
              + "{\"ephemeral_5m_input_tokens\":3}}}"),
      Map.entry(
          "langfuse",
          "{\"id\":\"o%d\",\"traceId\":\"t\",\"type\":\"GENERATION\",\"model\":\"m\","
              + "\"usageDetails\":{\"input\":5,\"input_cached_tokens\":2,\"output\":1,\"total\":8},"
              + "\"costDetails\":{\"total\":0.5}}"),
      Map.entry(
          "otlp-json",
          "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t\",\"spanId\":"
              + "\"s%d\",\"startTimeUnixNano\":\"17\",\"attributes\":[{\"key\":\"gen_ai.operation.name\",\"value\":"
              + "{\"stringValue\":\"chat\"}},{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":\"9\"}}"
              + "]}]}]}]}"),
      Map.entry(
          "tau-bench",
          "{\"task_id\":%d,\"trial\":0,\"reward\":1.0,\"info\":{\"user_cost\":0.1},"
              + "\"traj\":[{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\"}]}"),
      Map.entry(
          "vw",
          "{\"_label_cost\":-1.0,\"_label_probability\":0.5,\"_label_Action\":2,\"_labelIndex\":1,"
              + "\"EventId\":\"e%d\",\"a\":[2,1],\"p\":[0.5,0.5],\"c\":{\"x\":1,\"_multi\":[{},{}]}}"),
      Map.entry(
          "anthropic-stream",
          "{\"type\":\"message_start\",\"message\":{\"id\":\"m%d\",\"role\":"
              + "\"assistant\",\"usage\":{\"input_tokens\":4,\"output_tokens\":1}}}"),
      Map.entry(
          "openai-chat-stream",
          "{\"id\":\"c%d\",\"object\":\"chat.completion.chunk\",\"choices\":["
              + "{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}"),
      Map.entry(
          "openai-responses-stream",
          "{\"type\":\"response.completed\",\"response\":{\"id\":\"p%d\","
              + "\"object\":\"response\",\"output\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}"),
      Map.entry("obp", "%d,2019-11-24 00:03:13,14,3,0,0.029"));

  private static final String[] PIECES = {
    "\0",
    "\r",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "1e999999999",
    "-1",
    "null",
    "true",
    "99999999999999999999",
    "\"\"",
    "1.5",
    "[[",
    "\uD83D\uDE00",
    "\u2028",
    "\\u0000",
    "NaN",
    "{\"a\":",
    "|",
    "0:1:2",
    "1e-999999999"
  };

  @TempDir
  Path folder;

  @ParameterizedTest(name = "{0}, seed 7")
  @ValueSource(
      strings = {
        "turns",
        "litellm",
        "openai-chat",
        "openai-responses",
        "anthropic",
        "langfuse",
        "otlp-json",
        "tau-bench",
        "vw",
        "anthropic-stream",
        "openai-chat-stream",
        "openai-responses-stream",
        "obp"
      })
  void everyLineIsImportedOrRejected(String format) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String header =
        format.equals("obp") ? ",timestamp,item_id,position,click,propensity_score\n" : "";
    bytes.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    int lines = Math.max(20, MUTATIONS / LINES.size());
    for (int index = 0; index < lines; index++) {
      byte[] line = String.format(LINES.get(format), index).getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(index % 5 == 0 ? line : mutated(line, random));
      bytes.writeBytes((index % 7 == 0 ? "\r\n" : "\n").getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("file." + format);
    Files.write(file, bytes.toByteArray());
    long read = 0;
    for (String line : new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1).split("\n")) {
      // Blank means empty or white space; a NUL is not blank.
      read += line.chars().allMatch(at -> at <= ' ' && at > 0) ? 0 : 1;
    }
    read -= header.isEmpty() ? 0 : 1;
    Path out = folder.resolve("out.jsonl");
    Path rejected = folder.resolve("rejected.jsonl");
    ImportSummary summary =
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> run(file, format, out, rejected));
    // A stream's rest, and spans within a request, may be refused beyond their lines.
    boolean hasParts = List.of(
            "otlp-json",
            "langfuse",
            "openai-chat-stream",
            "openai-responses-stream",
            "anthropic-stream")
        .contains(format);
    assertTrue(
        summary.read() == read || hasParts && summary.read() >= read,
        summary.read() + " records of " + read);
    assertEquals(summary.read(), summary.imported() + summary.rejected());
    List<String> refusals = Files.readAllLines(rejected);
    assertEquals(summary.rejected(), refusals.size());
    for (String refusal : refusals) {
      JsonNode node = JSON.readTree(refusal);
      assertEquals("file." + format, node.path("file").asText());
      assertTrue(node.path("line").asLong() >= 1);
      assertFalse(node.path("reason").asText().isBlank());
    }
    List<String> turns = Files.readAllLines(out);
    assertEquals(summary.turns(), turns.size());
    assertTrue(summary.turns() >= lines / 6, "every fifth record is whole");
    for (String turn : turns) {
      TurnLogReader.requireTurn(JSON.readTree(turn));
    }
  }

  private static ImportSummary run(Path file, String format, Path out, Path rejected) {
    return new LogImport(ImportRequest.DEFAULT)
        .run(
            List.of(file),
            format,
            List.of(),
            LogImport.Target.TURNS,
            Optional.of(out),
            Optional.of(rejected))
        .files()
        .get(0);
  }

  private static byte[] mutated(byte[] line, RandomGenerator random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte each : line) {
      bytes.add(each);
    }
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes && !bytes.isEmpty(); change++) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(7)) {
        case 0 -> bytes.subList(at, bytes.size()).clear();
        case 1 -> bytes.set(at, (byte) random.nextInt(256));
        case 2 -> insert(bytes, at, PIECES[random.nextInt(PIECES.length)]);
        case 3 ->
          bytes.subList(at, Math.min(bytes.size(), at + 1 + random.nextInt(12))).clear();
        case 4 -> insert(bytes, at, "[".repeat(1 + random.nextInt(2_000)));
        case 5 -> {
          // A value becomes one of another type.
          String text = text(bytes);
          int colon = text.indexOf(':', at);
          int end = colon < 0 ? -1 : text.indexOf(',', colon);
          if (end > 0) {
            bytes.subList(colon + 1, end).clear();
            insert(bytes, colon + 1, PIECES[random.nextInt(PIECES.length)]);
          }
        }
        default -> insert(bytes, at, "7".repeat(random.nextInt(500)));
      }
    }
    byte[] changed = new byte[bytes.size()];
    for (int index = 0; index < changed.length; index++) {
      changed[index] = bytes.get(index) == '\n' ? (byte) ' ' : bytes.get(index);
    }
    return changed;
  }

  private static String text(List<Byte> bytes) {
    StringBuilder text = new StringBuilder();
    bytes.forEach(each -> text.append((char) (each & 0xff)));
    return text.toString();
  }

  private static void insert(List<Byte> bytes, int at, String piece) {
    byte[] inserted = piece.getBytes(StandardCharsets.UTF_8);
    for (int index = 0; index < inserted.length; index++) {
      bytes.add(at + index, inserted[index]);
    }
  }

  @Test
  @Tag("slow")
  void referenceDocumentsAreImportedOrRefused() throws Exception {
    Path root = Path.of(System.getProperty("governor.home", ".."))
        .resolve("../shared/data/foreign-logs")
        .normalize();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isDirectory(root), "the reference folder ../shared/data/foreign-logs is absent");
    RandomGenerator random = new SplittableSeed(11).generator();
    List<Path> files;
    try (var walk = Files.walk(root, 2)) {
      files = walk.filter(path -> path.getNameCount() == root.getNameCount() + 2)
          .filter(path -> !path.getParent().endsWith("prices"))
          .sorted()
          .toList();
    }
    int documents = MUTATIONS / 10;
    for (int index = 0; index < documents; index++) {
      Path source = files.get(random.nextInt(files.size()));
      byte[] bytes = Files.readAllBytes(source);
      byte[] changed = mutatedDocument(bytes, random);
      Path file = folder.resolve(source.getFileName().toString());
      Files.write(file, changed);
      String format = source.getParent().getFileName().toString();
      Path out = folder.resolve("out.jsonl");
      Path rejected = folder.resolve("rejected.jsonl");
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            try {
              ImportSummary summary = run(file, format, out, rejected);
              assertEquals(summary.read(), summary.imported() + summary.rejected());
              assertEquals(summary.rejected(), Files.readAllLines(rejected).size());
              assertEquals(summary.turns(), Files.readAllLines(out).size());
            } catch (InputException refused) {
              assertTrue(
                  refused.getMessage().contains("line ")
                      || refused.getMessage().contains(" 0 records"),
                  refused.getMessage());
            }
          },
          () -> "seed 11, " + source);
    }
  }

  private record SplittableSeed(long seed) {
    RandomGenerator generator() {
      return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
  }

  private static byte[] mutatedDocument(byte[] bytes, RandomGenerator random) {
    int at = random.nextInt(bytes.length);
    String piece = PIECES[random.nextInt(PIECES.length)];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (random.nextInt(4)) {
      case 0 -> out.write(bytes, 0, at);
      case 1 -> {
        out.write(bytes, 0, at);
        out.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
        out.write(bytes, at, bytes.length - at);
      }
      case 2 -> {
        out.writeBytes(bytes);
        out.write(bytes, at, bytes.length - at);
      }
      default -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(100));
        out.write(bytes, 0, at);
        out.writeBytes("[".repeat(random.nextInt(1_000)).getBytes(StandardCharsets.UTF_8));
        out.write(bytes, end, bytes.length - end);
      }
    }
    return out.toByteArray();
  }
}
