package io.stackelberg.environment.http;

import io.stackelberg.game.Require;
import java.time.Duration;

/**
 * How long to wait; each limit ends a call with a reason of its own.
 *
 * @param connect for a connection
 * @param firstByte from sending to the first byte of the body; in a blocking call that is nearly the whole answer
 * @param idle between two pieces of the body
 * @param total for a logical call, retries and the waits between them included, waits for the own rate limit excluded
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle, Duration total) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** 10 s, 60 s, 30 s, 300 s. */
  public static final Timeouts DEFAULT = new Timeouts(
      Duration.ofSeconds(10),
      Duration.ofSeconds(60),
      Duration.ofSeconds(30),
      Duration.ofSeconds(300));

  public Timeouts {
    check("connect", connect);
    check("firstByte", firstByte);
    check("idle", idle);
    check("total", total);
  }

  /** The same with another limit on connecting. */
  public Timeouts withConnect(Duration limit) {
    return new Timeouts(limit, firstByte, idle, total);
  }

  /** The same with another limit on the first byte. */
  public Timeouts withFirstByte(Duration limit) {
    return new Timeouts(connect, limit, idle, total);
  }

  /** The same with another limit between pieces. */
  public Timeouts withIdle(Duration limit) {
    return new Timeouts(connect, firstByte, limit, total);
  }

  /** The same with another limit on the whole call. */
  public Timeouts withTotal(Duration limit) {
    return new Timeouts(connect, firstByte, idle, limit);
  }

  private static void check(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
      throw Require.unexpected(name, limit, "a time above 0 and at most a day");
    }
  }
}
