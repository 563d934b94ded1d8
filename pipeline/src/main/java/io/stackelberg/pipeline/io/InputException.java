package io.stackelberg.pipeline.io;

/** Something the user can mend: a wrong study file, wrong data, or data that is not there. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean isDataAbsent;

  private InputException(String message, boolean isDataAbsent) {
    super(message);
    this.isDataAbsent = isDataAbsent;
  }

  /** A value that is not acceptable. */
  public static InputException invalid(String message) {
    return new InputException(message, false);
  }

  /** A data file that does not exist. */
  public static InputException absent(String message) {
    return new InputException(message, true);
  }

  /** Whether a data file does not exist, as opposed to existing and being wrong. */
  public boolean isDataAbsent() {
    return isDataAbsent;
  }
}
