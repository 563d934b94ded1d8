package io.stackelberg.environment.chat;

import java.util.List;
import java.util.Optional;

/**
 * What a chat model answered.
 *
 * @param text the answer, possibly empty
 * @param toolCalls the tools it asks for, in order
 * @param finishReason as the provider says it, such as {@code stop} or {@code length}
 * @param usage tokens
 * @param model the model that the provider says answered
 * @param fingerprint the provider's mark of its configuration
 * @param attempts how many times the call was sent, at least 1
 * @param isComplete whether the answer came to its end; a cut stream is settled with what came
 */
public record ChatReply(
    String text,
    List<ToolCall> toolCalls,
    Optional<String> finishReason,
    Usage usage,
    Optional<String> model,
    Optional<String> fingerprint,
    int attempts,
    boolean isComplete) {
  public ChatReply {
    toolCalls = List.copyOf(toolCalls);
  }

  /**
   * A tool the model asks for.
   *
   * @param id the provider's id of the call
   * @param name name of the tool
   * @param arguments its arguments as JSON text, unread
   */
  public record ToolCall(String id, String name, String arguments) {}
}
