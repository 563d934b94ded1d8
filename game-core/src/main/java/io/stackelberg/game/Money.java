package io.stackelberg.game;

import java.math.BigDecimal;

/**
 * Amount of money, exact.
 *
 * @param amount at least 0
 * @param currency three letters, such as USD
 */
public record Money(BigDecimal amount, String currency) {
  public Money {
    if (amount.signum() < 0) {
      throw Require.unexpected("amount", amount, "a number >= 0");
    }
    Require.nonBlank("currency", currency);
  }

  /** US dollars. */
  public static Money usd(BigDecimal amount) {
    return new Money(amount, "USD");
  }
}
