package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;

/** Value of a commitment, its gradient, and whether that gradient exists. */
public final class ValueGradient {
  private final double value;
  private final double[] gradient;
  private final Smoothness smoothness;

  /**
   * A value with a gradient.
   *
   * @param value finite
   * @param gradient one entry per coordinate; at a kink that of one adjoining piece; copied
   * @param smoothness what the gradient is worth; entries must be finite unless {@code SINGULAR}
   */
  public ValueGradient(double value, double[] gradient, Smoothness smoothness) {
    this.value = Require.finite("value", value);
    this.gradient = gradient.clone();
    this.smoothness = smoothness;
    if (smoothness != Smoothness.SINGULAR) {
      for (double entry : gradient) {
        Require.finite("gradient", entry);
      }
    }
  }

  /** The value. */
  public double value() {
    return value;
  }

  /** Whether the gradient exists. */
  public Smoothness smoothness() {
    return smoothness;
  }

  /**
   * The gradient, a fresh array.
   *
   * @throws IllegalStateException unless {@code REGULAR}
   */
  public double[] gradientOrThrow() {
    if (smoothness != Smoothness.REGULAR) {
      throw new IllegalStateException(
          "the value is " + smoothness + " here and has no gradient; look at smoothness() first.");
    }
    return gradient.clone();
  }

  /** The gradient of one adjoining piece, shared; NaN where singular. */
  double[] onePiece() {
    return gradient;
  }
}
