package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells a file's format by how it begins; an unclear one is left to the user. */
final class FormatDetector {
  private static final int SNIFFED = 1 << 22;
  private static final int DEEPEST_SHOWN = 3;

  private FormatDetector() {}

  static Optional<String> detect(LogFile file) throws IOException {
    byte[] start;
    try (InputStream in = file.open()) {
      start = in.readNBytes(SNIFFED);
    }
    String text = new String(start, StandardCharsets.UTF_8).stripLeading();
    String first = text.lines().findFirst().orElse("").strip();
    if (first.startsWith("event:") || first.startsWith("data:") || first.startsWith(":")) {
      return text.lines()
          .filter(line -> line.startsWith("data:"))
          .map(line -> keys(line.substring("data:".length())))
          .flatMap(keys -> byKeys(keys).stream())
          .filter(format -> format.endsWith("-stream"))
          .findFirst();
    }
    if (first.startsWith("{") || first.startsWith("[")) {
      // A first line that is broken does not hide the next ones.
      return byKeys(keys(text))
          .or(() -> text.lines()
              .skip(1)
              .limit(SNIFFED >> 16)
              .filter(line -> line.startsWith("{"))
              .flatMap(line -> byKeys(keys(line)).stream())
              .findFirst());
    }
    if (first.contains("item_id") && first.contains(",")) {
      return Optional.of("obp");
    }
    if (first.contains("|")) {
      return Optional.of("vw");
    }
    return first.contains(",") ? Optional.of("csv") : Optional.empty();
  }

  /** The fields of the first object, as far as they can be read, with the small values among them. */
  private static ObjectNode keys(String text) {
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    try (JsonParser parser =
        JsonText.parser(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), true)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        keys.put("[", true);
        token = parser.nextToken();
      }
      if (token == JsonToken.START_OBJECT) {
        fields(parser, keys, DEEPEST_SHOWN);
      }
    } catch (IOException unreadable) {
      // What was read so far decides.
      return keys;
    }
    return keys;
  }

  private static void fields(JsonParser parser, ObjectNode keys, int depth) throws IOException {
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        keys.put(field, parser.getText());
      } else if (token == JsonToken.START_OBJECT && depth > 0) {
        fields(parser, keys.putObject(field), depth - 1);
      } else if (token == JsonToken.START_ARRAY) {
        keys.putArray(field);
        parser.skipChildren();
      } else {
        keys.put(field, true);
        parser.skipChildren();
      }
    }
  }

  private static Optional<String> byKeys(ObjectNode keys) {
    if (keys.path("response").path("body").isObject()) {
      return byKeys((ObjectNode) keys.path("response").path("body"));
    }
    if (keys.path("result").path("message").isObject()) {
      return byKeys((ObjectNode) keys.path("result").path("message"));
    }
    String type = keys.path("type").asText("");
    String object = keys.path("object").asText("");
    return Optional.ofNullable(
        keys.path("schema").asText("").startsWith("turns/")
            ? "turns"
            : has(keys, "_label_cost") || has(keys, "_label_Action")
                ? "vw"
                : has(keys, "resourceSpans")
                        || has(keys, "resourceLogs")
                        || has(keys, "resource_spans")
                        || has(keys, "resource_logs")
                    ? "otlp-json"
                    : object.equals("chat.completion.chunk")
                        ? "openai-chat-stream"
                        : object.equals("chat.completion")
                            ? "openai-chat"
                            : object.equals("response")
                                ? "openai-responses"
                                : type.startsWith("response.")
                                    ? "openai-responses-stream"
                                    : type.equals("message") && has(keys, "role")
                                        ? "anthropic"
                                        : type.startsWith("message_")
                                                || type.startsWith("content_block_")
                                            ? "anthropic-stream"
                                            : has(keys, "usageDetails")
                                                    || has(keys, "parentObservationId")
                                                    || has(keys, "observations")
                                                    || isObservation(keys, type)
                                                    || keys.path("trace").has("observations")
                                                ? "langfuse"
                                                : has(keys, "call_type")
                                                        || has(keys, "spend")
                                                        || has(keys, "response_cost")
                                                    ? "litellm"
                                                    : has(keys, "simulations")
                                                        ? "tau2"
                                                        : has(keys, "traj") && has(keys, "task_id")
                                                            ? "tau-bench"
                                                            : has(keys, "trajectory_format")
                                                                    || has(keys, "messages")
                                                                        && has(keys, "info")
                                                                ? "mini-swe-agent"
                                                                : has(keys, "[")
                                                                        && has(keys, "role")
                                                                        && has(keys, "content")
                                                                    ? "mini-swe-agent"
                                                                    : has(keys, "trajectory")
                                                                        ? "swe-agent"
                                                                        : has(keys, "eval")
                                                                            ? "inspect"
                                                                            : null);
  }

  private static boolean isObservation(ObjectNode keys, String type) {
    return has(keys, "traceId") && (type.equals("GENERATION") || type.equals("SPAN"));
  }

  private static boolean has(JsonNode keys, String field) {
    return keys.has(field);
  }
}
