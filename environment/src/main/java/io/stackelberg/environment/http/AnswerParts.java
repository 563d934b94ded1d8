package io.stackelberg.environment.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.chat.ChatReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts an answer together from chunks; a blocking answer is one chunk. */
final class AnswerParts {
  private final int maxToolCalls;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder hidden = new StringBuilder();
  private final Map<Integer, ToolParts> tools = new TreeMap<>();
  private final UsageTally usage = new UsageTally();
  private Optional<String> finishReason = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<String> fingerprint = Optional.empty();
  private Optional<String> id = Optional.empty();
  private boolean hasChoice;

  private static final class ToolParts {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  AnswerParts(int maxToolCalls) {
    this.maxToolCalls = maxToolCalls;
  }

  void add(ObjectNode chunk) {
    model = JsonText.text(chunk, "model").or(() -> model);
    fingerprint = JsonText.text(chunk, "system_fingerprint").or(() -> fingerprint);
    id = id.or(() -> JsonText.text(chunk, "id"));
    addUsage(chunk);
    JsonNode choices = chunk.path("choices");
    if (!choices.isArray() && !choices.isNull() && !choices.isMissingNode()) {
      throw new MalformedAnswer("choices of the answer are no list");
    }
    for (JsonNode choice : choices) {
      if (choice.path("index").asInt(0) != 0) {
        continue;
      }
      hasChoice = true;
      addUsage(choice);
      finishReason = JsonText.text(choice, "finish_reason").or(() -> finishReason);
      JsonNode delta = choice.path("delta");
      if (delta.isObject()) {
        addMessage(delta);
      } else if (!hasContent()) {
        addMessage(choice.path("message").isObject() ? choice.path("message") : choice);
      }
    }
  }

  private void addUsage(JsonNode holder) {
    if (holder.path("usage").isObject()) {
      usage.add(holder.path("usage"));
    }
  }

  private void addMessage(JsonNode message) {
    addText(text, message.path("content"));
    addText(text, message.path("refusal"));
    addText(text, message.path("text"));
    addText(
        hidden,
        message.path(message.hasNonNull("reasoning_content") ? "reasoning_content" : "reasoning"));
    JsonNode calls = message.path("tool_calls");
    if (calls.isArray()) {
      for (int position = 0; position < calls.size(); position++) {
        addTool(calls.get(position), position);
      }
    }
    if (message.path("function_call").isObject()) {
      addFunction(toolAt(0), message.path("function_call"));
    }
  }

  private static void addText(StringBuilder target, JsonNode content) {
    if (content.isTextual()) {
      target.append(content.textValue());
    } else if (content.isArray()) {
      for (JsonNode part : content) {
        target.append(part.isTextual() ? part.textValue() : part.path("text").asText(""));
      }
    } else if (!content.isNull() && !content.isMissingNode() && !content.isObject()) {
      throw new MalformedAnswer("content of the answer is neither text nor a list of parts");
    }
  }

  private void addTool(JsonNode call, int position) {
    String callId = JsonText.text(call, "id").orElse("");
    int index = call.path("index").canConvertToInt() ? call.path("index").asInt() : -1;
    if (index < 0) {
      index = indexOf(callId, position);
    }
    ToolParts parts = toolAt(index);
    if (parts.id.isEmpty()) {
      parts.id = callId;
    }
    addFunction(parts, call.path("function"));
  }

  /** The place of a piece without index: its call's, a new one for a new id, else the last one's. */
  private int indexOf(String callId, int position) {
    for (Map.Entry<Integer, ToolParts> entry : tools.entrySet()) {
      if (!callId.isEmpty() && entry.getValue().id.equals(callId)) {
        return entry.getKey();
      }
    }
    int last = tools.isEmpty() ? -1 : ((TreeMap<Integer, ToolParts>) tools).lastKey();
    return callId.isEmpty() && last >= 0 ? Math.max(last, position) : last + 1;
  }

  private ToolParts toolAt(int index) {
    ToolParts parts = tools.computeIfAbsent(index, missing -> new ToolParts());
    if (tools.size() > maxToolCalls) {
      throw new MalformedAnswer("the answer asks for more than " + maxToolCalls + " tools");
    }
    return parts;
  }

  private static void addFunction(ToolParts parts, JsonNode function) {
    Optional<String> name = JsonText.text(function, "name");
    if (name.isPresent() && !parts.name.equals(name.get())) {
      parts.name = parts.name + name.get();
    }
    JsonNode arguments = function.path("arguments");
    if (arguments.isTextual()) {
      parts.arguments.append(arguments.textValue());
    } else if (arguments.isContainerNode()) {
      parts.arguments.append(arguments);
    }
  }

  boolean hasContent() {
    return text.length() > 0 || hidden.length() > 0 || !tools.isEmpty();
  }

  boolean hasChoice() {
    return hasChoice;
  }

  boolean isFinished() {
    return finishReason.isPresent();
  }

  Reading.Answer answer(Optional<Reading.Failure> cut, Redactor redactor) {
    List<ChatReply.ToolCall> calls = new ArrayList<>();
    for (ToolParts parts : tools.values()) {
      calls.add(new ChatReply.ToolCall(
          redactor.redactAnswer(parts.id),
          redactor.redactAnswer(parts.name),
          redactor.redactAnswer(parts.arguments.toString())));
    }
    return new Reading.Answer(
        redactor.redactAnswer(text.toString()),
        hidden.toString(),
        calls,
        finishReason.map(redactor::redactAnswer),
        usage,
        model.map(redactor::redactAnswer),
        fingerprint.map(redactor::redactAnswer),
        id.map(redactor::redactAnswer),
        cut);
  }
}
