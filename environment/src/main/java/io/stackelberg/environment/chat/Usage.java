package io.stackelberg.environment.chat;

import io.stackelberg.game.Require;
import io.stackelberg.game.TokenCount;
import java.util.OptionalLong;

/**
 * Tokens of one model call in one meaning; what the provider did not say is empty, never zero.
 *
 * @param input all input tokens, cache reads and writes included
 * @param output all output tokens, reasoning included
 * @param cacheRead the part of {@code input} read from a cache
 * @param cacheWrite the part of {@code input} written to a cache
 * @param reasoning the part of {@code output} spent on hidden reasoning
 * @param isEstimated whether the counts are ours instead of the provider's
 */
public record Usage(
    OptionalLong input,
    OptionalLong output,
    OptionalLong cacheRead,
    OptionalLong cacheWrite,
    OptionalLong reasoning,
    boolean isEstimated) {
  /** Nothing is known. */
  public static final Usage UNKNOWN = new Usage(
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty(),
      false);

  public Usage {
    for (OptionalLong count :
        new OptionalLong[] {input, output, cacheRead, cacheWrite, reasoning}) {
      if (count.isPresent()) {
        Require.atLeast("token count", count.getAsLong(), 0L);
      }
    }
    long cached = cacheRead.orElse(0) + cacheWrite.orElse(0);
    if (input.isPresent() && cached > input.getAsLong()) {
      throw Require.unexpected(
          "cacheRead + cacheWrite", cached, "at most input = " + input.getAsLong());
    }
    if (output.isPresent() && reasoning.orElse(0) > output.getAsLong()) {
      throw Require.unexpected(
          "reasoning", reasoning.getAsLong(), "at most output = " + output.getAsLong());
    }
  }

  /** Known input and output, the rest unsaid. */
  public static Usage of(long input, long output) {
    return new Usage(
        OptionalLong.of(input),
        OptionalLong.of(output),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false);
  }

  /** The counts a turn's outcome takes. */
  public TokenCount tokens() {
    return new TokenCount(input, output, cacheRead);
  }
}
