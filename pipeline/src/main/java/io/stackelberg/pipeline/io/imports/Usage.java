package io.stackelberg.pipeline.io.imports;

import io.stackelberg.game.Require;
import java.util.OptionalLong;

/**
 * Tokens of one model call, in one meaning whatever the source calls them; empty is unknown, never 0.
 *
 * @param input total, cache reads and writes included
 * @param output total, reasoning included
 * @param cacheRead part of {@code input} that a prompt cache served
 * @param cacheWrite part of {@code input} that was written to a prompt cache
 * @param reasoning part of {@code output} that is not shown
 * @throws IllegalArgumentException if a part exceeds its total
 */
record Usage(
    OptionalLong input,
    OptionalLong output,
    OptionalLong cacheRead,
    OptionalLong cacheWrite,
    OptionalLong reasoning) {
  static final Usage UNKNOWN = new Usage(
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty());

  Usage {
    long cache = cacheRead.orElse(0) + cacheWrite.orElse(0);
    if (input.isPresent() && cache > input.getAsLong()) {
      throw Require.unexpected(
          "cache reads and writes",
          cache,
          "at most the input that includes them, " + input.getAsLong());
    }
    if (output.isPresent() && reasoning.orElse(0) > output.getAsLong()) {
      throw Require.unexpected(
          "reasoning tokens",
          reasoning.getAsLong(),
          "at most the output that includes them, " + output.getAsLong());
    }
  }

  /** Whether neither the input nor the output is known. */
  boolean isUnknown() {
    return input.isEmpty() && output.isEmpty();
  }

  /** Whether something is known, and all that is known is 0. */
  boolean isAllZero() {
    return !isUnknown() && input.orElse(0) == 0 && output.orElse(0) == 0;
  }

  /** The same with unknown parts of a known input taken as none. */
  Usage withCacheOrNone() {
    return input.isEmpty()
        ? this
        : new Usage(
            input,
            output,
            OptionalLong.of(cacheRead.orElse(0)),
            OptionalLong.of(cacheWrite.orElse(0)),
            reasoning);
  }
}
