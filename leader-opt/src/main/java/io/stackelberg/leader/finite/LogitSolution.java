package io.stackelberg.leader.finite;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What {@link LogitCommitmentSolver} found, why it stopped and what it proved.
 *
 * @param stopReason why it stopped
 * @param mixture the best mixture of rows found; empty when there is none
 * @param value the leader's expected payoff at the mixture, recomputed; NaN when there is none
 * @param upperBound proved bound on the optimal value; +infinity when nothing was proved
 * @param evaluations mixtures evaluated, for value or gradient
 */
public record LogitSolution(
    StopReason stopReason,
    List<Double> mixture,
    double value,
    double upperBound,
    long evaluations) {
  public LogitSolution {
    mixture = List.copyOf(mixture);
    Require.atLeast("evaluations", evaluations, 0L);
  }

  /** Distance from the value to the proved bound; NaN without a value. */
  public double gap() {
    return upperBound - value;
  }

  /**
   * The mixture, one probability per row.
   *
   * @throws IllegalStateException if there is none
   */
  public List<Double> mixtureOrThrow() {
    if (mixture.isEmpty()) {
      throw new IllegalStateException("the solver stopped with " + stopReason + " after "
          + evaluations + " evaluations and has no mixture.");
    }
    return mixture;
  }
}
