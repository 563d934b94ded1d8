package io.stackelberg.environment.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times that servers write into headers. */
final class WaitHeaders {
  private static final int MAX_LENGTH = 64;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,12})?");
  private static final Pattern UNITS =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,12})?)(ms|us|\u00b5s|\u03bcs|ns|s|m|h|d)");
  private static final double EPOCH_SECONDS = 1e9;
  private static final double EPOCH_MILLIS = 1e12;

  private WaitHeaders() {}

  /** {@code Retry-After-Ms}, else {@code Retry-After} in seconds or as HTTP date; nothing, 0 and the past are unsaid. */
  static Optional<Duration> retryAfter(WireHead head, Instant now) {
    Optional<Duration> millis = head.header("retry-after-ms")
        .map(String::strip)
        .filter(text -> NUMBER.matcher(text).matches())
        .map(text -> seconds(Double.parseDouble(text) / 1e3));
    if (millis.filter(WaitHeaders::isAhead).isPresent()) {
      return millis;
    }
    return head.header("retry-after")
        .map(String::strip)
        .flatMap(text -> {
          if (NUMBER.matcher(text).matches()) {
            return Optional.of(seconds(Double.parseDouble(text)));
          }
          return date(text, now);
        })
        .filter(WaitHeaders::isAhead);
  }

  /** Time until a reset: {@code 6m0s}, {@code 20ms}, seconds, a date, or seconds or milliseconds since 1970. */
  static Optional<Duration> reset(String value, Instant now) {
    String text = value.strip();
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    if (NUMBER.matcher(text).matches()) {
      double number = Double.parseDouble(text);
      if (number < EPOCH_SECONDS) {
        return Optional.of(seconds(number));
      }
      double epochSeconds = number < EPOCH_MILLIS ? number : number / 1e3;
      return Optional.of(
          notBehind(Duration.between(now, Instant.EPOCH.plus(seconds(epochSeconds)))));
    }
    Optional<Duration> units = units(text);
    return units.isPresent() ? units : date(text, now);
  }

  private static Optional<Duration> units(String text) {
    Matcher matcher = UNITS.matcher(text);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (matcher.find() && matcher.start() == at) {
      sum = sum.plus(seconds(Double.parseDouble(matcher.group(1)) * unit(matcher.group(2))));
      at = matcher.end();
    }
    return at > 0 && at == text.length() ? Optional.of(sum) : Optional.empty();
  }

  private static double unit(String name) {
    switch (name) {
      case "d":
        return 86_400;
      case "h":
        return 3_600;
      case "m":
        return 60;
      case "s":
        return 1;
      case "ms":
        return 1e-3;
      case "ns":
        return 1e-9;
      default:
        return 1e-6;
    }
  }

  private static Optional<Duration> date(String text, Instant now) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    for (DateTimeFormatter format : new DateTimeFormatter[] {
      DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME
    }) {
      try {
        Instant at = format == DateTimeFormatter.RFC_1123_DATE_TIME
            ? ZonedDateTime.parse(text, format).toInstant()
            : OffsetDateTime.parse(text, format).toInstant();
        return Optional.of(notBehind(Duration.between(now, at)));
      } catch (DateTimeException | ArithmeticException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  private static Duration seconds(double value) {
    return Duration.ofNanos((long) StrictMath.min(9e18, StrictMath.ceil(value * 1e9)));
  }

  private static Duration notBehind(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static boolean isAhead(Duration wait) {
    return !wait.isZero() && !wait.isNegative();
  }
}
