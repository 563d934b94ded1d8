package io.stackelberg.leader.schedule;

import io.stackelberg.game.BracketedIncentive;
import io.stackelberg.game.run.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The follower's replies to schedules of one problem, by enumeration. */
final class BestReplies {
  private final ScheduleProblem problem;
  private final Tolerance tolerance;
  private final List<Integer> available = new ArrayList<>();
  private final double followerRange;
  private final double leaderRange;

  BestReplies(ScheduleProblem problem, Tolerance tolerance) {
    this.problem = problem;
    this.tolerance = tolerance;
    double leastFollower = Double.POSITIVE_INFINITY;
    double mostFollower = Double.NEGATIVE_INFINITY;
    double leastLeader = Double.POSITIVE_INFINITY;
    double mostLeader = Double.NEGATIVE_INFINITY;
    double[] dearest = new double[problem.brackets()];
    Arrays.fill(dearest, problem.maxSlope());
    BracketedIncentive paid = problem.schedule(dearest);
    BracketedIncentive unpaid = problem.unpaid();
    for (int action = 0; action < problem.actions().size(); action++) {
      if (problem.context().isAvailable(problem.actions().get(action))) {
        available.add(action);
        // Both utilities are monotone in every slope.
        leastFollower = Math.min(leastFollower, problem.followerUtility(unpaid, action));
        mostFollower = Math.max(mostFollower, problem.followerUtility(paid, action));
        leastLeader = Math.min(leastLeader, problem.leaderUtility(paid, action));
        mostLeader = Math.max(mostLeader, problem.leaderUtility(unpaid, action));
      }
    }
    followerRange = mostFollower - leastFollower;
    leaderRange = mostLeader - leastLeader;
  }

  /** Indices of the actions that can be taken, in order. */
  List<Integer> available() {
    return available;
  }

  double leaderTolerance() {
    return Math.max(tolerance.relative(), 1e-9) * leaderRange;
  }

  double followerRange() {
    return followerRange;
  }

  double leaderRange() {
    return leaderRange;
  }

  /** The best reply, of tied ones the best for the leader, of those the first. */
  int reply(BracketedIncentive schedule) {
    double most = Double.NEGATIVE_INFINITY;
    for (int action : available) {
      most = Math.max(most, problem.followerUtility(schedule, action));
    }
    int best = -1;
    double bestValue = Double.NEGATIVE_INFINITY;
    for (int action : available) {
      double value = problem.leaderUtility(schedule, action);
      boolean ties = tolerance.ties(problem.followerUtility(schedule, action), most, followerRange);
      if (ties && value > bestValue) {
        best = action;
        bestValue = value;
      }
    }
    return best;
  }
}
