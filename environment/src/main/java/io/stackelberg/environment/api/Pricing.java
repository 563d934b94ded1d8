package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.Money;
import java.util.Optional;

/** What a call costs. */
@FunctionalInterface
public interface Pricing {
  /** No price is known. */
  Pricing UNKNOWN = (model, usage) -> Optional.empty();

  /**
   * The price of a call.
   *
   * @return empty when the model has no known price or a count is missing; never zero for want of a price
   */
  Optional<Money> price(String model, Usage usage);
}
