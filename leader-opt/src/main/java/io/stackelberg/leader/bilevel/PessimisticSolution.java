package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.StopReason;
import java.util.OptionalDouble;

/** What {@link PessimisticBilevel} found. Arrays are copied on the way in and out. */
public final class PessimisticSolution {
  private final StopReason stopReason;
  private final BilevelSolution optimistic;
  private final OptionalDouble infimum;
  private final boolean attained;
  private final double[] x;
  private final OptionalDouble guaranteed;
  private final double bound;
  private final long programs;
  private final String verification;

  PessimisticSolution(
      StopReason stopReason,
      BilevelSolution optimistic,
      OptionalDouble infimum,
      boolean attained,
      double[] x,
      OptionalDouble guaranteed,
      double bound,
      long programs,
      String verification) {
    this.stopReason = stopReason;
    this.optimistic = optimistic;
    this.infimum = infimum;
    this.attained = attained;
    this.x = x.clone();
    this.guaranteed = guaranteed;
    this.bound = bound;
    this.programs = programs;
    this.verification = verification;
  }

  /** Why the search of the pessimistic value stopped. */
  public StopReason stopReason() {
    return stopReason;
  }

  /** The optimistic problem's solution. */
  public BilevelSolution optimistic() {
    return optimistic;
  }

  /** Infimum over x of the worst best answer's F; empty unless {@code PROVEN_OPTIMAL}. */
  public OptionalDouble infimum() {
    return infimum;
  }

  /** Whether {@link #x} guarantees the infimum itself; false where it is only approached or not known. */
  public boolean isAttained() {
    return attained;
  }

  /** A decision that guarantees {@link #guaranteed}; empty where none was verified. */
  public double[] x() {
    return x.clone();
  }

  /** F of the worst best answer to {@link #x}, from linear programs at that x. */
  public OptionalDouble guaranteed() {
    return guaranteed;
  }

  /** Proved lower bound on the infimum; −∞ when nothing was proved. */
  public double bound() {
    return bound;
  }

  /** Programs solved, those of the optimistic problem not counted. */
  public long programs() {
    return programs;
  }

  /** How x was verified, in a few words; empty when it was not. */
  public String verification() {
    return verification;
  }
}
