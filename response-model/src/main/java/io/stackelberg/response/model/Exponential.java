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
    double k = shifted - ROUND;
    double r = x - k * LN2_HIGH - k * LN2_LOW;
    // Pairs of terms, then pairs of pairs: short chains that the processor works on side by side.
    double r2 = r * r;
    double r4 = r2 * r2;
    double low = 1 + r + r2 * (0.5 + r * (1.0 / 6.0));
    double middle = 1.0 / 24.0 + r * (1.0 / 120.0) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0));
    double high =
        1.0 / 40320.0 + r * (1.0 / 362880.0) + r2 * (1.0 / 3628800.0 + r * (1.0 / 39916800.0));
    double top = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0);
    double sum = low + r4 * (middle + r4 * (high + r4 * top));
    return sum * Double.longBitsToDouble(((long) k + 1023) << 52);
  }
}
