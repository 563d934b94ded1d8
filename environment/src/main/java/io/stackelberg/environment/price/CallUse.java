package io.stackelberg.environment.price;

import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * All that a call is charged for.
 *
 * @param usage tokens
 * @param cacheWriteLong the part of {@code usage.cacheWrite()} kept for an hour, at least 0
 * @param tools use of tools
 */
public record CallUse(Usage usage, long cacheWriteLong, List<ToolUse> tools) {
  public CallUse {
    tools = List.copyOf(tools);
    Require.atLeast("cacheWriteLong", cacheWriteLong, 0L);
    if (cacheWriteLong > usage.cacheWrite().orElse(0)) {
      throw Require.unexpected(
          "cacheWriteLong",
          cacheWriteLong,
          "at most cacheWrite = "
              + (usage.cacheWrite().isPresent() ? usage.cacheWrite().getAsLong() : "unknown"));
    }
  }

  /** Tokens alone, cache writes for the usual time. */
  public static CallUse of(Usage usage) {
    return new CallUse(usage, 0, List.of());
  }
}
