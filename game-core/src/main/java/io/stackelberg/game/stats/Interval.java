package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Estimate with the interval around it.
 *
 * @param estimate the estimate, finite
 * @param low lower end, at most {@code estimate}, possibly −infinity
 * @param high upper end, at least {@code estimate}, possibly +infinity
 */
public record Interval(double estimate, double low, double high) {
  public Interval {
    Require.finite("estimate", estimate);
    if (!(low <= estimate && estimate <= high)) {
      throw Require.unexpected(
          "interval", "[" + low + ", " + high + "]", "low <= estimate = " + estimate + " <= high");
    }
  }

  /** Whether {@code value} lies between the ends, both included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Distance between the ends, possibly +infinity. */
  public double width() {
    return high - low;
  }
}
