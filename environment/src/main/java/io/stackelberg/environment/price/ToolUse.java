package io.stackelberg.environment.price;

import io.stackelberg.game.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * How much a call used one tool.
 *
 * @param tool its name
 * @param calls how often, at least 0
 * @param time how long in all; empty when not measured
 */
public record ToolUse(String tool, long calls, Optional<Duration> time) {
  public ToolUse {
    Require.nonBlank("tool", tool);
    Require.atLeast("calls", calls, 0L);
    if (time.isPresent() && time.get().isNegative()) {
      throw Require.unexpected("time", time.get(), "a duration >= 0");
    }
  }
}
