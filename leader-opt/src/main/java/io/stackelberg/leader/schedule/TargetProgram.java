package io.stackelberg.leader.schedule;

import io.stackelberg.game.BracketedIncentive;
import io.stackelberg.leader.finite.DenseSimplex;

/**
 * The linear program of one target action: slopes that make it a best reply, at the least payment.
 *
 * <p>Variables are slopes as shares of the largest; utilities are divided by the payoff range of their
 * player.
 */
final class TargetProgram {
  private final ScheduleProblem problem;
  private final int target;
  private final double scale;
  private final DenseSimplex simplex;

  TargetProgram(ScheduleProblem problem, BestReplies replies, int target) {
    this.problem = problem;
    this.target = target;
    this.scale = replies.leaderRange() > 0 ? replies.leaderRange() : 1;
    int brackets = problem.brackets();
    boolean isShaped = problem.shape() != ScheduleProblem.Shape.ISOTONE;
    int rows = replies.available().size() + (isShaped ? brackets - 1 : 0);
    double[][] matrix = new double[rows][brackets];
    double[] rhs = new double[rows];
    double range = replies.followerRange() > 0 ? replies.followerRange() : 1;
    BracketedIncentive unpaid = problem.unpaid();
    int row = 0;
    for (int other : replies.available()) {
      for (int bracket = 0; bracket < brackets; bracket++) {
        double gain = problem.followerSlopes(other).get(bracket)
            - problem.followerSlopes(target).get(bracket);
        matrix[row][bracket] = gain * problem.maxSlope() / range;
      }
      rhs[row] = (problem.followerUtility(unpaid, target) - problem.followerUtility(unpaid, other))
          / range;
      row++;
    }
    int sign = problem.shape() == ScheduleProblem.Shape.CONVEX ? 1 : -1;
    for (int bracket = 0; row < rows; bracket++) {
      matrix[row][bracket] = sign;
      matrix[row][bracket + 1] = -sign;
      row++;
    }
    simplex = new DenseSimplex(matrix, rhs);
    for (int bracket = 0; bracket < brackets; bracket++) {
      simplex.setBounds(bracket, 0, 1);
      simplex.setCost(
          bracket, problem.leaderSlopes(target).get(bracket) * problem.maxSlope() / scale);
    }
  }

  DenseSimplex.Status solve(long maxSteps) {
    return simplex.solve(maxSteps);
  }

  /** The slopes found, rounding outside their bounds and shape taken off. */
  BracketedIncentive schedule() {
    double[] slopes = new double[problem.brackets()];
    for (int bracket = 0; bracket < slopes.length; bracket++) {
      double share = Math.min(1, Math.max(0, simplex.value(bracket)));
      slopes[bracket] = share * problem.maxSlope();
      if (bracket > 0 && problem.shape() == ScheduleProblem.Shape.CONVEX) {
        slopes[bracket] = Math.max(slopes[bracket], slopes[bracket - 1]);
      }
      if (bracket > 0 && problem.shape() == ScheduleProblem.Shape.CONCAVE) {
        slopes[bracket] = Math.min(slopes[bracket], slopes[bracket - 1]);
      }
    }
    return problem.schedule(slopes);
  }

  /** The leader's utility of the target at the slopes found. */
  double value() {
    return problem.leaderUtility(schedule(), target);
  }

  /** Most the leader can get while the target is a best reply, by the program's multipliers. */
  double bound() {
    return problem.leaderUtility(problem.unpaid(), target) + scale * simplex.bound();
  }
}
