package io.stackelberg.game;

import java.util.OptionalDouble;

/**
 * Expected quality and cost of an action at a context.
 *
 * @param quality expected quality, finite; a true expectation lies in [0, 1], a linear prediction may leave
 *     it, and clipping it would destroy the order of actions that a decision needs
 * @param tokens expected input plus output tokens; empty where tokens were never recorded
 * @param money expected US dollars; empty where money was never recorded
 */
public record ExpectedOutcome(double quality, OptionalDouble tokens, OptionalDouble money) {
  public ExpectedOutcome {
    Require.finite("expected quality", quality);
    if (tokens.isPresent()) {
      Require.nonNegative("expected tokens", tokens.getAsDouble());
    }
    if (money.isPresent()) {
      Require.nonNegative("expected money", money.getAsDouble());
    }
  }

  /**
   * Expected cost in the given unit.
   *
   * @throws IllegalStateException if this outcome does not carry that unit
   */
  public double cost(CostUnit unit) {
    return (unit == CostUnit.TOKENS ? tokens : money)
        .orElseThrow(
            () -> new IllegalStateException("expected cost in " + unit.id() + " is unknown."));
  }
}
