package io.stackelberg.environment.ledger;

import java.util.OptionalLong;

/** What one line of a journal says. */
sealed interface JournalRecord {
  /** A process opened the journal with these caps. */
  record Opened(Caps run, Caps perSession, String currency) implements JournalRecord {}

  /** An amount was set aside; again for the same call when a restart asks for more. */
  record Reserved(String callId, String session, Charge upper, OptionalLong calls)
      implements JournalRecord {}

  /** A call is over; {@code calls} is 1, or what a delegated budget made of it. */
  record Settled(String callId, String session, Charge actual, long calls, String result)
      implements JournalRecord {}

  /** A reservation was given back. */
  record Released(String callId, String session, String why) implements JournalRecord {}

  /** A half-written last line was moved to a file of its own. */
  record SetAside(String file, long bytes) implements JournalRecord {}
}
