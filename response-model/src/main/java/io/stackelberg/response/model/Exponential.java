package io.stackelberg.response.model;

/**
 * The exponential function in plain arithmetic: the same bits on every platform, faster than {@link
 * StrictMath#exp} and within 2 units in the last place of it. The argument is reduced to |r| ≤ ln 2 / 2 and
 * the series summed to degree 13, whose remainder is below 5e-18.
 */
public final class Exponential {
  private static final double LOG2_E = 1.4426950408889634;
  // ln 2 in two parts; the first has 21 trailing zero bits, so that its product with k is exact.
  private static final double LN2_HIGH = 6.93147180369123816490e-01;
  private static final double LN2_LOW = 1.90821492927058770002e-10;
  private static final double ROUND = 0x1.8p52;

  private Exponential() {}

  /** e to the power x for x ≤ 0, as a softmax needs it; 0 below −708. */
  public static double ofNonPositive(double x) {
    if (!(x >= -708)) {
      return x < -708 ? 0 : StrictMath.exp(x);
    }
    double shifted = x * LOG2_E + ROUND;
    return series(rest(x, shifted)) * power(shifted);
  }

  /**
   * Replaces values that are at most 0 by e to their power, to the bit what {@link #ofNonPositive(double)}
   * gives, in short loops that processors work on several numbers at a time.
   *
   * @param scratch overwritten, of the same length
   */
  static void ofNonPositive(double[] values, double[] scratch) {
    int length = Math.min(values.length, scratch.length);
    for (int index = 0; index < length; index++) {
      scratch[index] = rest(values[index], values[index] * LOG2_E + ROUND);
    }
    for (int index = 0; index < length; index++) {
      scratch[index] = series(scratch[index]);
    }
    for (int index = 0; index < length; index++) {
      double x = values[index];
      values[index] = x < -708 ? 0 : scratch[index] * power(x * LOG2_E + ROUND);
    }
  }

  /** 2 to the power of the whole number k that {@code shifted} rounds to: k stands in its last bits. */
  private static double power(double shifted) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
  }

  /** x − k ln 2. */
  private static double rest(double x, double shifted) {
    double k = shifted - ROUND;
    return x - k * LN2_HIGH - k * LN2_LOW;
  }

  /** Even and odd powers apart: two chains that the processor works on side by side. */
  private static double series(double r) {
    double r2 = r * r;
    double even = 1.0 / 40320 + r2 * (1.0 / 3628800 + r2 * (1.0 / 479001600));
    even = 1 + r2 * (0.5 + r2 * (1.0 / 24 + r2 * (1.0 / 720 + r2 * even)));
    double odd = 1.0 / 362880 + r2 * (1.0 / 39916800 + r2 * (1.0 / 6227020800.0));
    odd = 1 + r2 * (1.0 / 6 + r2 * (1.0 / 120 + r2 * (1.0 / 5040 + r2 * odd)));
    return even + r * odd;
  }
}
