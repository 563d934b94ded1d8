package io.stackelberg.environment.price;

import io.stackelberg.game.Require;
import java.math.BigDecimal;

/**
 * Price of a tool, in the table's currency.
 *
 * @param perCall of one call, at least 0
 * @param perSecond of one second of its running time, at least 0
 */
public record ToolPrice(BigDecimal perCall, BigDecimal perSecond) {
  public ToolPrice {
    if (perCall.signum() < 0 || perSecond.signum() < 0) {
      throw Require.unexpected(
          "tool price", perCall + " per call, " + perSecond + " per second", "numbers >= 0");
    }
  }
}
