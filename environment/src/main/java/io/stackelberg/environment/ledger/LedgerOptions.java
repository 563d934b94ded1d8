package io.stackelberg.environment.ledger;

import io.stackelberg.game.Require;
import java.time.Clock;
import java.util.List;

/**
 * Caps and clock of a ledger.
 *
 * @param run caps of the run; on reopening the ones given now hold
 * @param perSession caps of each session beside them
 * @param currency of all money, three letters
 * @param clock tells the time of records and the wall time
 */
public record LedgerOptions(Caps run, Caps perSession, String currency, Clock clock) {
  /** US dollars, no caps, the system's clock. */
  public static final LedgerOptions DEFAULT =
      new LedgerOptions(Caps.NONE, Caps.NONE, "USD", Clock.systemUTC());

  public LedgerOptions {
    for (Caps caps : List.of(run, perSession)) {
      if (caps.money().isPresent() && !caps.money().get().currency().equals(currency)) {
        throw Require.unexpected(
            "currency of a cap", caps.money().get().currency(), "the ledger's, " + currency);
      }
    }
  }

  /** The same with other caps of the run. */
  public LedgerOptions withRun(Caps caps) {
    return new LedgerOptions(caps, perSession, currency, clock);
  }

  /** The same with other caps of each session. */
  public LedgerOptions withPerSession(Caps caps) {
    return new LedgerOptions(run, caps, currency, clock);
  }

  /** The same with another clock. */
  public LedgerOptions withClock(Clock other) {
    return new LedgerOptions(run, perSession, currency, other);
  }
}
