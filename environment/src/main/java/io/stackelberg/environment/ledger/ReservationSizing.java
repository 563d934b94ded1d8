package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import io.stackelberg.game.Require;
import java.util.Optional;
import java.util.OptionalLong;

/** How much is set aside for a call whose cost is not known before it ends. */
public sealed interface ReservationSizing {
  /**
   * The amount to set aside.
   *
   * @param worstCase what the call can cost at most
   * @param predicted upper quantiles of its cost
   */
  Charge size(Charge worstCase, CostQuantile predicted);

  /** Upper quantiles of a call's cost, as an outcome model gives them. */
  @FunctionalInterface
  interface CostQuantile {
    /**
     * The charge that is not exceeded with this probability; parts that the model cannot tell are empty.
     *
     * @param level in (0, 1)
     */
    Charge at(double level);
  }

  /** What the call can cost at most: the caps are never exceeded. */
  record WorstCase() implements ReservationSizing {
    @Override
    public Charge size(Charge worstCase, CostQuantile predicted) {
      return worstCase;
    }
  }

  /**
   * A quantile of the predicted cost, never above the worst case: more calls at once, and a cap that calls beyond the
   * quantile may overshoot.
   *
   * @param level in (0, 1)
   */
  record UpperQuantile(double level) implements ReservationSizing {
    public UpperQuantile {
      Require.inOpenUnitInterval("level", level);
    }

    @Override
    public Charge size(Charge worstCase, CostQuantile predicted) {
      Charge quantile = predicted.at(level);
      return new Charge(
          smaller(worstCase.money(), quantile.money()),
          smaller(worstCase.tokens(), quantile.tokens()));
    }

    private static Optional<Money> smaller(Optional<Money> worst, Optional<Money> quantile) {
      if (worst.isEmpty() || quantile.isEmpty()) {
        return worst.or(() -> quantile);
      }
      if (!worst.get().currency().equals(quantile.get().currency())) {
        throw Require.unexpected(
            "currency of the prediction", quantile.get().currency(), worst.get().currency());
      }
      return worst.get().amount().compareTo(quantile.get().amount()) <= 0 ? worst : quantile;
    }

    private static OptionalLong smaller(OptionalLong worst, OptionalLong quantile) {
      if (worst.isEmpty() || quantile.isEmpty()) {
        return worst.isPresent() ? worst : quantile;
      }
      return OptionalLong.of(Math.min(worst.getAsLong(), quantile.getAsLong()));
    }
  }
}
