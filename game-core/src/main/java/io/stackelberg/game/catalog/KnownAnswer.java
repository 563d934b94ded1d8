package io.stackelberg.game.catalog;

import io.stackelberg.game.Require;

/**
 * Number that a correct computation on a known game must reproduce.
 *
 * @param quantity what the number is, unique within its game
 * @param value the number, finite
 * @param tolerance largest absolute deviation that counts as equal, above 0
 * @param source where the number comes from: a citation or a derivation
 */
public record KnownAnswer(String quantity, double value, double tolerance, String source) {
  public KnownAnswer {
    Require.nonBlank("quantity", quantity);
    Require.finite("value", value);
    Require.positive("tolerance", tolerance);
    Require.nonBlank("source", source);
  }

  /** Whether {@code computed} equals the answer within its tolerance; never so for NaN. */
  public boolean agreesWith(double computed) {
    return Math.abs(computed - value) <= tolerance;
  }
}
