package io.stackelberg.environment.cassette;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.environment.http.WireHead;
import io.stackelberg.game.Require;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A recorded exchange as one line of JSON, closed by a check sum of what stands before it. */
final class EntryFormat {
  static final String SCHEMA = "cassette/1";
  private static final String CHECK = ",\"check\":\"";
  private static final int CHECK_LENGTH = 16;
  private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(1 << 28).build())
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private EntryFormat() {}

  static String write(CassetteEntry entry, Optional<Usage> usage) {
    ObjectNode line = JSON.createObjectNode();
    line.put("schema", SCHEMA).put("key", entry.key()).put("call", entry.callId());
    line.set("request", requestNode(entry.request()));
    entry.head().ifPresent(head -> {
      line.put("status", head.status());
      ObjectNode headers = line.putObject("headers");
      head.headers().forEach(headers::put);
    });
    ArrayNode chunks = line.putArray("chunks");
    for (CassetteEntry.TimedPiece piece : entry.pieces()) {
      byte[] bytes = piece.toBytes();
      String text = new String(bytes, StandardCharsets.UTF_8);
      ObjectNode chunk = chunks.addObject().put("ms", piece.millis());
      if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
        chunk.put("text", text);
      } else {
        chunk.put("base64", Base64.getEncoder().encodeToString(bytes));
      }
    }
    entry
        .failure()
        .ifPresent(reason -> line.put("failure", reason.name()).put("detail", entry.detail()));
    usage.ifPresent(counts -> {
      ObjectNode node = line.putObject("usage");
      put(node, "input_tokens", counts.input());
      put(node, "output_tokens", counts.output());
      put(node, "cache_read", counts.cacheRead());
      put(node, "cache_write", counts.cacheWrite());
      put(node, "reasoning", counts.reasoning());
      node.put("estimated", counts.isEstimated());
    });
    String text = line.toString();
    String open = text.substring(0, text.length() - 1);
    return open + CHECK + check(open) + "\"}";
  }

  private static void put(ObjectNode node, String key, OptionalLong count) {
    count.ifPresent(value -> node.put(key, value));
  }

  private static JsonNode requestNode(String request) {
    try {
      return JSON.readTree(request);
    } catch (JsonProcessingException e) {
      // A pattern of redaction may have hit the JSON around a value; the text is kept as it is.
      return JSON.getNodeFactory().textNode(request);
    }
  }

  private static String check(String open) {
    return RequestKey.sha256(open).substring(0, CHECK_LENGTH);
  }

  /**
   * The exchange of a line; a line without check sum was written by hand and is taken as it is.
   *
   * @throws IllegalArgumentException if the line is damaged, saying how
   */
  static CassetteEntry read(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw Require.unexpected("line", "not JSON", "one JSON object");
    }
    int at = line.lastIndexOf(CHECK);
    if (node.has("check")
        && (at < 0 || !check(line.substring(0, at)).equals(node.path("check").asText()))) {
      throw Require.unexpected("check", node.path("check"), "the check sum of the line");
    }
    if (!node.path("schema").asText().equals(SCHEMA)) {
      throw Require.unexpected("schema", node.path("schema"), SCHEMA);
    }
    if (!node.path("key").asText().matches("[0-9a-f]{64}")) {
      throw Require.unexpected("key", node.path("key"), "a SHA-256 in hexadecimal");
    }
    Optional<WireHead> head = Optional.empty();
    if (node.has("status")) {
      TreeMap<String, String> headers = new TreeMap<>();
      node.path("headers")
          .properties()
          .forEach(field -> headers.put(field.getKey(), field.getValue().asText()));
      head = Optional.of(new WireHead(node.path("status").asInt(), headers));
    }
    List<CassetteEntry.TimedPiece> pieces = new ArrayList<>();
    for (JsonNode chunk : node.path("chunks")) {
      byte[] bytes = chunk.has("base64")
          ? Base64.getDecoder().decode(chunk.path("base64").asText())
          : chunk.path("text").asText().getBytes(StandardCharsets.UTF_8);
      pieces.add(CassetteEntry.TimedPiece.of(chunk.path("ms").asLong(), bytes));
    }
    JsonNode request = node.path("request");
    return new CassetteEntry(
        node.path("key").asText(),
        node.path("call").asText(),
        request.isTextual() ? request.asText() : request.toString(),
        head,
        pieces,
        node.has("failure")
            ? Optional.of(Reason.valueOf(node.path("failure").asText()))
            : Optional.empty(),
        node.path("detail").asText());
  }
}
