package io.stackelberg.theory;

import io.stackelberg.game.TieBreak;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is said of the best mixed commitment in a finite game; every part may be left out.
 *
 * @param value the leader's optimal value, in the leader's payoffs
 * @param commitment a mixture said to reach that value, one probability per row; empty for none
 * @param replies what each type is said to answer to it, by column; empty for none
 * @param ties for whom ties are broken; under {@code PESSIMISTIC} a value alone is the supremum
 */
public record CommitmentClaim(
    OptionalDouble value, List<Double> commitment, List<Integer> replies, TieBreak ties) {
  /** No claim: values are computed. */
  public static final CommitmentClaim NONE =
      new CommitmentClaim(OptionalDouble.empty(), List.of(), List.of(), TieBreak.OPTIMISTIC);

  public CommitmentClaim {
    commitment = List.copyOf(commitment);
    replies = List.copyOf(replies);
  }

  /** A value under a rule for ties. */
  public static CommitmentClaim of(double value, TieBreak ties) {
    return new CommitmentClaim(OptionalDouble.of(value), List.of(), List.of(), ties);
  }

  /** The same claim, reached by this mixture. */
  public CommitmentClaim by(List<Double> mixture) {
    return new CommitmentClaim(value, mixture, replies, ties);
  }

  /** The same claim, the types answering so. */
  public CommitmentClaim answered(List<Integer> columns) {
    return new CommitmentClaim(value, commitment, columns, ties);
  }
}
