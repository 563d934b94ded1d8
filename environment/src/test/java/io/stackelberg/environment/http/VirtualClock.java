package io.stackelberg.environment.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that jumps when somebody sleeps, and remembers the waits. */
public final class VirtualClock implements CallClock {
  private final Instant origin = Instant.parse("2026-01-01T00:00:00Z");
  private final List<Duration> waits = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized Instant now() {
    return origin.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration wait) {
    waits.add(wait);
    nanos += wait.toNanos();
  }

  /** Time passes without anybody waiting for it. */
  public synchronized void advance(Duration time) {
    nanos += time.toNanos();
  }

  synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }
}
