package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import io.stackelberg.game.Require;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call may spend, or has spent.
 *
 * @param money empty when unknown, never zero for want of a price
 * @param tokens input and output together; empty when unknown
 */
public record Charge(Optional<Money> money, OptionalLong tokens) {
  public Charge {
    if (tokens.isPresent()) {
      Require.atLeast("tokens", tokens.getAsLong(), 0L);
    }
  }
}
