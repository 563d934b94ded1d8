package io.stackelberg.game.run;

import java.time.Duration;
import java.util.Optional;

/** The limits of a run, counted from its construction. */
public final class Deadline {
  private final SolveLimits limits;
  private final long began = System.nanoTime();

  /** Starts counting now. */
  public Deadline(SolveLimits limits) {
    this.limits = limits;
  }

  /**
   * The limit that forbids a further evaluation, if any.
   *
   * @param evaluations done so far
   */
  public Optional<StopReason> reached(long evaluations) {
    if (evaluations >= limits.maxEvaluations()) {
      return Optional.of(StopReason.EVALUATION_LIMIT);
    }
    if (limits.maxTime().isPresent()
        && System.nanoTime() - began >= limits.maxTime().get().toNanos()) {
      return Optional.of(StopReason.TIME_LIMIT);
    }
    return Optional.empty();
  }

  /** The same limits with the time that is left, for a part of the run. */
  public SolveLimits remaining() {
    if (limits.maxTime().isEmpty()) {
      return limits;
    }
    Duration left = limits.maxTime().get().minusNanos(System.nanoTime() - began);
    return limits.withMaxTime(left.isNegative() ? Duration.ZERO : left);
  }
}
