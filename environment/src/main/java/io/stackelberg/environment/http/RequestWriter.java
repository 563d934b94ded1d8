package io.stackelberg.environment.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.game.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes requests as the chat completions interface has them. */
final class RequestWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ToolDefinition> tools = new HashMap<>();
  private final EndpointOptions.OutputLimit outputLimit;

  RequestWriter(List<ToolDefinition> tools, EndpointOptions.OutputLimit outputLimit) {
    this.outputLimit = outputLimit;
    for (ToolDefinition tool : tools) {
      this.tools.put(tool.name(), tool);
      schema(tool);
    }
  }

  /**
   * The body of a request.
   *
   * @param withUsage whether a stream is asked to end with its usage
   */
  String body(ChatRequest request, boolean withUsage) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", request.model());
    ArrayNode messages = body.putArray("messages");
    for (ChatMessage message : request.messages()) {
      boolean isTool = message.role() == ChatMessage.Role.TOOL;
      messages
          .addObject()
          .put("role", isTool ? ChatMessage.Role.USER.id() : message.role().id())
          .put("content", isTool ? "[tool result]\n" + message.text() : message.text());
    }
    request.maxTokens().ifPresent(limit -> body.put(outputLimit.field(), limit));
    request.temperature().ifPresent(value -> body.put("temperature", value));
    request.seed().ifPresent(value -> body.put("seed", value));
    if (!request.tools().isEmpty()) {
      ArrayNode list = body.putArray("tools");
      for (String name : request.tools()) {
        ToolDefinition tool =
            tools.getOrDefault(name, new ToolDefinition(name, "", ToolDefinition.ANY_ARGUMENTS));
        ObjectNode function =
            list.addObject().put("type", "function").putObject("function").put("name", name);
        if (!tool.description().isEmpty()) {
          function.put("description", tool.description());
        }
        function.set("parameters", schema(tool));
      }
    }
    if (request.isStreamed()) {
      body.put("stream", true);
      if (withUsage) {
        body.putObject("stream_options").put("include_usage", true);
      }
    }
    return body.toString();
  }

  private static JsonNode schema(ToolDefinition tool) {
    try {
      JsonNode schema = JSON.readTree(tool.parametersSchema());
      if (schema.isObject()) {
        return schema;
      }
    } catch (JsonProcessingException e) {
      throw Require.unexpected(
          "parametersSchema of " + tool.name(), tool.parametersSchema(), "a JSON object");
    }
    throw Require.unexpected(
        "parametersSchema of " + tool.name(), tool.parametersSchema(), "a JSON object");
  }
}
