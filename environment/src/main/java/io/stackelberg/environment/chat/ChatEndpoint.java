package io.stackelberg.environment.chat;

/** Sends one chat request and waits for the answer; usable by many threads at once. */
@FunctionalInterface
public interface ChatEndpoint {
  /**
   * Sends a request, with whatever retries the endpoint allows itself.
   *
   * @param callId names the logical call: equal for every attempt and after a restart, so that nothing is
   *     paid twice
   * @throws EndpointException with the reason, when no usable answer came
   */
  ChatReply send(ChatRequest request, String callId);
}
