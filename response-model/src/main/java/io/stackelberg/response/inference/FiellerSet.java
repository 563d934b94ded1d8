package io.stackelberg.response.inference;

import io.stackelberg.game.Require;

/**
 * Confidence set of a ratio of two estimates, valid however weak the denominator is.
 *
 * <p>All θ with (b₁ − θ b₂)² ≤ t² · Var(b₁ − θ b₂): an interval where the denominator differs from 0 at
 * this level; otherwise two rays, or the whole line, which says that the data bound nothing.
 *
 * <p>Source: Fieller (1954) [fieller1954problems].
 *
 * @param shape what the two ends mean
 * @param low lower end, or end of the lower ray; −infinity for the whole line
 * @param high upper end, or end of the upper ray; +infinity for the whole line
 */
public record FiellerSet(Shape shape, double low, double high) {
  /** Shapes of the set. */
  public enum Shape {
    /** [low, high]. */
    INTERVAL,
    /** (−infinity, low] and [high, +infinity). */
    TWO_RAYS,
    /** Every number. */
    WHOLE_LINE
  }

  private static final FiellerSet EVERYTHING =
      new FiellerSet(Shape.WHOLE_LINE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public FiellerSet {
    if (!(low <= high)) {
      throw Require.unexpected("low", low, "a number <= high = " + high);
    }
  }

  /**
   * The set of numerator / denominator.
   *
   * @param numerator b₁
   * @param denominator b₂
   * @param numeratorVariance at least 0
   * @param denominatorVariance at least 0
   * @param covariance of both
   * @param quantile t, above 0
   */
  public static FiellerSet of(
      double numerator,
      double denominator,
      double numeratorVariance,
      double denominatorVariance,
      double covariance,
      double quantile) {
    Require.positive("quantile", quantile);
    double squared = quantile * quantile;
    double leading = denominator * denominator - squared * denominatorVariance;
    double half = numerator * denominator - squared * covariance;
    double constant = numerator * numerator - squared * numeratorVariance;
    double discriminant = half * half - leading * constant;
    if (leading == 0 || leading < 0 && !(discriminant > 0)) {
      return EVERYTHING;
    }
    double root = Math.sqrt(Math.max(0, discriminant));
    double one = (half - root) / leading;
    double other = (half + root) / leading;
    return new FiellerSet(
        leading > 0 ? Shape.INTERVAL : Shape.TWO_RAYS, Math.min(one, other), Math.max(one, other));
  }

  /** Whether {@code ratio} belongs to the set. */
  public boolean contains(double ratio) {
    boolean inside = switch (shape) {
      case INTERVAL -> low <= ratio && ratio <= high;
      case TWO_RAYS -> ratio <= low || ratio >= high;
      case WHOLE_LINE -> true;
    };
    return inside;
  }
}
