package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitHeadersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1s, 1000",
    "6m0s, 360000",
    "20ms, 20",
    "1h2m3.5s, 3723500",
    "1d, 86400000",
    "0s, 0",
    "12, 12000",
    "0.25, 250",
    "2026-01-01T00:00:06Z, 6000",
    "2026-01-01T01:00:06.5+01:00, 6500",
    "'Thu, 01 Jan 2026 00:01:00 GMT', 60000",
    "2025-12-31T23:59:00Z, 0",
    "1767225610, 10000",
    "1767225610500, 10500"
  })
  void readsEveryFormOfReset(String text, long millis) {
    assertEquals(Optional.of(Duration.ofMillis(millis)), WaitHeaders.reset(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "1x",
        "s1",
        "1s!",
        "-4s",
        "1e9",
        "NaN",
        "+999999999-12-31T00:00:00Z",
        "99999999999999999999",
        "1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s"
      })
  void whatIsNoTimeIsUnsaidOrHarmless(String text) {
    Optional<Duration> read = WaitHeaders.reset(text, NOW);
    assertEquals(
        true, read.isEmpty() || read.get().compareTo(Duration.ofDays(1)) > 0, read::toString);
  }
}
