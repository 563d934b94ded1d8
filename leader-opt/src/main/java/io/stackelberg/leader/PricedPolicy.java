package io.stackelberg.leader;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;

/**
 * Price-adjusted argmax: at each context the commitment with the most reward − price × use, drawn between
 * two prices that enclose the optimal one. Decides contexts it has never seen; where not even the fallback
 * is feasible there is nothing to decide, and the fallback is named.
 */
public final class PricedPolicy implements LeaderPolicy {
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

  /**
   * A policy whose prices are known, such as one that was saved.
   *
   * @param problem supplies menu, fallback, follower, outcome model, unit and objective; its contexts are not used
   * @param lowPrice price of the draw that uses more of the constrained resource, at least 0
   * @param highPrice price of the draw that uses less, at least {@code lowPrice}, possibly +infinity
   * @param lowShare probability of the draw at {@code lowPrice}, in [0, 1]
   */
  public PricedPolicy(LeaderProblem problem, double lowPrice, double highPrice, double lowShare) {
    this(
        problem,
        new PayoffRows(problem),
        Require.nonNegative("lowPrice", lowPrice),
        Require.inRange("highPrice", highPrice, lowPrice, Double.POSITIVE_INFINITY),
        Require.inUnitInterval("lowShare", lowShare));
  }

  /** The problem that supplies menu, follower, outcome model and objective. */
  public LeaderProblem problem() {
    return problem;
  }

  /** Price of the draw that uses more of the constrained resource, at least 0. */
  public double lowPrice() {
    return lowPrice;
  }

  /** Price of the draw that uses less, possibly +infinity. */
  public double highPrice() {
    return highPrice;
  }

  /** Probability of the draw at the low price, in [0, 1]. */
  public double lowShare() {
    return lowShare;
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
