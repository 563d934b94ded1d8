package io.stackelberg.leader.grid;

import io.stackelberg.game.Context;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * Lipschitz constants of logit responses, from the follower's utility.
 *
 * <p>When utilities change by v_a, the response changes by at most span(v)/(4T) in total variation; in
 * Euclidean norm by at most ‖v‖/(2T), for the softmax Jacobian has no eigenvalue above 1/2.
 */
public final class LogitRegularity {
  private LogitRegularity() {}

  /**
   * Utilities affine in the commitment.
   *
   * @param coordinates names of the coordinates
   * @param slopes gradient of each action's utility, in the order of the coordinates
   * @param temperature noise, in units of utility, above 0
   */
  public static Regularity.Lipschitz affine(
      List<String> coordinates, List<List<Double>> slopes, double temperature) {
    Require.positive("temperature", temperature);
    double widest = 0;
    double squares = 0;
    for (List<Double> one : slopes) {
      for (double slope : one) {
        squares += slope * slope;
      }
      for (List<Double> other : slopes) {
        double distance = 0;
        for (int axis = 0; axis < coordinates.size(); axis++) {
          double difference = one.get(axis) - other.get(axis);
          distance += difference * difference;
        }
        widest = Math.max(widest, Math.sqrt(distance));
      }
    }
    return new Regularity.Lipschitz(
        coordinates, widest / (4 * temperature), Math.sqrt(squares) / (2 * temperature));
  }

  /**
   * Announcements answered by weighing quality up to the target against cost.
   *
   * <p>A target moved by d changes each min(quality, q) by an amount between 0 and d, so it changes the
   * differences between actions by at most qualityWeight · |d|; the incentive enters linearly, with slopes
   * that differ by at most the spread of the costs. Both together: Cauchy and Schwarz.
   *
   * @throws IllegalArgumentException if the follower's utility is not a {@link QualityCostUtility}
   */
  public static Regularity.Lipschitz announcements(QuantalFollower follower, Context context) {
    if (!(follower.utility() instanceof QualityCostUtility utility)) {
      throw Require.unexpected(
          "follower's utility", follower.utility(), "a quality and cost utility");
    }
    double cheapest = Double.POSITIVE_INFINITY;
    double dearest = Double.NEGATIVE_INFINITY;
    double squares = 0;
    for (int action = 0; action < follower.actions().size(); action++) {
      if (context.isAvailable(follower.actions().get(action))) {
        double cost = utility.outcomes().expect(context, action).cost(utility.unit());
        double slope = utility.costWeight() * cost / utility.costScale();
        cheapest = Math.min(cheapest, slope);
        dearest = Math.max(dearest, slope);
        squares += slope * slope + utility.qualityWeight() * utility.qualityWeight();
      }
    }
    double incentive = Math.max(0, dearest - cheapest);
    double widest =
        Math.sqrt(utility.qualityWeight() * utility.qualityWeight() + incentive * incentive);
    return new Regularity.Lipschitz(
        List.of("quality_target", "cost_incentive"),
        widest / (4 * follower.temperature()),
        Math.sqrt(squares) / (2 * follower.temperature()));
  }
}
