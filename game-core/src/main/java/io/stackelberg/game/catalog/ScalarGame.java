package io.stackelberg.game.catalog;

import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.Require;
import io.stackelberg.game.ShortfallUtility;

/**
 * Game with one resource, whose solution is known in closed form.
 *
 * <p>The leader announces a cost incentive c in [0, 1]; the follower picks an effort a in [0, 1] that costs
 * a tokens and yields quality 1 − (1 − a)².
 *
 * <pre>
 * U_F = a − a²/2 − c a
 * U_L = −w_q (1 − quality) − w_t a − w_i c (1 − a)
 * </pre>
 *
 * <p>The leader pays c for each token saved against a reference of 1; the constant c of the follower's
 * income is dropped, for it changes no choice.
 *
 * @param shortfallWeight w_q, at least 0
 * @param tokenWeight w_t, at least 0
 * @param incentiveWeight w_i, at least 0
 */
public record ScalarGame(double shortfallWeight, double tokenWeight, double incentiveWeight) {
  private static final double REFERENCE_TOKENS = 1;

  public ScalarGame {
    Require.nonNegative("shortfallWeight", shortfallWeight);
    Require.nonNegative("tokenWeight", tokenWeight);
    Require.nonNegative("incentiveWeight", incentiveWeight);
  }

  /** The leader's utility as a weighing of quality, tokens and spend; the required quality is 1. */
  public ShortfallUtility leaderWeights() {
    return new ShortfallUtility(
        1, shortfallWeight, tokenWeight, incentiveWeight, IncentiveForm.SUBSIDY, REFERENCE_TOKENS);
  }

  /** Quality of an effort in [0, 1]. */
  public static double quality(double effort) {
    Require.inUnitInterval("effort", effort);
    return 1 - (1 - effort) * (1 - effort);
  }

  /** Follower's utility of an effort in [0, 1] at an incentive of at least 0. */
  public static double followerUtility(double costIncentive, double effort) {
    Require.nonNegative("costIncentive", costIncentive);
    Require.inUnitInterval("effort", effort);
    return effort - effort * effort / 2 - costIncentive * effort;
  }

  /** Leader's utility of an effort in [0, 1] at an incentive of at least 0. */
  public double leaderUtility(double costIncentive, double effort) {
    Require.nonNegative("costIncentive", costIncentive);
    return leaderWeights().of(costIncentive, quality(effort), effort);
  }

  /** The follower's one best reply, 1 − c, or 0 from c = 1 on. */
  public static double bestResponse(double costIncentive) {
    Require.nonNegative("costIncentive", costIncentive);
    return Math.max(0, 1 - costIncentive);
  }

  /** Leader's utility of an incentive answered by {@link #bestResponse}. */
  public double value(double costIncentive) {
    return leaderUtility(costIncentive, bestResponse(costIncentive));
  }

  /**
   * The incentive in [0, 1] of the largest value.
   *
   * <p>There the value is −w_q c² − w_t (1 − c) − w_i c², concave, with its peak at w_t/(2(w_q + w_i)).
   *
   * @return the peak, or 1 where it lies beyond; 0 when all weights are 0
   */
  public double optimalIncentive() {
    return tokenWeight == 0
        ? 0
        : Math.min(1, tokenWeight / (2 * (shortfallWeight + incentiveWeight)));
  }
}
