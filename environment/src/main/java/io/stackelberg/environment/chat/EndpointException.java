package io.stackelberg.environment.chat;

/** A call that ended without a usable answer, and why; never carries a key. */
public final class EndpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a call ended. */
  public enum Reason {
    /** No connection within the limit. */
    CONNECT_TIMEOUT(true),
    /** Connected, but no byte of an answer within the limit. */
    FIRST_BYTE_TIMEOUT(true),
    /** A stream fell silent. */
    IDLE_TIMEOUT(true),
    /** The whole call took too long. */
    TOTAL_TIMEOUT(true),
    /** Refused, reset or unreachable. */
    CONNECTION(true),
    /** Too many requests, after all attempts or with a wait above the cap. */
    RATE_LIMITED(true),
    /** A server error after all attempts. */
    SERVER_ERROR(true),
    /** The key is missing, wrong or without permission. */
    AUTHENTICATION(false),
    /** The account has no quota or credit left. */
    QUOTA(false),
    /** A budget, the endpoint's or ours, is used up. */
    BUDGET(false),
    /** The request is not one the endpoint takes. */
    BAD_REQUEST(false),
    /** The answer could not be read. */
    MALFORMED(false),
    /** No recorded answer, in replay. */
    NOT_RECORDED(false),
    /** The calling thread was interrupted. */
    INTERRUPTED(true);

    private final boolean resumable;

    Reason(boolean resumable) {
      this.resumable = resumable;
    }

    /** Whether the same call may succeed later without any change. */
    public boolean isResumable() {
      return resumable;
    }
  }

  private final Reason reason;
  private final int attempts;

  /**
   * A failure.
   *
   * @param message what happened, with values, without secrets
   * @param attempts how many times the call was sent, at least 0
   */
  public EndpointException(Reason reason, String message, int attempts) {
    super(message);
    this.reason = reason;
    this.attempts = attempts;
  }

  /** A failure with its cause. */
  public EndpointException(Reason reason, String message, int attempts, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.attempts = attempts;
  }

  /** Why the call ended. */
  public Reason reason() {
    return reason;
  }

  /** How many times the call was sent. */
  public int attempts() {
    return attempts;
  }
}
