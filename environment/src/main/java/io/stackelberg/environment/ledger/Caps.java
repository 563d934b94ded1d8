package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import io.stackelberg.game.Require;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits on spending; what is empty is not limited.
 *
 * @param money at least 0
 * @param tokens input and output together, at least 0
 * @param calls at least 0
 * @param wallTime time in which the ledger is open, over all its openings; above it nothing more is granted
 */
public record Caps(
    Optional<Money> money, OptionalLong tokens, OptionalLong calls, Optional<Duration> wallTime) {
  /** No limit. */
  public static final Caps NONE =
      new Caps(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  public Caps {
    Require.atLeast("tokens", tokens.orElse(0), 0L);
    Require.atLeast("calls", calls.orElse(0), 0L);
    if (wallTime.isPresent() && wallTime.get().isNegative()) {
      throw Require.unexpected("wallTime", wallTime.get(), "a duration >= 0");
    }
  }

  /** The same with another limit on money. */
  public Caps withMoney(Money limit) {
    return new Caps(Optional.of(limit), tokens, calls, wallTime);
  }

  /** The same with another limit on tokens. */
  public Caps withTokens(long limit) {
    return new Caps(money, OptionalLong.of(limit), calls, wallTime);
  }

  /** The same with another limit on calls. */
  public Caps withCalls(long limit) {
    return new Caps(money, tokens, OptionalLong.of(limit), wallTime);
  }

  /** The same with another limit on time. */
  public Caps withWallTime(Duration limit) {
    return new Caps(money, tokens, calls, Optional.of(limit));
  }

  /**
   * Refuses to start a run whose cap on money could not hold.
   *
   * @param model whose calls are to be paid
   * @param worstCase what one call costs at most
   * @throws LedgerException with {@link LedgerException.Reason#UNPRICED_MODEL}, naming the ways out, if money is
   *     capped and the cost is unknown
   */
  public void requirePriced(String model, Charge worstCase) {
    if (money.isPresent() && worstCase.money().isEmpty()) {
      throw new LedgerException(
          LedgerException.Reason.UNPRICED_MODEL,
          "cost of model \"" + model + "\" is unknown, expected a price under a cap of "
              + Account.shown(money.get()) + ".\nMaybe give one with --price " + model
              + "=IN,OUT, declare it free: true, or cap tokens instead of money.");
    }
  }
}
