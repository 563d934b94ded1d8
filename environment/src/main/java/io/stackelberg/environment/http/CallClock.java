package io.stackelberg.environment.http;

import java.time.Duration;
import java.time.Instant;

/** The time a caller reads and waits by; tests and replays bring one that does not wait. */
public interface CallClock {
  /** The machine's time. */
  CallClock SYSTEM = new CallClock() {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration wait) throws InterruptedException {
      long millis = wait.toMillis();
      Thread.sleep(millis, wait.minusMillis(millis).getNano());
    }
  };

  /** Date and time, for waits that a server gives as a date. */
  Instant now();

  /** Nanoseconds from an arbitrary origin, never running backwards. */
  long nanos();

  /** Waits; returns at once for a wait of 0. */
  void sleep(Duration wait) throws InterruptedException;
}
