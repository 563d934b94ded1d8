package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.Usage;
import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.game.Money;
import java.util.Optional;

/** What a call costs. */
@FunctionalInterface
public interface Pricing {
  /** No price is known. */
  Pricing UNKNOWN = (model, usage) -> Optional.empty();

  /** Prices of a table; a subdivision that a provider does not report is priced at the dearer price. */
  static Pricing of(PriceTable table) {
    return (model, usage) -> table.cost(model, usage).money();
  }

  /**
   * The price of a call.
   *
   * @return empty when the model has no known price or a count is missing; never zero for want of a price
   */
  Optional<Money> price(String model, Usage usage);
}
