package io.stackelberg.leader.finite;

import io.stackelberg.game.catalog.BimatrixGame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/** The same programs by Hipparchus, written from the definitions. */
final class ReferenceLp {
  private ReferenceLp() {}

  /** Most that {@code costs}·p is over mixtures to which each game's reply is best; empty when none is. */
  static OptionalDouble value(double[] costs, List<BimatrixGame> games, int[] replies) {
    List<LinearConstraint> constraints = new ArrayList<>();
    double[] ones = new double[costs.length];
    Arrays.fill(ones, 1);
    constraints.add(new LinearConstraint(ones, Relationship.EQ, 1));
    for (int index = 0; index < replies.length; index++) {
      BimatrixGame game = games.get(index);
      double range = range(game);
      for (int other = 0; other < game.columns(); other++) {
        double[] lead = new double[costs.length];
        double largest = 0;
        for (int row = 0; row < costs.length; row++) {
          lead[row] =
              (game.followerPayoff(row, other) - game.followerPayoff(row, replies[index])) / range;
          largest = Math.max(largest, Math.abs(lead[row]));
        }
        if (largest > 0) {
          constraints.add(new LinearConstraint(lead, Relationship.LEQ, 0));
        }
      }
    }
    try {
      double[] point = new SimplexSolver()
          .optimize(
              new MaxIter(100_000),
              new LinearObjectiveFunction(costs, 0),
              new LinearConstraintSet(constraints),
              GoalType.MAXIMIZE,
              new NonNegativeConstraint(true))
          .getPoint();
      return OptionalDouble.of(checked(point, costs, constraints));
    } catch (MathIllegalStateException infeasible) {
      return OptionalDouble.empty();
    }
  }

  /** The point's value, if it satisfies the constraints: the library has returned points that do not. */
  private static double checked(
      double[] point, double[] costs, List<LinearConstraint> constraints) {
    for (LinearConstraint constraint : constraints) {
      double activity = 0;
      for (int row = 0; row < point.length; row++) {
        activity += constraint.getCoefficients().getEntry(row) * point[row];
      }
      double excess = activity - constraint.getValue();
      boolean holds = constraint.getRelationship() == Relationship.EQ
          ? Math.abs(excess) <= 1e-8
          : excess <= 1e-8;
      if (!holds) {
        throw new IllegalStateException("The reference's point misses a constraint by " + excess);
      }
    }
    double value = 0;
    for (int row = 0; row < point.length; row++) {
      value += costs[row] * point[row];
    }
    return value;
  }

  static double range(BimatrixGame game) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < game.rows(); row++) {
      for (int column = 0; column < game.columns(); column++) {
        low = Math.min(low, game.followerPayoff(row, column));
        high = Math.max(high, game.followerPayoff(row, column));
      }
    }
    return high > low ? high - low : 1;
  }
}
