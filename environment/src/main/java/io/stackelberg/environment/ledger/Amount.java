package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import java.math.BigDecimal;

/** The known parts of a charge, for sums. */
record Amount(BigDecimal money, long tokens, long calls) {
  static final Amount ZERO = new Amount(BigDecimal.ZERO, 0, 0);

  static Amount of(Charge charge, long calls) {
    return new Amount(
        charge.money().map(Money::amount).orElse(BigDecimal.ZERO),
        charge.tokens().orElse(0),
        calls);
  }

  Amount plus(Amount other) {
    return new Amount(
        money.add(other.money),
        Math.addExact(tokens, other.tokens),
        Math.addExact(calls, other.calls));
  }

  Amount minus(Amount other) {
    return new Amount(money.subtract(other.money), tokens - other.tokens, calls - other.calls);
  }
}
