package io.stackelberg.game.run;

import io.stackelberg.game.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * When a solver must stop, and how exactly it compares.
 *
 * @param maxEvaluations evaluations of a (context, commitment) pair, at least 1; reproducible
 * @param maxTime wall time; empty by default, for a run it ends is not reproducible
 * @param tolerance used by every numeric comparison
 */
public record SolveLimits(long maxEvaluations, Optional<Duration> maxTime, Tolerance tolerance) {
  /** No limit that matters in practice. */
  public static final SolveLimits DEFAULT =
      new SolveLimits(Long.MAX_VALUE, Optional.empty(), Tolerance.DEFAULT);

  public SolveLimits {
    Require.atLeast("maxEvaluations", maxEvaluations, 1L);
  }

  /** The same limits with another number of evaluations. */
  public SolveLimits withMaxEvaluations(long evaluations) {
    return new SolveLimits(evaluations, maxTime, tolerance);
  }

  /** The same limits with a wall-time limit. */
  public SolveLimits withMaxTime(Duration time) {
    return new SolveLimits(maxEvaluations, Optional.of(time), tolerance);
  }
}
