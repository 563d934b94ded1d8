package io.stackelberg.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/**
 * Linear program over the mixtures to which a tuple of replies is best. Variables: one probability per row,
 * one pay per type (in units of the range, shifted to be at least 1), and a slack.
 *
 * <p>All constraints but two are homogeneous and the probabilities need only sum to at most 1: a larger sum
 * pays more, so an optimum is a mixture or zero, zero only where there is no mixture. The library then needs
 * no artificial variables; with them its first phase takes equal columns for basic ones and returns points
 * that break the constraints.
 */
final class ReplyProgram {
  private final FiniteGame game;
  private final int[] tuple;
  private final int slack;
  private final List<LinearConstraint> constraints = new ArrayList<>();

  /** The replies beat every column that differs by {@code share} of the slack. */
  ReplyProgram(FiniteGame game, int[] tuple, double share) {
    this.game = game;
    this.tuple = tuple;
    slack = game.rows() + game.types();
    double[] sum = new double[slack + 1];
    Arrays.fill(sum, 0, game.rows(), 1);
    constraints.add(new LinearConstraint(sum, Relationship.LEQ, 1));
    double[] most = new double[slack + 1];
    most[slack] = 1;
    constraints.add(new LinearConstraint(most, Relationship.LEQ, 1));
    for (int type = 0; type < game.types(); type++) {
      for (int column = 0; column < game.columns(); column++) {
        if (!game.twins(type, tuple[type], column)) {
          double[] deficit = advantage(type, column);
          for (int row = 0; row < game.rows(); row++) {
            deficit[row] = -deficit[row];
          }
          deficit[slack] = share;
          constraints.add(new LinearConstraint(deficit, Relationship.LEQ, 0));
        }
      }
    }
  }

  private double[] advantage(int type, int column) {
    double[] advantage = new double[slack + 1];
    for (int row = 0; row < game.rows(); row++) {
      double[] payoffs = game.follower[type][row];
      advantage[row] =
          game.range[type] == 0 ? 0 : (payoffs[tuple[type]] - payoffs[column]) / game.range[type];
    }
    return advantage;
  }

  /** A type pays at most what it pays by answering with this column. */
  void payAtMost(int type, int column) {
    double[] pay = new double[slack + 1];
    for (int row = 0; row < game.rows(); row++) {
      pay[row] = (game.low - game.leader[type][row][column]) / game.scale - 1;
    }
    pay[game.rows() + type] = 1;
    constraints.add(new LinearConstraint(pay, Relationship.LEQ, 0));
  }

  void payAtMost(boolean[][] counted) {
    for (int type = 0; type < game.types(); type++) {
      for (int column = 0; column < game.columns(); column++) {
        if (counted[type][column]) {
          payAtMost(type, column);
        }
      }
    }
  }

  void payAtMostTwins() {
    for (int type = 0; type < game.types(); type++) {
      for (int column = 0; column < game.columns(); column++) {
        if (game.twins(type, tuple[type], column)) {
          payAtMost(type, column);
        }
      }
    }
  }

  void payAtLeast(double value) {
    double[] deficit = new double[slack + 1];
    Arrays.fill(deficit, 0, game.rows(), (value - game.low) / game.scale + 1);
    for (int type = 0; type < game.types(); type++) {
      deficit[game.rows() + type] = -game.prior[type];
    }
    constraints.add(new LinearConstraint(deficit, Relationship.LEQ, 0));
  }

  /** Whether some mixture satisfies the constraints. */
  boolean isFeasible() {
    double[] sum = new double[slack + 1];
    Arrays.fill(sum, 0, game.rows(), 1);
    return mixture(maximise(sum)).isPresent();
  }

  private double[] expectedPay() {
    double[] pay = new double[slack + 1];
    System.arraycopy(game.prior, 0, pay, game.rows(), game.types());
    return pay;
  }

  Optional<double[]> maximiseValue() {
    return mixture(maximise(expectedPay()));
  }

  /** Empty where nothing but zero is feasible: then there is no mixture. */
  private Optional<double[]> mixture(double[] point) {
    double[] mixture = Arrays.copyOf(point, game.rows());
    double sum = 0;
    for (int row = 0; row < mixture.length; row++) {
      mixture[row] = Math.max(0, mixture[row]);
      sum += mixture[row];
    }
    for (int row = 0; row < mixture.length; row++) {
      mixture[row] /= sum;
    }
    return sum > 0.5 ? Optional.of(mixture) : Optional.empty();
  }

  double largestSlack() {
    double[] objective = new double[slack + 1];
    objective[slack] = 1;
    return maximise(objective)[slack];
  }

  /** Largest advantage of the type's reply over a column. */
  double largestSlack(int type, int column) {
    double[] objective = advantage(type, column);
    double[] point = maximise(objective);
    double sum = 0;
    for (int row = 0; row < game.rows(); row++) {
      sum += objective[row] * point[row];
    }
    return sum;
  }

  private double[] maximise(double[] objective) {
    return new SimplexSolver(1e-10, 10, 1e-12)
        .optimize(
            new LinearObjectiveFunction(objective, 0),
            new LinearConstraintSet(constraints),
            GoalType.MAXIMIZE,
            new NonNegativeConstraint(true))
        .getPoint();
  }
}
