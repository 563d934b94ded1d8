package io.stackelberg.leader.grid;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.ShortfallUtility;
import java.util.ArrayList;
import java.util.List;

/**
 * Leader's utility that is affine in the commitment for each action: U_L(l, a) = constant_a + slopes_a · l.
 *
 * @param constants one per action, finite
 * @param slopes one list per action, all of one length, finite, in the order of the box's coordinates
 */
public record AffinePayoff(List<Double> constants, List<List<Double>> slopes) {
  public AffinePayoff {
    constants = List.copyOf(Require.nonEmpty("constants", constants));
    slopes = slopes.stream().map(List::copyOf).toList();
    if (slopes.size() != constants.size()) {
      throw Require.unexpected("number of slope lists", slopes.size(), "" + constants.size());
    }
    for (int action = 0; action < constants.size(); action++) {
      Require.finite("constant", constants.get(action));
      if (slopes.get(action).size() != slopes.get(0).size()) {
        throw Require.unexpected(
            "number of slopes", slopes.get(action).size(), "" + slopes.get(0).size());
      }
      slopes.get(action).forEach(slope -> Require.finite("slope", slope));
    }
  }

  /**
   * The utility of announcements: the spend is linear in the cost incentive, nothing depends on the target.
   *
   * @param unit in which tokens of the utility are counted
   * @param box its coordinates may be {@code cost_incentive} and {@code quality_target}, in any order
   */
  public static AffinePayoff of(
      ShortfallUtility utility,
      Context context,
      ActionSet actions,
      OutcomeModel outcomes,
      CostUnit unit,
      CommitmentBox box) {
    List<Double> constants = new ArrayList<>();
    List<List<Double>> slopes = new ArrayList<>();
    for (int action = 0; action < actions.size(); action++) {
      ExpectedOutcome expected = outcomes.expect(context, action);
      double cost = expected.cost(unit);
      constants.add(utility.of(0, expected.quality(), cost));
      double spend = utility.incentiveForm().spend(1, utility.referenceTokens(), cost);
      List<Double> own = new ArrayList<>();
      for (String coordinate : box.coordinates()) {
        if (!coordinate.equals("cost_incentive") && !coordinate.equals("quality_target")) {
          throw Require.unexpected(
              "coordinate", "\"" + coordinate + "\"", "cost_incentive or quality_target");
        }
        own.add(coordinate.equals("cost_incentive") ? -utility.incentiveWeight() * spend : 0);
      }
      slopes.add(own);
    }
    return new AffinePayoff(constants, slopes);
  }

  /** Utility of an action at a point. */
  public double of(List<Double> point, int actionIndex) {
    double sum = constants.get(actionIndex);
    for (int axis = 0; axis < point.size(); axis++) {
      sum += slopes.get(actionIndex).get(axis) * point.get(axis);
    }
    return sum;
  }

  /** Largest utility of any action at any point of the box. */
  double most(CommitmentBox box) {
    double most = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < constants.size(); action++) {
      most = Math.max(most, constants.get(action) + box.most(slopes.get(action)));
    }
    return most;
  }

  /** Largest less smallest utility of any action at any point of the box. */
  double range(CommitmentBox box) {
    return most(box) + negated().most(box);
  }

  /** Largest Lipschitz constant of any action's utility over the coordinates that move, L_{U,l}. */
  double lipschitz(CommitmentBox box) {
    double largest = 0;
    for (List<Double> own : slopes) {
      largest = Math.max(largest, box.movingNorm(own));
    }
    return largest;
  }

  /** Largest difference between two actions' utilities at one point of the box; convex, so at a vertex. */
  double span(CommitmentBox box) {
    double largest = 0;
    for (int one = 0; one < constants.size(); one++) {
      for (int other = 0; other < constants.size(); other++) {
        List<Double> difference = new ArrayList<>();
        for (int axis = 0; axis < box.dimension(); axis++) {
          difference.add(slopes.get(one).get(axis) - slopes.get(other).get(axis));
        }
        largest =
            Math.max(largest, constants.get(one) - constants.get(other) + box.most(difference));
      }
    }
    return largest;
  }

  private AffinePayoff negated() {
    return new AffinePayoff(
        constants.stream().map(value -> -value).toList(),
        slopes.stream().map(own -> own.stream().map(slope -> -slope).toList()).toList());
  }
}
