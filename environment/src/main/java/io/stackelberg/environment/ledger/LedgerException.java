package io.stackelberg.environment.ledger;

/** A ledger that cannot be used, and why; never carries what calls were asked or yielded. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** Money is capped and the price of a model is unknown. */
    UNPRICED_MODEL,
    /** Another ledger, perhaps of another process, has the journal open. */
    LOCKED,
    /** A record of the journal is not as it was written. */
    DAMAGED,
    /** The journal cannot be read or written. */
    STORAGE,
    /** The ledger was closed. */
    CLOSED
  }

  private final Reason reason;

  LedgerException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  LedgerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
