package io.stackelberg.leader.gradient;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.DifferentiableResponse;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.Smoothness;

/**
 * Leader's value of an announcement at one context under a probabilistic response, V_S(l) = Σ_a P(a | l) U_L(l,
 * a), with dV_S = Σ_a (dP_a U_L(l, a) + P_a dU_L(l, a)).
 *
 * <p>Points are (cost incentive, quality target), the order of an announcement's coordinates. The leader's
 * utility does not depend on the announced target, and on the incentive through the spend alone.
 */
public final class ResponseValue implements ContinuousProblem {
  private final Context context;
  private final DifferentiableResponse follower;
  private final ShortfallUtility utility;
  private final CommitmentRegion region;
  private final double[] quality;
  private final double[] cost;

  /**
   * A value.
   *
   * @param context the context
   * @param follower how the follower answers
   * @param outcomes what each action yields; asked once per available action, here
   * @param unit in which cost is counted
   * @param utility how the leader weighs quality, cost and incentive spend
   * @param region where (cost incentive, quality target) lies
   */
  public ResponseValue(
      Context context,
      DifferentiableResponse follower,
      OutcomeModel outcomes,
      CostUnit unit,
      ShortfallUtility utility,
      CommitmentRegion region) {
    if (region.dimension() != 2) {
      throw Require.unexpected(
          "dimension of the region", region.dimension(), "2: cost incentive and quality target");
    }
    this.context = context;
    this.follower = follower;
    this.utility = utility;
    this.region = region;
    quality = new double[follower.actions().size()];
    cost = new double[quality.length];
    for (int action = 0; action < quality.length; action++) {
      if (context.isAvailable(follower.actions().get(action))) {
        ExpectedOutcome expected = outcomes.expect(context, action);
        quality[action] = expected.quality();
        cost[action] = expected.cost(unit);
      }
    }
  }

  @Override
  public CommitmentRegion region() {
    return region;
  }

  /** The announcement at a point. */
  public static Announcement announcement(double[] point) {
    return new Announcement(point[1], point[0]);
  }

  @Override
  public ValueGradient evaluate(double[] point) {
    double[] response = new double[quality.length];
    double[][] slopes = new double[quality.length][2];
    Smoothness smoothness = follower.differentiate(context, announcement(point), response, slopes);
    double value = 0;
    double[] gradient = new double[2];
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        double payoff = utility.of(point[0], quality[action], cost[action]);
        value += response[action] * payoff;
        gradient[0] += slopes[action][0] * payoff
            - response[action]
                * utility.incentiveWeight()
                // Spend is proportional to the incentive.
                * utility.incentiveForm().spend(1, utility.referenceTokens(), cost[action]);
        gradient[1] += slopes[action][1] * payoff;
      }
    }
    return new ValueGradient(value, gradient, smoothness);
  }
}
