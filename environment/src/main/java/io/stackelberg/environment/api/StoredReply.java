package io.stackelberg.environment.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reply as the ledger keeps it, with a hash of the request it answers.
 *
 * @param requestHash 16 hexadecimal digits
 */
record StoredReply(String requestHash, ChatReply reply) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Everything but the way of delivery counts. */
  static String hash(ChatRequest request) {
    return HexFormat.of()
        .toHexDigits(SeedSplitter.firstLong(new ChatRequest(
                request.model(),
                request.messages(),
                request.maxTokens(),
                request.temperature(),
                request.seed(),
                request.tools(),
                false)
            .toString()));
  }

  String json() {
    ObjectNode root = JSON.createObjectNode().put("request", requestHash);
    root.put("text", reply.text());
    ArrayNode tools = root.putArray("tools");
    for (ChatReply.ToolCall call : reply.toolCalls()) {
      tools
          .addObject()
          .put("id", call.id())
          .put("name", call.name())
          .put("arguments", call.arguments());
    }
    root.put("finish", reply.finishReason().orElse(null));
    ObjectNode usage = root.putObject("usage");
    put(usage, "input", reply.usage().input());
    put(usage, "output", reply.usage().output());
    put(usage, "cache_read", reply.usage().cacheRead());
    put(usage, "cache_write", reply.usage().cacheWrite());
    put(usage, "reasoning", reply.usage().reasoning());
    usage.put("estimated", reply.usage().isEstimated());
    root.put("model", reply.model().orElse(null));
    root.put("fingerprint", reply.fingerprint().orElse(null));
    root.put("attempts", reply.attempts());
    root.put("complete", reply.isComplete());
    return root.toString();
  }

  static StoredReply parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      List<ChatReply.ToolCall> tools = new ArrayList<>();
      for (JsonNode call : root.required("tools")) {
        tools.add(new ChatReply.ToolCall(
            call.required("id").asText(),
            call.required("name").asText(),
            call.required("arguments").asText()));
      }
      JsonNode usage = root.required("usage");
      return new StoredReply(
          root.required("request").asText(),
          new ChatReply(
              root.required("text").asText(),
              tools,
              text(root, "finish"),
              new Usage(
                  count(usage, "input"),
                  count(usage, "output"),
                  count(usage, "cache_read"),
                  count(usage, "cache_write"),
                  count(usage, "reasoning"),
                  usage.required("estimated").asBoolean()),
              text(root, "model"),
              text(root, "fingerprint"),
              root.required("attempts").asInt(),
              root.required("complete").asBoolean()));
    } catch (JsonProcessingException | IllegalArgumentException unreadable) {
      throw new IllegalStateException(
          "a settled result in the ledger is unreadable, expected a stored reply.", unreadable);
    }
  }

  private static void put(ObjectNode node, String key, OptionalLong value) {
    if (value.isPresent()) {
      node.put(key, value.getAsLong());
    }
  }

  private static OptionalLong count(JsonNode node, String key) {
    return node.hasNonNull(key) ? OptionalLong.of(node.get(key).asLong()) : OptionalLong.empty();
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.hasNonNull(key) ? Optional.of(node.get(key).asText()) : Optional.empty();
  }
}
