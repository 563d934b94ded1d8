package io.stackelberg.environment.http;

/** Is told of every attempt, on the thread of the call, after it ended. */
@FunctionalInterface
public interface AttemptListener {
  /** Listens to nothing. */
  AttemptListener NONE = attempt -> {};

  /** An attempt ended. */
  void attempted(Attempt attempt);

  /** Tells both, this one first. */
  default AttemptListener and(AttemptListener other) {
    return attempt -> {
      attempted(attempt);
      other.attempted(attempt);
    };
  }
}
