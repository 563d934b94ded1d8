package io.stackelberg.leader;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.Require;

/**
 * Expected quality, cost and utility of every commitment of a menu at one context, summed over the
 * follower's response, and of the fallback behind them. What cannot be committed to carries NaN: an
 * infeasible commitment, and the fallback wherever the menu holds a feasible one.
 */
final class PayoffRow {
  private static final Payoff NOTHING = new Payoff(Double.NaN, Double.NaN, Double.NaN);

  /** What one commitment is expected to yield. */
  record Payoff(double quality, double cost, double utility) {}

  final double[] quality;
  final double[] cost;
  final double[] utility;

  /** A row of rewards in the place of quality and of uses in that of cost. */
  PayoffRow(double[] rewards, double[] uses) {
    quality = rewards;
    cost = uses;
    utility = new double[rewards.length];
  }

  /**
   * The row at a context.
   *
   * @param responses the follower's probabilities for every commitment of the menu, one row after another
   */
  PayoffRow(LeaderProblem problem, Context context, double[] responses) {
    int size = problem.menu().size();
    int actions = problem.follower().actions().size();
    quality = new double[size + 1];
    cost = new double[size + 1];
    utility = new double[size + 1];
    ExpectedOutcome[] expected = new ExpectedOutcome[actions];
    boolean feasible = false;
    for (int index = 0; index < size; index++) {
      if (problem.menu().get(index).isFeasible(context)) {
        feasible = true;
        set(index, payoff(problem, context, index, responses, index * actions, expected));
      } else {
        set(index, NOTHING);
      }
    }
    set(
        size,
        feasible || !problem.fallback().isFeasible(context)
            ? NOTHING
            : payoff(
                problem,
                context,
                size,
                problem.follower().respond(context, problem.fallback()),
                0,
                expected));
  }

  private void set(int index, Payoff payoff) {
    quality[index] = payoff.quality();
    cost[index] = payoff.cost();
    utility[index] = payoff.utility();
  }

  /** Quality, cost and utility of one commitment, by a fresh answer of the follower. */
  static Payoff payoff(LeaderProblem problem, Context context, Commitment commitment) {
    return payoff(
        problem,
        context,
        indexOf(problem, commitment),
        problem.follower().respond(context, commitment),
        0,
        new ExpectedOutcome[problem.follower().actions().size()]);
  }

  private static Payoff payoff(
      LeaderProblem problem,
      Context context,
      int index,
      double[] responses,
      int first,
      ExpectedOutcome[] expected) {
    double quality = 0;
    double cost = 0;
    double utility = 0;
    for (int action = 0; action < expected.length; action++) {
      double probability = responses[first + action];
      if (probability > 0) {
        if (expected[action] == null) {
          expected[action] = problem.outcomes().expect(context, action);
        }
        double actionCost = expected[action].cost(problem.unit());
        quality += probability * expected[action].quality();
        cost += probability * actionCost;
        if (problem.objective() instanceof LeaderObjective.ExpectedUtility objective) {
          utility += probability
              * objective
                  .utility()
                  .of(
                      incentive(commitment(problem, index)),
                      expected[action].quality(),
                      actionCost);
        }
      }
    }
    return new Payoff(quality, cost, utility);
  }

  /** The announced incentive; a directive offers none. */
  private static double incentive(Commitment commitment) {
    if (commitment instanceof Announcement announced) {
      return announced.costIncentive();
    }
    if (commitment instanceof Directive) {
      return 0;
    }
    throw Require.unexpected(
        "commitment",
        commitment.label(),
        "an announcement or a directive, whose incentive the leader's utility can charge");
  }

  /** The commitment at an index of a row: of the menu or, behind it, the fallback. */
  static Commitment commitment(LeaderProblem problem, int index) {
    return index < problem.menu().size() ? problem.menu().get(index) : problem.fallback();
  }

  /** Index of a commitment that a policy may play at this row's context. */
  static int indexOf(LeaderProblem problem, Commitment commitment) {
    int index = problem.menu().indexOf(commitment);
    return index < 0 ? problem.menu().size() : index;
  }
}
