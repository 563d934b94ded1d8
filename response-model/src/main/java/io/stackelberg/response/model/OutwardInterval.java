package io.stackelberg.response.model;

/**
 * All numbers between two ends; operations round outward, so that no possible result is lost.
 *
 * @param low lower end, below +infinity
 * @param high upper end, at least {@code low}, above −infinity
 */
record OutwardInterval(double low, double high) {
  static final OutwardInterval ZERO = new OutwardInterval(0, 0);

  static OutwardInterval of(double value) {
    return new OutwardInterval(value, value);
  }

  OutwardInterval plus(OutwardInterval other) {
    return new OutwardInterval(-Upward.plus(-low, -other.low), Upward.plus(high, other.high));
  }

  OutwardInterval times(double factor) {
    double one = factor < 0 ? high : low;
    double other = factor < 0 ? low : high;
    return new OutwardInterval(-Upward.times(-one, factor), Upward.times(other, factor));
  }

  /** The part above 0, and 0 for what lies below. */
  OutwardInterval rectified() {
    return new OutwardInterval(Math.max(0, low), Math.max(0, high));
  }

  /** All products with the slope of the rectifier of a sum in {@code sum}: 1 above 0, 0 below, else either. */
  OutwardInterval gated(OutwardInterval sum) {
    if (sum.low > 0) {
      return this;
    }
    return sum.high < 0 ? ZERO : new OutwardInterval(Math.min(0, low), Math.max(0, high));
  }

  /** Largest absolute value. */
  double magnitude() {
    return Math.max(-low, high);
  }
}
