package io.stackelberg.game;

import java.util.OptionalLong;

/**
 * Tokens of a turn; an unknown count stays unknown.
 *
 * @param input all input tokens, cached ones included
 * @param output all output tokens, reasoning included
 * @param cachedInput the part of {@code input} read from a cache
 */
public record TokenCount(OptionalLong input, OptionalLong output, OptionalLong cachedInput) {
  /** Nothing is known. */
  public static final TokenCount UNKNOWN =
      new TokenCount(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  public TokenCount {
    for (OptionalLong count : new OptionalLong[] {input, output, cachedInput}) {
      if (count.isPresent()) {
        Require.atLeast("token count", count.getAsLong(), 0L);
      }
    }
    if (input.isPresent()
        && cachedInput.isPresent()
        && cachedInput.getAsLong() > input.getAsLong()) {
      throw Require.unexpected(
          "cachedInput", cachedInput.getAsLong(), "at most input = " + input.getAsLong());
    }
  }

  /** Known input and output tokens, cache use unknown. */
  public static TokenCount of(long input, long output) {
    return new TokenCount(OptionalLong.of(input), OptionalLong.of(output), OptionalLong.empty());
  }

  /** Input plus output; empty unless both are known. */
  public OptionalLong total() {
    return input.isPresent() && output.isPresent()
        ? OptionalLong.of(input.getAsLong() + output.getAsLong())
        : OptionalLong.empty();
  }
}
