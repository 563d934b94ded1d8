package io.stackelberg.game.run;

import io.stackelberg.game.Require;

/**
 * The one tolerance of a run, relative to the payoff range so that rescaling utilities changes nothing.
 *
 * @param relative share of the payoff range, in [0, 1)
 */
public record Tolerance(double relative) {
  /** 1e-9 of the payoff range. */
  public static final Tolerance DEFAULT = new Tolerance(1e-9);

  public Tolerance {
    Require.inRange("relative", relative, 0, Math.nextDown(1.0));
  }

  /** Whether two payoffs tie, given the range of all payoffs of that player. */
  public boolean ties(double one, double other, double payoffRange) {
    return Math.abs(one - other) <= relative * payoffRange;
  }
}
