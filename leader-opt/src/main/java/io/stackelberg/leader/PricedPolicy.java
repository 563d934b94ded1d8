package io.stackelberg.leader;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;

/**
 * Price-adjusted argmax: at each context the commitment with the most reward − price × use, drawn between
 * two prices that enclose the optimal one. Decides contexts it has never seen; where not even the fallback
 * is feasible there is nothing to decide, and the fallback is named.
 */
final class PricedPolicy implements LeaderPolicy {
  private final LeaderProblem problem;
  private final PayoffRows rows;
  private final double lowPrice;
  private final double highPrice;
  private final double lowShare;

  /**
   * A policy.
   *
   * @param problem supplies menu, follower and outcome model
   * @param rows of the problem
   * @param lowPrice price of the draw that uses more of the constrained resource
   * @param highPrice price of the draw that uses less
   * @param lowShare probability of the draw at {@code lowPrice}, in [0, 1]
   */
  PricedPolicy(
      LeaderProblem problem, PayoffRows rows, double lowPrice, double highPrice, double lowShare) {
    this.problem = problem;
    this.rows = rows;
    this.lowPrice = lowPrice;
    this.highPrice = highPrice;
    this.lowShare = lowShare;
  }

  @Override
  public MixedCommitment commit(Context context) {
    PayoffRow row = rows.at(context);
    int low = PricedChoice.best(problem.objective(), row, lowPrice);
    if (low < 0) {
      return MixedCommitment.pure(problem.fallback());
    }
    int high = PricedChoice.best(problem.objective(), row, highPrice);
    return MixedCommitment.between(
        PayoffRow.commitment(problem, low), PayoffRow.commitment(problem, high), lowShare);
  }
}
