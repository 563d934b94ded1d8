package io.stackelberg.leader.schedule;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.BracketedCostUtility;
import io.stackelberg.game.BracketedIncentive;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.ShortfallUtility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Choice of the slopes of a bracketed incentive at one context.
 *
 * @param context where the leader commits
 * @param actions the follower's actions; at least one is available at the context
 * @param followerUtility the follower's utility; its reference is the leader's
 * @param outcomes the leader's estimate of what an action yields
 * @param leaderUtility the leader's weights, with {@link IncentiveForm#SUBSIDY}; the spend is the schedule's
 *     payment
 * @param breakpoints saved tokens at which brackets end, as in {@link BracketedIncentive}
 * @param maxSlope largest slope, above 0
 * @param shape which schedules are allowed
 */
public record ScheduleProblem(
    Context context,
    ActionSet actions,
    BracketedCostUtility followerUtility,
    OutcomeModel outcomes,
    ShortfallUtility leaderUtility,
    List<Double> breakpoints,
    double maxSlope,
    Shape shape) {
  /** Which schedules are allowed. */
  public enum Shape {
    /** Any slopes of at least 0. */
    ISOTONE,
    /** Slopes that never fall from bracket to bracket. */
    CONVEX,
    /** Slopes that never rise from bracket to bracket. */
    CONCAVE
  }

  public ScheduleProblem {
    breakpoints = List.copyOf(breakpoints);
    BracketedIncentive.requireBreakpoints(breakpoints);
    Require.positive("maxSlope", maxSlope);
    if (leaderUtility.incentiveForm() != IncentiveForm.SUBSIDY) {
      throw Require.unexpected("incentive form", leaderUtility.incentiveForm(), "SUBSIDY");
    }
    if (leaderUtility.referenceTokens() != followerUtility.referenceCost()) {
      throw Require.unexpected(
          "follower's reference",
          followerUtility.referenceCost(),
          "the leader's, " + leaderUtility.referenceTokens());
    }
    Context at = context;
    if (actions.actions().stream().noneMatch(at::isAvailable)) {
      throw Require.unexpected("available actions", "none", "at least one");
    }
  }

  /** The same problem with other brackets. */
  public ScheduleProblem withBreakpoints(List<Double> other) {
    return new ScheduleProblem(
        context, actions, followerUtility, outcomes, leaderUtility, other, maxSlope, shape);
  }

  /** The same problem with another shape. */
  public ScheduleProblem withShape(Shape other) {
    return new ScheduleProblem(
        context, actions, followerUtility, outcomes, leaderUtility, breakpoints, maxSlope, other);
  }

  /** Number of brackets, at least 1. */
  public int brackets() {
    return breakpoints.size() + 1;
  }

  /** The follower's utility of an action under a schedule. */
  public double followerUtility(BracketedIncentive incentive, int actionIndex) {
    return followerUtility.of(context, incentive, actionIndex);
  }

  /** The leader's utility of an action under a schedule. */
  public double leaderUtility(BracketedIncentive incentive, int actionIndex) {
    ExpectedOutcome expected = outcomes.expect(context, actionIndex);
    double cost = expected.cost(followerUtility.unit());
    return leaderUtility.of(0, expected.quality(), cost)
        - leaderUtility.incentiveWeight()
            * incentive.payment(leaderUtility.referenceTokens() - cost);
  }

  /** The schedule without payments. */
  BracketedIncentive unpaid() {
    return schedule(new double[brackets()]);
  }

  /** A schedule with these slopes. */
  BracketedIncentive schedule(double[] slopes) {
    return new BracketedIncentive(breakpoints, Arrays.stream(slopes).boxed().toList());
  }

  /** Gradient of the follower's utility of an action in the slopes. */
  List<Double> followerSlopes(int actionIndex) {
    double weight = followerUtility.costWeight() / followerUtility.costScale();
    return scaled(followerUtility.outcomes(), actionIndex, weight);
  }

  /** Gradient of the leader's utility of an action in the slopes. */
  List<Double> leaderSlopes(int actionIndex) {
    return scaled(outcomes, actionIndex, -leaderUtility.incentiveWeight());
  }

  private List<Double> scaled(OutcomeModel model, int actionIndex, double weight) {
    double cost = model.expect(context, actionIndex).cost(followerUtility.unit());
    double saved = leaderUtility.referenceTokens() - cost;
    List<Double> slopes = new ArrayList<>();
    for (double tokens : BracketedIncentive.tokensPerBracket(breakpoints, saved)) {
      slopes.add(weight * tokens);
    }
    return slopes;
  }
}
