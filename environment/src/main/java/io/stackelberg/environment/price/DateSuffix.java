package io.stackelberg.environment.price;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The full date at the end of a model's id: {@code -2024-08-06}, {@code -20241022}, {@code @20250219}. */
final class DateSuffix {
  private static final Pattern DATED =
      Pattern.compile("(.+?)(?:-(\\d{4})-(\\d{2})-(\\d{2})|[-@](\\d{4})(\\d{2})(\\d{2}))");

  private DateSuffix() {}

  /** The id without its date; empty when it does not end in a day of the calendar. */
  static Optional<String> removedFrom(String id) {
    Matcher dated = DATED.matcher(id);
    if (!dated.matches()) {
      return Optional.empty();
    }
    int first = dated.group(2) != null ? 2 : 5;
    try {
      int year = LocalDate.of(
              number(dated, first), number(dated, first + 1), number(dated, first + 2))
          .getYear();
      return year >= 2000 && year < 2100 ? Optional.of(dated.group(1)) : Optional.empty();
    } catch (DateTimeException noDay) {
      return Optional.empty();
    }
  }

  private static int number(Matcher dated, int group) {
    return Integer.parseInt(dated.group(group));
  }
}
