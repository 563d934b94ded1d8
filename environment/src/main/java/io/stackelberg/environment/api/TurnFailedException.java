package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.ledger.Grant;
import java.util.Optional;

/**
 * A turn that came to no outcome, for reasons that are not the follower's quality; to be counted apart and
 * never scored as 0. What was paid before stays settled: played again, the turn continues where it ended.
 */
public final class TurnFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final boolean resumable;
  private final EndpointException.Reason endpointReason;

  /** What failed. */
  public enum Kind {
    /** A call got no usable answer. */
    ENDPOINT,
    /** The ledger set nothing aside: a cap is reached. */
    BUDGET,
    /** The follower's choice of an action could not be read. */
    UNREADABLE_CHOICE
  }

  private TurnFailedException(
      Kind kind,
      boolean resumable,
      Optional<EndpointException.Reason> endpointReason,
      String message,
      Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.resumable = resumable;
    this.endpointReason = endpointReason.orElse(null);
  }

  static TurnFailedException endpoint(String callId, EndpointException failure) {
    return new TurnFailedException(
        Kind.ENDPOINT,
        failure.reason().isResumable(),
        Optional.of(failure.reason()),
        "call " + callId + " ended as " + failure.reason() + ": " + failure.getMessage(),
        failure);
  }

  static TurnFailedException refused(String callId, Grant.Refusal refusal) {
    return new TurnFailedException(
        Kind.BUDGET,
        true,
        Optional.empty(),
        "call "
            + callId
            + " is refused: "
            + refusal.cap()
            + " has "
            + refusal.left()
            + " left, expected at least "
            + refusal.wanted()
            + ".",
        null);
  }

  static TurnFailedException unreadable(String callId, String answer) {
    String shown = answer.length() > 80 ? answer.substring(0, 80) + "..." : answer;
    return new TurnFailedException(
        Kind.UNREADABLE_CHOICE,
        false,
        Optional.empty(),
        "choice in call "
            + callId
            + " is \""
            + shown.replaceAll("\\s+", " ")
            + "\", expected ACTION and one of the offered names.\n"
            + "Maybe name an action to take in that case (ApiSettings.withFallbackAction).",
        null);
  }

  /** What failed. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same turn may succeed later without any change but in budget. */
  public boolean isResumable() {
    return resumable;
  }

  /** Why the endpoint gave no answer; empty for the other kinds. */
  public Optional<EndpointException.Reason> endpointReason() {
    return Optional.ofNullable(endpointReason);
  }
}
