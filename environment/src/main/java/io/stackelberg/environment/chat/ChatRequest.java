package io.stackelberg.environment.chat;

import io.stackelberg.game.Require;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is asked of a chat model, without transport.
 *
 * @param model name of the model as the endpoint knows it
 * @param messages the conversation, at least one message
 * @param maxTokens limit on output tokens, above 0
 * @param temperature sampling temperature, in [0, 2]
 * @param seed seed of the sampling, where the endpoint takes one
 * @param tools names of the tools that may be called, in order
 * @param isStreamed whether the answer is asked for in pieces
 */
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    OptionalInt maxTokens,
    OptionalDouble temperature,
    OptionalLong seed,
    List<String> tools,
    boolean isStreamed) {
  public ChatRequest {
    Require.nonBlank("model", model);
    messages = List.copyOf(Require.nonEmpty("messages", messages));
    tools = List.copyOf(tools);
    if (maxTokens.isPresent()) {
      Require.atLeast("maxTokens", maxTokens.getAsInt(), 1);
    }
    if (temperature.isPresent()) {
      Require.inRange("temperature", temperature.getAsDouble(), 0, 2);
    }
  }

  /** A blocking request without options. */
  public static ChatRequest of(String model, List<ChatMessage> messages) {
    return new ChatRequest(
        model,
        messages,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        false);
  }
}
