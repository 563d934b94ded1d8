package io.stackelberg.environment.price;

import io.stackelberg.game.Money;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.Optional;

/** What a call costs, or why that cannot be said; unknown is never zero. */
public sealed interface Cost {
  /** The amount, empty when unknown. */
  Optional<Money> money();

  /**
   * A cost that follows from the table.
   *
   * @param amount exact, without rounding
   * @param notices what was taken for granted on the way, in order; empty when nothing was
   */
  record Known(Money amount, List<String> notices) implements Cost {
    public Known {
      notices = List.copyOf(notices);
    }

    @Override
    public Optional<Money> money() {
      return Optional.of(amount);
    }
  }

  /**
   * A cost that cannot be said.
   *
   * @param reason why, and where it helps, what would change that
   */
  record Unknown(String reason) implements Cost {
    public Unknown {
      Require.nonBlank("reason", reason);
    }

    @Override
    public Optional<Money> money() {
      return Optional.empty();
    }
  }
}
