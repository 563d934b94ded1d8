package io.stackelberg.leader;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.Optional;

/** The limits of a run, counted from its construction. */
final class Deadline {
  private final SolveLimits limits;
  private final long began = System.nanoTime();

  Deadline(SolveLimits limits) {
    this.limits = limits;
  }

  /** The limit that forbids a further evaluation, if any. */
  Optional<StopReason> reached(long evaluations) {
    if (evaluations >= limits.maxEvaluations()) {
      return Optional.of(StopReason.EVALUATION_LIMIT);
    }
    if (limits.maxTime().isPresent()
        && System.nanoTime() - began >= limits.maxTime().get().toNanos()) {
      return Optional.of(StopReason.TIME_LIMIT);
    }
    return Optional.empty();
  }
}
