package io.stackelberg.leader;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;

/**
 * Expected quality, cost and utility of every commitment of a menu at one context, summed over the
 * follower's response. Infeasible commitments carry NaN.
 */
final class PayoffRow {
  final double[] quality;
  final double[] cost;
  final double[] utility;

  PayoffRow(LeaderProblem problem, Context context) {
    int size = problem.menu().size();
    quality = new double[size];
    cost = new double[size];
    utility = new double[size];
    ExpectedOutcome[] expected =
        new ExpectedOutcome[problem.follower().actions().size()];
    for (int index = 0; index < size; index++) {
      Commitment commitment = problem.menu().get(index);
      if (!commitment.isFeasible(context)) {
        quality[index] = Double.NaN;
        cost[index] = Double.NaN;
        utility[index] = Double.NaN;
        continue;
      }
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
}
