package io.stackelberg.leader.finite;

import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@link MultipleLpSolver} found for one matrix game.
 *
 * @param stopReason why it stopped; {@code PROVEN_OPTIMAL} speaks of the strong value
 * @param strong the best commitment when ties are broken for the leader; empty when none was found
 * @param upperBound no commitment has a larger strong value; +∞ when nothing was proved
 * @param weak the supremum when ties are broken against the leader; empty when it was not reached
 * @param replies one entry per follower action
 * @param pureStrong the best single row when ties are broken for the leader, by enumeration
 * @param pureWeak the best single row when ties are broken against the leader; always attained
 * @param programs linear programs solved
 */
public record MatrixSolution(
    StopReason stopReason,
    Optional<Strong> strong,
    double upperBound,
    Optional<WeakValue> weak,
    List<Reply> replies,
    Pure pureStrong,
    Pure pureWeak,
    long programs) {
  public MatrixSolution {
    replies = List.copyOf(replies);
  }

  /**
   * A commitment whose value was recomputed in the game's own payoffs.
   *
   * @param value the leader's value, the follower answering best and ties going to the leader
   * @param mixture one probability per row
   * @param reply the follower's action there
   */
  public record Strong(double value, List<Double> mixture, int reply) {
    public Strong {
      mixture = List.copyOf(mixture);
    }
  }

  /**
   * The best single row.
   *
   * @param value the leader's value there
   * @param row the row
   */
  public record Pure(double value, int row) {}

  /** What is known of a follower action. */
  public enum ReplyState {
    /** A best reply to some mixture; its value is known. */
    BEST_REPLY,
    /** A best reply to no mixture. */
    NEVER_BEST,
    /** Left out, for its bound cannot beat the value found, or for a limit. */
    NOT_SOLVED
  }

  /**
   * One follower action.
   *
   * @param value most the leader gets where this action is a best reply; empty unless it is known to be one
   * @param bound the value is not above this; −∞ where the action is never a best reply
   */
  public record Reply(ReplyState state, OptionalDouble value, double bound) {}

  /** The strong commitment, or an exception that says why there is none. */
  public Strong strongOrThrow() {
    return strong.orElseThrow(() -> new NoSuchElementException("There is no commitment: the solver"
        + " stopped with " + stopReason + " after " + programs + " linear programs."));
  }
}
