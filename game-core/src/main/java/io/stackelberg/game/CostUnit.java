package io.stackelberg.game;

import java.util.OptionalDouble;

/** Unit in which a study counts cost; every stage of one study uses the same unit. */
public enum CostUnit {
  /** Input plus output tokens. */
  TOKENS {
    @Override
    public OptionalDouble of(Outcome outcome) {
      var total = outcome.tokens().total();
      return total.isPresent() ? OptionalDouble.of(total.getAsLong()) : OptionalDouble.empty();
    }
  },
  /** US dollars. */
  USD {
    @Override
    public OptionalDouble of(Outcome outcome) {
      return outcome
          .money()
          .filter(money -> money.currency().equals("USD"))
          .map(money -> OptionalDouble.of(money.amount().doubleValue()))
          .orElse(OptionalDouble.empty());
    }
  };

  /** Cost of the outcome in this unit; empty when it was not measured. */
  public abstract OptionalDouble of(Outcome outcome);

  /** Name in files and tables. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
