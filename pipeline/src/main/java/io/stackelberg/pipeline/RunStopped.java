package io.stackelberg.pipeline;

/** A run against a real endpoint that ended before its time; what was paid is kept, and the same command goes on. */
final class RunStopped extends RuntimeException {
  /** A cap is reached, ours or the endpoint's. */
  static final int BUDGET = 4;

  /** The endpoint does not answer, or not with this key. */
  static final int UNAVAILABLE = 5;

  /** The run was interrupted. */
  static final int INTERRUPTED = 130;

  private static final long serialVersionUID = 1L;
  private final int exitCode;

  RunStopped(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
