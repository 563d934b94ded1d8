package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
  private final VirtualClock clock = new VirtualClock();

  private RateLimiter limiter(RateLimits limits) {
    return new RateLimiter(limits, Duration.ofSeconds(120), clock);
  }

  private long millisFor(RateLimiter limiter, long tokens) throws InterruptedException {
    long before = clock.nanos();
    limiter.acquire(tokens);
    limiter.release();
    return (clock.nanos() - before) / 1_000_000;
  }

  @Test
  void requestsStartNoFasterThanAllowed() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT.withRequestsPerMinute(60));
    for (int at = 0; at < 60; at++) {
      assertEquals(0, millisFor(limiter, 1));
    }
    for (int at = 0; at < 5; at++) {
      assertEquals(1000, millisFor(limiter, 1), 1);
    }
  }

  @Test
  void tokensStartNoFasterThanAllowedAndCorrectionsCount() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT.withTokensPerMinute(6000));
    assertEquals(0, millisFor(limiter, 6000));
    assertEquals(10_000, millisFor(limiter, 1000), 1);
    limiter.correct(1000, 400); // 600 came back: 100 tokens a second
    assertEquals(4_000, millisFor(limiter, 1000), 1);
    limiter.correct(1000, 2000);
    assertEquals(15_000, millisFor(limiter, 500), 1);
  }

  @Test
  void aCallAboveTheBucketStartsWhenItIsFullAndLeavesADebt() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT.withTokensPerMinute(600));
    assertEquals(0, millisFor(limiter, 1200));
    assertEquals(61_000, millisFor(limiter, 10), 1);
  }

  @ParameterizedTest
  @CsvSource({
    "requests, 1s, 1000",
    "requests, 20ms, 20",
    "tokens, 6s, 6000",
    "tokens, 6m0s, 120000",
    "tokens, 2026-01-01T00:00:07Z, 7000"
  })
  void headersTighten(String what, String reset, long millis) throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT);
    assertEquals(0, millisFor(limiter, 500));
    limiter.observe(new WireHead(
        200, Map.of("x-ratelimit-remaining-" + what, "0", "x-ratelimit-reset-" + what, reset)));
    assertEquals(millis, millisFor(limiter, 500), 1);
  }

  @Test
  void headersNeverLoosen() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT.withRequestsPerMinute(1));
    assertEquals(0, millisFor(limiter, 1));
    limiter.observe(new WireHead(
        200, Map.of("x-ratelimit-remaining-requests", "9999", "x-ratelimit-reset-requests", "1s")));
    assertEquals(60_000, millisFor(limiter, 1), 1);
    limiter.observe(new WireHead(
        200, Map.of("x-ratelimit-remaining-requests", "x", "x-ratelimit-reset-requests", "y")));
    assertEquals(60_000, millisFor(limiter, 1), 1);
  }

  @Test
  void withAKnownLimitTheRefillIsReckoned() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT);
    // 60,000 a minute and all gone: 500 tokens are back after half a second, not after the minute.
    limiter.observe(new WireHead(
        200,
        Map.of(
            "x-ratelimit-remaining-tokens", "0",
            "x-ratelimit-limit-tokens", "60000",
            "x-ratelimit-reset-tokens", "60s")));
    assertEquals(500, millisFor(limiter, 500), 1);
  }

  @Test
  void aPauseHoldsForAll() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT);
    limiter.pause(Duration.ofSeconds(9));
    limiter.pause(Duration.ofSeconds(3));
    assertEquals(9_000, millisFor(limiter, 1));
  }

  @Test
  void soManyAtOnceAndInOrder() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT.withMaxConcurrent(1));
    List<Integer> order = new CopyOnWriteArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    limiter.acquire(1);
    List<Thread> threads = new ArrayList<>();
    for (int at = 0; at < 12; at++) {
      int number = at;
      Thread thread = new Thread(() -> {
        try {
          limiter.acquire(1);
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          order.add(number);
          inside.decrementAndGet();
          limiter.release();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      thread.start();
      threads.add(thread);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    limiter.release();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), order);
    assertEquals(1, most.get());
  }

  @Test
  void anInterruptedWaitGivesItsPlaceBack() throws InterruptedException {
    RateLimiter limiter = limiter(RateLimits.DEFAULT.withMaxConcurrent(1));
    limiter.acquire(1);
    Thread waiting = new Thread(() -> {
      try {
        limiter.acquire(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    waiting.start();
    waiting.interrupt();
    waiting.join();
    limiter.release();
    assertTrue(millisFor(limiter, 1) == 0);
  }
}
