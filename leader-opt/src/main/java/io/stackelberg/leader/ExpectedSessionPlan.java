package io.stackelberg.leader;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What to commit to in each turn of a session whose budget binds in expectation, and what it is worth.
 *
 * <p>Before the first turn one of two plans is drawn, the optima at two prices of a token.
 *
 * @param stopReason {@code PROVEN_OPTIMAL} when the drawn plans reach the bound; {@code INFEASIBLE} when no
 *     plan stays within the budget
 * @param value expected sum of rewards; NaN without a plan
 * @param upperBound the Lagrangian dual at the best price; +infinity when nothing was proved
 * @param expectedTokens of the whole session; NaN without a plan
 * @param price reward per token at which both plans are worth the same, λ ≥ 0; 0 where the budget is slack
 * @param share probability of {@code dearer}, in [0, 1]
 * @param dearer one commitment per turn played; shorter than the horizon where the session ends early
 * @param cheaper the other plan
 * @param evaluations responses of the follower
 */
public record ExpectedSessionPlan(
    StopReason stopReason,
    double value,
    double upperBound,
    double expectedTokens,
    double price,
    double share,
    List<Commitment> dearer,
    List<Commitment> cheaper,
    long evaluations) {
  public ExpectedSessionPlan {
    dearer = List.copyOf(dearer);
    cheaper = List.copyOf(cheaper);
  }

  /** A result without a plan. */
  static ExpectedSessionPlan none(StopReason reason, long evaluations) {
    return new ExpectedSessionPlan(
        reason,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        List.of(),
        List.of(),
        evaluations);
  }
}
