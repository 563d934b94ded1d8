package io.stackelberg.leader;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;

/**
 * Expected quality, cost and utility of every commitment of a menu at one context, summed over the
 * follower's response, and of the fallback behind them. What cannot be committed to carries NaN: an
 * infeasible commitment, and the fallback wherever the menu holds a feasible one.
 */
final class PayoffRow {
  final double[] quality;
  final double[] cost;
  final double[] utility;

  /** A row of rewards in the place of quality and of uses in that of cost. */
  PayoffRow(double[] rewards, double[] uses) {
    quality = rewards;
    cost = uses;
    utility = new double[rewards.length];
  }

  PayoffRow(LeaderProblem problem, Context context) {
    int size = problem.menu().size();
    quality = new double[size + 1];
    cost = new double[size + 1];
    utility = new double[size + 1];
    ExpectedOutcome[] expected =
        new ExpectedOutcome[problem.follower().actions().size()];
    boolean feasible = false;
    for (int index = 0; index <= size; index++) {
      Commitment commitment = commitment(problem, index);
      if (index == size && feasible || !commitment.isFeasible(context)) {
        quality[index] = Double.NaN;
        cost[index] = Double.NaN;
        utility[index] = Double.NaN;
        continue;
      }
      feasible = true;
      double[] response = problem.follower().respond(context, commitment);
      for (int action = 0; action < response.length; action++) {
        if (response[action] > 0) {
          if (expected[action] == null) {
            expected[action] = problem.outcomes().expect(context, action);
          }
          double actionCost = expected[action].cost(problem.unit());
          quality[index] += response[action] * expected[action].quality();
          cost[index] += response[action] * actionCost;
          if (problem.objective() instanceof LeaderObjective.ExpectedUtility objective) {
            double incentive =
                commitment instanceof Announcement announced ? announced.costIncentive() : 0;
            utility[index] += response[action]
                * objective.utility().of(incentive, expected[action].quality(), actionCost);
          }
        }
      }
    }
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
