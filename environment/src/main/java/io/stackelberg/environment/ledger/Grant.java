package io.stackelberg.environment.ledger;

/** Answer to a wish to spend. */
public sealed interface Grant {
  /**
   * The amount is set aside until it is settled or released.
   *
   * @param callId the logical call
   * @param session the session it belongs to
   * @param upper what was set aside
   */
  record Reservation(String callId, String session, Charge upper) implements Grant {}

  /**
   * This call was settled before, perhaps by an earlier process; nothing is to be sent.
   *
   * @param settlement what it cost and yielded
   */
  record Settled(Settlement settlement) implements Grant {}

  /**
   * Nothing was set aside.
   *
   * @param cap name of the cap, such as {@code money of the run}
   * @param wanted what the call asked for, with its unit
   * @param left what the cap had left, with its unit
   * @param mayFreeUp whether other calls' reservations could still free enough
   */
  record Refusal(String cap, String wanted, String left, boolean mayFreeUp) implements Grant {}

  /**
   * A call that is over.
   *
   * @param callId the logical call
   * @param session the session it belongs to
   * @param actual what it cost
   * @param result what it yielded, as the caller wrote it
   */
  record Settlement(String callId, String session, Charge actual, String result) {}
}
