package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What {@link PolynomialBilevelSolver} found, why it stopped and what it proved.
 *
 * @param stopReason why it stopped
 * @param x the leader's decision; empty when there is no answer
 * @param y the follower's reply; empty when there is no answer
 * @param upperValue F(x, y), minimised; NaN when there is no answer
 * @param lowerValue f(x, y); NaN when there is no answer
 * @param lowerBound proved lower bound on the optimal F; −infinity when nothing was proved
 * @param followerExcess f(x, y) minus the least f(x, ·) that a separate search of the follower's problem
 *     found, at least 0; NaN when there is no answer
 * @param followerSlack what the excess may be for y to count as a reply
 * @param evaluations boxes examined, of both levels
 */
public record PolynomialBilevelSolution(
    StopReason stopReason,
    List<Double> x,
    List<Double> y,
    double upperValue,
    double lowerValue,
    double lowerBound,
    double followerExcess,
    double followerSlack,
    long evaluations) {
  public PolynomialBilevelSolution {
    x = List.copyOf(x);
    y = List.copyOf(y);
    Require.atLeast("evaluations", evaluations, 0L);
  }

  /** A solution without an answer. */
  static PolynomialBilevelSolution none(StopReason reason, double bound, long evaluations) {
    return new PolynomialBilevelSolution(
        reason,
        List.of(),
        List.of(),
        Double.NaN,
        Double.NaN,
        bound,
        Double.NaN,
        Double.NaN,
        evaluations);
  }

  /** Distance from the proved bound to the value; NaN without a value. */
  public double gap() {
    return upperValue - lowerBound;
  }
}
