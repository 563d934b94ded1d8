package io.stackelberg.theory;

/**
 * Closed interval whose operations round outwards, so that it always holds the exact result.
 *
 * @param low lower end
 * @param high upper end, at least {@code low}
 */
record Interval(double low, double high) {
  static final Interval ZERO = new Interval(0, 0);

  /** The next double above. */
  static double up(double value) {
    return Math.nextUp(value);
  }

  /** The next double below. */
  static double down(double value) {
    return Math.nextDown(value);
  }

  static Interval of(double value) {
    return new Interval(value, value);
  }

  Interval plus(Interval other) {
    return new Interval(down(low + other.low), up(high + other.high));
  }

  Interval minus(Interval other) {
    return new Interval(down(low - other.high), up(high - other.low));
  }

  /** A product; exact where a factor is zero. */
  Interval times(Interval other) {
    if (isExactly(0) || other.isExactly(0)) {
      return ZERO;
    }
    double one = low * other.low;
    double two = low * other.high;
    double three = high * other.low;
    double four = high * other.high;
    return new Interval(
        down(Math.min(Math.min(one, two), Math.min(three, four))),
        up(Math.max(Math.max(one, two), Math.max(three, four))));
  }

  /** Largest absolute value. */
  double magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  private boolean isExactly(double value) {
    return low == value && high == value;
  }
}
