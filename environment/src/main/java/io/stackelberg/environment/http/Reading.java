package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.EndpointException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of one attempt. */
sealed interface Reading {
  /**
   * An answer, whole or settled with what came.
   *
   * @param hiddenText reasoning that is shown but is no part of the answer
   * @param cut why it is not whole
   */
  record Answer(
      String text,
      String hiddenText,
      List<ChatReply.ToolCall> toolCalls,
      Optional<String> finishReason,
      UsageTally usage,
      Optional<String> model,
      Optional<String> fingerprint,
      Optional<String> responseId,
      Optional<Failure> cut)
      implements Reading {}

  /**
   * No answer.
   *
   * @param isTransient whether another attempt may help
   * @param pause what the server asks to wait
   * @param mayBeUsageOption whether the server may have refused {@code stream_options} alone
   */
  record Failure(
      Reason reason,
      boolean isTransient,
      Optional<Duration> pause,
      boolean mayBeUsageOption,
      String message)
      implements Reading {
    static Failure terminal(Reason reason, String message) {
      return new Failure(reason, false, Optional.empty(), false, message);
    }
  }
}
