package io.stackelberg.leader;

/**
 * One coupling constraint, solved by its price.
 *
 * <p>With reward r and use g of every commitment at every context, maximise mean r such that mean g ≤
 * limit. The dual D(p) = mean max(r − p g) + p · limit is convex and piecewise linear in the price p ≥ 0;
 * the minimum lies where the lines of a policy that uses too much and of one that does not cross. Crossing
 * them again and again ends after finitely many pieces (Kelley 1960 [kelley1960cutting], in one dimension),
 * and drawing between the two policies attains the dual value: there is no gap.
 */
final class PricedChoice {
  private static final int MAX_PIECES = 10_000;

  /** Index of the best commitment at this price; ties go to less use, then to the earlier; −1 for none. */
  static int best(LeaderObjective objective, PayoffRow row, double price) {
    int best = -1;
    double bestScore = Double.NEGATIVE_INFINITY;
    double bestUse = Double.POSITIVE_INFINITY;
    for (int index = 0; index < row.quality.length; index++) {
      double use = use(objective, row, index);
      double reward = reward(objective, row, index);
      double score = price == Double.POSITIVE_INFINITY ? -use : reward - price * use;
      double second = price == Double.POSITIVE_INFINITY ? -reward : use;
      if (score > bestScore || score == bestScore && second < bestUse) {
        best = index;
        bestScore = score;
        bestUse = second;
      }
    }
    return best;
  }

  static double reward(LeaderObjective objective, PayoffRow row, int index) {
    return reward(objective, row.quality[index], row.cost[index], row.utility[index]);
  }

  /** What the objective maximises, of a commitment's quality, cost and utility. */
  static double reward(LeaderObjective objective, double quality, double cost, double utility) {
    if (objective instanceof LeaderObjective.QualityWithinBudget) {
      return quality;
    }
    return objective instanceof LeaderObjective.CostAboveFloor ? -cost : utility;
  }

  static double use(LeaderObjective objective, PayoffRow row, int index) {
    if (objective instanceof LeaderObjective.QualityWithinBudget) {
      return row.cost[index];
    }
    return objective instanceof LeaderObjective.CostAboveFloor ? -row.quality[index] : 0;
  }

  static double limit(LeaderObjective objective) {
    if (objective instanceof LeaderObjective.QualityWithinBudget budget) {
      return budget.meanCost();
    }
    return objective instanceof LeaderObjective.CostAboveFloor floor ? -floor.meanQuality() : 0;
  }

  /** Mean reward and use of the argmax at a price. */
  record Piece(double price, double reward, double use) {}

  private final LeaderObjective objective;
  private final PayoffRow[] rows;
  private final double limit;

  /** Prepares the choice over rows that each have a feasible commitment. */
  PricedChoice(LeaderObjective objective, PayoffRow[] rows) {
    this.objective = objective;
    this.rows = rows;
    this.limit = limit(objective);
  }

  Piece at(double price) {
    double reward = 0;
    double use = 0;
    for (PayoffRow row : rows) {
      int best = best(objective, row, price);
      reward += reward(objective, row, best);
      use += use(objective, row, best);
    }
    return new Piece(price, reward / rows.length, use / rows.length);
  }

  /**
   * Two pieces whose prices enclose the optimal price, within {@code slack} of the limit when one suffices.
   *
   * @return {too much use, within the limit}; both the same when the limit does not bind; empty when no
   *     policy stays within it
   */
  Piece[] enclose(double slack) {
    Piece over = at(0);
    if (over.use <= limit + slack) {
      return new Piece[] {over, over};
    }
    Piece within = at(Double.POSITIVE_INFINITY);
    if (within.use > limit + slack) {
      return new Piece[0];
    }
    for (int piece = 0; piece < MAX_PIECES; piece++) {
      double crossing = (over.reward - within.reward) / (over.use - within.use);
      Piece middle = at(crossing);
      // Measured from the limit: the values of all three at this price, without what they share.
      double gain = middle.reward
          - crossing * (middle.use - limit)
          - Math.max(
              over.reward - crossing * (over.use - limit),
              within.reward - crossing * (within.use - limit));
      // Rounding may show a gain where there is none; then no new use lies between.
      if (!(gain > 0 && middle.use > within.use && middle.use < over.use)) {
        break;
      }
      if (middle.use > limit) {
        over = middle;
      } else {
        within = middle;
      }
    }
    return new Piece[] {over, within};
  }
}
