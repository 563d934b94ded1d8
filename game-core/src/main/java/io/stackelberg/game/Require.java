package io.stackelberg.game;

import java.util.Collection;

/**
 * Argument checks with one message style: {@code <name> is <value>, expected <condition>.}
 *
 * <p>Every comparison is written so that NaN fails.
 */
public final class Require {
  private Require() {}

  /** Returns {@code value} if it lies in [0, 1]. */
  public static double inUnitInterval(String name, double value) {
    return inRange(name, value, 0, 1);
  }

  /** Returns {@code value} if it lies in [{@code low}, {@code high}]. */
  public static double inRange(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw unexpected(name, value, "a number in [" + low + ", " + high + "]");
    }
    return value;
  }

  /** Returns {@code value} if it lies in the open interval (0, 1). */
  public static double inOpenUnitInterval(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw unexpected(name, value, "a number in (0, 1)");
    }
    return value;
  }

  /** Returns {@code value} if it is finite and at least 0. */
  public static double nonNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw unexpected(name, value, "a finite number >= 0");
    }
    return value;
  }

  /** Returns {@code value} if it is finite and above 0. */
  public static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw unexpected(name, value, "a finite number > 0");
    }
    return value;
  }

  /** Returns {@code value} if it is neither NaN nor infinite. */
  public static double finite(String name, double value) {
    if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
      throw unexpected(name, value, "a finite number");
    }
    return value;
  }

  /** Returns {@code value} if it is at least {@code low}. */
  public static int atLeast(String name, int value, int low) {
    if (value < low) {
      throw unexpected(name, value, "a whole number >= " + low);
    }
    return value;
  }

  /** Returns {@code value} if it is at least {@code low}. */
  public static long atLeast(String name, long value, long low) {
    if (value < low) {
      throw unexpected(name, value, "a whole number >= " + low);
    }
    return value;
  }

  /** Returns {@code value} if it holds a character that is not white space. */
  public static String nonBlank(String name, String value) {
    if (value == null || value.isBlank()) {
      throw unexpected(name, value == null ? "missing" : "\"" + value + "\"", "a non-blank text");
    }
    return value;
  }

  /** Returns {@code values} if it is not empty. */
  public static <C extends Collection<?>> C nonEmpty(String name, C values) {
    if (values.isEmpty()) {
      throw unexpected(name, "empty", "at least one element");
    }
    return values;
  }

  /** The exception every check of this class throws. */
  public static IllegalArgumentException unexpected(String name, Object value, String condition) {
    return new IllegalArgumentException(name + " is " + value + ", expected " + condition + ".");
  }
}
