package io.stackelberg.environment.http;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets attempts start in the order in which they asked: at most so many at once, and no faster than two token buckets and the server's
 * headers allow.
 *
 * <p>A bucket starts full with a minute's worth and refills evenly. An attempt larger than a whole bucket starts when the bucket is full and
 * leaves a debt. What a server says remains holds until its reset, but no longer than {@code maxServerWait}: then the server is asked.
 */
final class RateLimiter {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final CallClock clock;
  private final Duration maxServerWait;
  private final Semaphore places;
  private final ReentrantLock queue = new ReentrantLock(true);
  private final Bucket requests;
  private final Bucket tokens;
  private long notBefore;

  RateLimiter(RateLimits limits, Duration maxServerWait, CallClock clock) {
    this.clock = clock;
    this.maxServerWait = maxServerWait;
    this.places = new Semaphore(limits.maxConcurrent(), true);
    long now = clock.nanos();
    this.requests = new Bucket(limits.requestsPerMinute(), now);
    this.tokens = new Bucket(limits.tokensPerMinute(), now);
    this.notBefore = now;
  }

  /** Waits for a turn; every return is paired with one {@link #release}. */
  void acquire(long tokenCount) throws InterruptedException {
    places.acquire();
    boolean granted = false;
    try {
      queue.lockInterruptibly();
      try {
        for (long wait = tryTake(tokenCount); wait > 0; wait = tryTake(tokenCount)) {
          clock.sleep(Duration.ofNanos(wait));
        }
        granted = true;
      } finally {
        queue.unlock();
      }
    } finally {
      if (!granted) {
        places.release();
      }
    }
  }

  void release() {
    places.release();
  }

  private synchronized long tryTake(long tokenCount) {
    long now = clock.nanos();
    long wait =
        Math.max(notBefore - now, Math.max(requests.wait(1, now), tokens.wait(tokenCount, now)));
    if (wait <= 0) {
      requests.take(1);
      tokens.take(tokenCount);
    }
    return wait;
  }

  /** Books the tokens an attempt really took in place of those set aside. */
  synchronized void correct(long tokenCount, long actual) {
    tokens.take(actual - tokenCount);
  }

  /** All wait: the server asked one call to. */
  synchronized void pause(Duration wait) {
    long until = clock.nanos() + wait.toNanos();
    if (until - notBefore > 0) {
      notBefore = until;
    }
  }

  /** Tightens by what the server says remains; never loosens before the reset it named. */
  synchronized void observe(WireHead head) {
    observe(requests, head, "requests");
    observe(tokens, head, "tokens");
  }

  private void observe(Bucket bucket, WireHead head, String what) {
    OptionalLong remaining = number(head, "x-ratelimit-remaining-" + what);
    if (remaining.isEmpty()) {
      return;
    }
    Duration reset = head.header("x-ratelimit-reset-" + what)
        .flatMap(text -> WaitHeaders.reset(text, clock.now()))
        .orElse(Duration.ofSeconds(1));
    OptionalLong limit = number(head, "x-ratelimit-limit-" + what);
    bucket.tighten(
        remaining.getAsLong(),
        limit,
        reset.compareTo(maxServerWait) > 0 ? maxServerWait : reset,
        reset,
        clock.nanos());
  }

  private static OptionalLong number(WireHead head, String name) {
    String text = head.header(name).orElse("").strip();
    return text.matches("[0-9]{1,15}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static final class Bucket {
    private final double capacity;
    private double available;
    private long updated;
    private double serverLeft = Double.POSITIVE_INFINITY;
    private double serverRefillPerNano;
    private long serverUpdated;
    private long serverUntil;

    Bucket(OptionalLong perMinute, long now) {
      this.capacity = perMinute.isPresent() ? perMinute.getAsLong() : Double.POSITIVE_INFINITY;
      this.available = capacity;
      this.updated = now;
      this.serverUntil = now;
      this.serverUpdated = now;
    }

    long wait(double wanted, long now) {
      double wait = 0;
      if (capacity < Double.POSITIVE_INFINITY) {
        available = Math.min(capacity, available + (now - updated) * capacity / NANOS_PER_MINUTE);
        double missing = Math.min(wanted, capacity) - available;
        wait = missing <= 1e-6 ? 0 : StrictMath.ceil(missing * NANOS_PER_MINUTE / capacity);
      }
      updated = now;
      if (now - serverUntil >= 0) {
        serverLeft = Double.POSITIVE_INFINITY;
      }
      if (serverLeft < Double.POSITIVE_INFINITY) {
        serverLeft += (now - serverUpdated) * serverRefillPerNano;
        serverUpdated = now;
        double missing = wanted - serverLeft;
        if (missing > 1e-6) {
          double untilRefilled = serverRefillPerNano > 0
              ? StrictMath.ceil(missing / serverRefillPerNano)
              : Double.MAX_VALUE;
          wait = Math.max(wait, Math.min(untilRefilled, serverUntil - now));
        }
      }
      return (long) wait;
    }

    void take(double count) {
      available -= count;
      serverLeft -= count;
    }

    void tighten(long left, OptionalLong limit, Duration hold, Duration reset, long now) {
      boolean isOver = now - serverUntil >= 0;
      if (!isOver && left >= serverLeft) {
        return;
      }
      serverLeft = left;
      serverUpdated = now;
      serverUntil = now + hold.toNanos();
      serverRefillPerNano = limit.isPresent() && limit.getAsLong() > left && !reset.isZero()
          ? (limit.getAsLong() - left) / (double) reset.toNanos()
          : 0;
    }
  }
}
