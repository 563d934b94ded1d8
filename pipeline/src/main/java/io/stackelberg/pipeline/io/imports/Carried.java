package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Copies the fields of a source that have no place of their own, without texts of prompts and answers. */
final class Carried {
  /** Fields that hold texts of prompts, answers and tools in one format or another. */
  private static final Set<String> TEXTS = Set.of(
      "content",
      "contents",
      "text",
      "input",
      "output",
      "messages",
      "message",
      "prompt",
      "completion",
      "response",
      "responses",
      "choices",
      "delta",
      "arguments",
      "args",
      "kwargs",
      "thought",
      "observation",
      "action",
      "refusal",
      "reasoning",
      "reasoning_content",
      "reasoning_details",
      "instructions",
      "instruction",
      "query",
      "results",
      "code",
      "outputs",
      "summary",
      "comment",
      "statusMessage",
      "explanation",
      "answer",
      "submission",
      "system_prompt",
      "tools",
      "toolDefinitions",
      "toolCalls",
      "tool_calls",
      "traj",
      "proxy_server_request",
      "exception",
      "error_str",
      "history",
      "request",
      "raw_data",
      "title",
      "body",
      "exception.message",
      "gen_ai.input.messages",
      "gen_ai.output.messages",
      "gen_ai.system_instructions",
      "gen_ai.tool.call.arguments",
      "gen_ai.tool.call.result",
      "gen_ai.tool.definitions",
      "gen_ai.prompt",
      "gen_ai.completion",
      "gen_ai.content.prompt",
      "gen_ai.content.completion",
      "input.value",
      "output.value",
      "gen_ai.evaluation.explanation");

  private static final Set<String> TEXT_PREFIXES = Set.of(
      "gen_ai.prompt.",
      "gen_ai.completion.",
      "llm.input_messages",
      "llm.output_messages",
      "llm.prompts");

  private static final int LONGEST = 200;
  private static final int MOST = 200;
  private static final int DEEPEST = 6;

  private Carried() {}

  /** The fields of an object but those named. */
  static ObjectNode of(JsonNode object, Set<String> used) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(field -> {
      if (!used.contains(field.getKey())) {
        put(copy, field.getKey(), field.getValue(), DEEPEST);
      }
    });
    return copy;
  }

  private static void put(ObjectNode copy, String name, JsonNode value, int depth) {
    if (TEXTS.contains(name) || TEXT_PREFIXES.stream().anyMatch(name::startsWith)) {
      return;
    }
    if (value.isObject() && depth > 0) {
      ObjectNode inner = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(field -> put(inner, field.getKey(), field.getValue(), depth - 1));
      if (!inner.isEmpty() || value.isEmpty()) {
        copy.set(name, inner);
      }
    } else if (value.isArray() && depth > 0 && value.size() <= MOST) {
      ArrayNode inner = JsonNodeFactory.instance.arrayNode();
      for (JsonNode item : value) {
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        put(holder, "item", item, depth - 1);
        holder.forEach(inner::add);
      }
      copy.set(name, inner);
    } else if (!value.isContainerNode()
        && (!value.isTextual() || value.textValue().length() <= LONGEST)) {
      copy.set(name, value);
    }
  }
}
