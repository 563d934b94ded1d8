package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.Usage;
import java.util.List;
import java.util.Optional;

/** Replies for tests. */
final class Replies {
  private Replies() {}

  static ChatReply text(String text) {
    return reply(text, List.of(), Usage.of(100, 10), true);
  }

  static ChatReply tool(String name, String arguments) {
    return reply(
        "", List.of(new ChatReply.ToolCall("call_0", name, arguments)), Usage.of(100, 10), true);
  }

  static ChatReply reply(
      String text, List<ChatReply.ToolCall> tools, Usage usage, boolean isComplete) {
    return new ChatReply(
        text,
        tools,
        Optional.of(tools.isEmpty() ? "stop" : "tool_calls"),
        usage,
        Optional.of("m-1"),
        Optional.of("fp"),
        1,
        isComplete);
  }
}
