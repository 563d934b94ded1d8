package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;

/** Counts equilibria and keeps the largest gain of a best reply among them. Not for several threads. */
final class Gains {
  /** The most that a best reply may gain, in units of payment. */
  static final double ALLOWED = 1e-9;

  private long steps;
  private long kept;
  private double largest;

  /** Counts one; it is kept when the search converged and no principal gains more than allowed. */
  AgencyEquilibrium count(AgencyEquilibrium found) {
    steps++;
    if (found.stopReason() == StopReason.CONVERGED && found.largestGain() <= ALLOWED) {
      kept++;
    }
    if (!(found.largestGain() <= largest)) {
      largest = found.largestGain();
    }
    return found;
  }

  /** States the count. */
  void state(Findings findings, String what) {
    findings.state(
        "No principal gains more than 1e-9 by a best reply at any step: " + what + ".",
        steps > 0 && kept == steps ? Standing.HOLDS : Standing.FAILS,
        kept + " of " + steps + " equilibria, every principal's best reply bracketed anew at each;"
            + " the largest gain is " + largest + ".");
  }
}
