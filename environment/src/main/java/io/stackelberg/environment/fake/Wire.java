package io.stackelberg.environment.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON of answers. */
final class Wire {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** A constant, so that equal answers are equal bytes. */
  private static final long CREATED = 1_750_000_000L;

  private final String id;
  private final String model;
  private final String fingerprint;

  Wire(String id, String model, String fingerprint) {
    this.id = id;
    this.model = model;
    this.fingerprint = fingerprint;
  }

  static String models(String model) {
    ObjectNode root = JSON.createObjectNode().put("object", "list");
    root.putArray("data")
        .addObject()
        .put("id", model)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "local");
    return root.toString();
  }

  static ObjectNode error(String message, String code) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("error")
        .put("message", message)
        .put("type", code.equals("invalid_api_key") ? "authentication_error" : "api_error")
        .putNull("param")
        .put("code", code);
    return root;
  }

  ObjectNode whole(FakeModel.Answer answer, boolean hasUsage) {
    ObjectNode root = head("chat.completion");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.set("message", said(answer));
    choice.put("finish_reason", answer.finish());
    if (hasUsage) {
      root.set("usage", usage(answer));
    }
    return root;
  }

  private static ObjectNode said(FakeModel.Answer answer) {
    ObjectNode message = JSON.createObjectNode().put("role", "assistant");
    if (answer.tool().isPresent()) {
      message.putNull("content");
      addTool(message, answer);
    } else {
      message.put("content", answer.text());
    }
    return message;
  }

  private static void addTool(ObjectNode message, FakeModel.Answer answer) {
    ObjectNode call = message.putArray("tool_calls").addObject().put("index", 0);
    call.put("id", "call_0").put("type", "function");
    call.putObject("function")
        .put("name", answer.tool().orElseThrow())
        .put("arguments", JSON.createObjectNode().put("query", answer.text()).toString());
  }

  /** A piece of text. */
  ObjectNode piece(String content) {
    ObjectNode root = head("chat.completion.chunk");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta").put("content", content);
    choice.putNull("finish_reason");
    return root;
  }

  /** The first chunk: the role, and the tool that is asked for. */
  ObjectNode opening(FakeModel.Answer answer) {
    ObjectNode root = head("chat.completion.chunk");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode delta = choice.putObject("delta").put("role", "assistant").put("content", "");
    if (answer.tool().isPresent()) {
      addTool(delta, answer);
    }
    choice.putNull("finish_reason");
    return root;
  }

  /** The chunk that ends the answer, with usage beside its choice if wanted. */
  ObjectNode closing(FakeModel.Answer answer, boolean hasUsage) {
    ObjectNode root = head("chat.completion.chunk");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.put("finish_reason", answer.finish());
    if (hasUsage) {
      root.set("usage", usage(answer));
    }
    return root;
  }

  /** The chunk without choices that carries the usage. */
  ObjectNode usageOnly(FakeModel.Answer answer) {
    ObjectNode root = head("chat.completion.chunk");
    root.putArray("choices");
    root.set("usage", usage(answer));
    return root;
  }

  private ObjectNode head(String object) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", CREATED)
        .put("model", model)
        .put("system_fingerprint", fingerprint);
  }

  private static ObjectNode usage(FakeModel.Answer answer) {
    ObjectNode usage = JSON.createObjectNode()
        .put("prompt_tokens", answer.inputTokens())
        .put("completion_tokens", answer.outputTokens())
        .put("total_tokens", answer.inputTokens() + answer.outputTokens());
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
    return usage;
  }
}
