package io.stackelberg.environment.http;

import io.stackelberg.game.Require;
import java.util.OptionalLong;

/**
 * What the caller allows itself; the server's own headers can only tighten it.
 *
 * @param requestsPerMinute attempts started in a minute, empty for no limit
 * @param tokensPerMinute input and allowed output tokens in a minute, empty for no limit
 * @param maxConcurrent attempts under way at once
 */
public record RateLimits(
    OptionalLong requestsPerMinute, OptionalLong tokensPerMinute, int maxConcurrent) {
  /** No limit per minute, eight at once. */
  public static final RateLimits DEFAULT =
      new RateLimits(OptionalLong.empty(), OptionalLong.empty(), 8);

  public RateLimits {
    if (requestsPerMinute.isPresent()) {
      Require.atLeast("requestsPerMinute", requestsPerMinute.getAsLong(), 1L);
    }
    if (tokensPerMinute.isPresent()) {
      Require.atLeast("tokensPerMinute", tokensPerMinute.getAsLong(), 1L);
    }
    Require.atLeast("maxConcurrent", maxConcurrent, 1);
  }

  /** The same with another limit on requests. */
  public RateLimits withRequestsPerMinute(long limit) {
    return new RateLimits(OptionalLong.of(limit), tokensPerMinute, maxConcurrent);
  }

  /** The same with another limit on tokens. */
  public RateLimits withTokensPerMinute(long limit) {
    return new RateLimits(requestsPerMinute, OptionalLong.of(limit), maxConcurrent);
  }

  /** The same with another number at once. */
  public RateLimits withMaxConcurrent(int limit) {
    return new RateLimits(requestsPerMinute, tokensPerMinute, limit);
  }
}
