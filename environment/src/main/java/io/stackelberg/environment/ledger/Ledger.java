package io.stackelberg.environment.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * Account of a run: no call starts without a reservation, no logical call is settled twice.
 *
 * <p>Implementations serve many threads; caps hold at every moment, reservations counted in full.
 */
public interface Ledger {
  /**
   * Sets the upper amount aside for one logical call.
   *
   * @param callId names the logical call, equal after a restart
   * @param session whose caps apply beside the run's
   * @param upper what the call may cost at most, or by its upper quantile
   * @throws IllegalStateException if the call is reserved and not yet settled or released
   */
  Grant reserve(String callId, String session, Charge upper);

  /**
   * Like {@link #reserve}, but waits while other calls' reservations may still free enough.
   *
   * @param timeout how long to wait; then the refusal is returned
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is reserved then
   */
  Grant reserveWaiting(String callId, String session, Charge upper, Duration timeout)
      throws InterruptedException;

  /** What a call came to, if it is over; sets nothing aside and leaves no trace. */
  Optional<Grant.Settlement> settled(String callId);

  /**
   * Books what the call really cost and keeps its result; durable when this returns.
   *
   * @param result opaque text, given back by {@link Grant.Settled} when the call is asked for again
   */
  void settle(Grant.Reservation reservation, Charge actual, String result);

  /**
   * Gives the reservation back.
   *
   * @param why for the record, without secrets
   */
  void release(Grant.Reservation reservation, String why);
}
