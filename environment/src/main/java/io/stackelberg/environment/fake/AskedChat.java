package io.stackelberg.environment.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** A chat request as it arrived. */
record AskedChat(
    String model,
    List<Message> messages,
    OptionalLong maxTokens,
    List<String> tools,
    boolean isStreamed,
    boolean hasStreamOptions,
    boolean wantsUsage,
    String content) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A message; the parts of a text in parts are joined. */
  record Message(String role, String text) {}

  /** @throws IllegalArgumentException if the body is not a chat request */
  static AskedChat parse(String body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw Require.unexpected("body", "malformed JSON", "a chat request");
    }
    if (!root.path("model").isTextual()) {
      throw Require.unexpected("model", root.path("model"), "a name");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : root.path("messages")) {
      if (!message.path("role").isTextual()) {
        throw Require.unexpected("role of a message", message.path("role"), "a name");
      }
      messages.add(new Message(message.get("role").asText(), text(message.path("content"))));
    }
    Require.nonEmpty("messages", messages);
    List<String> tools = new ArrayList<>();
    for (JsonNode tool : root.path("tools")) {
      tools.add(tool.path("function").path("name").asText());
    }
    JsonNode limit = root.path("max_completion_tokens").isNumber()
        ? root.path("max_completion_tokens")
        : root.path("max_tokens");
    if (limit.isNumber()) {
      Require.atLeast("max_tokens", limit.asLong(), 1L);
    }
    return new AskedChat(
        root.get("model").asText(),
        List.copyOf(messages),
        limit.isNumber() ? OptionalLong.of(limit.asLong()) : OptionalLong.empty(),
        List.copyOf(tools),
        root.path("stream").asBoolean(),
        root.has("stream_options"),
        root.path("stream_options").path("include_usage").asBoolean(),
        content((ObjectNode) root));
  }

  /** Tokens of all messages: four characters each. */
  long promptTokens() {
    return messages.stream().mapToLong(message -> tokens(message.text())).sum();
  }

  static long tokens(String text) {
    return (text.length() + 3) / 4;
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder joined = new StringBuilder();
    for (JsonNode part : content) {
      joined.append(part.path("text").asText());
    }
    return joined.toString();
  }

  /** Hash of what is asked; how it is to be delivered is left out, so that a retry may change it. */
  private static String content(ObjectNode root) {
    ObjectNode asked = root.deepCopy();
    asked.remove(List.of("stream", "stream_options", "user"));
    return HexFormat.of().toHexDigits(SeedSplitter.firstLong(asked.toString()));
  }
}
