package io.stackelberg.leader.schedule;

import io.stackelberg.game.BracketedIncentive;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex;
import io.stackelberg.leader.grid.AdaptiveGrid;
import io.stackelberg.leader.grid.AffinePayoff;
import io.stackelberg.leader.grid.CommitmentBox;
import io.stackelberg.leader.grid.GridSolution;
import io.stackelberg.leader.grid.LogitRegularity;
import io.stackelberg.leader.grid.SurrogateGame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Slopes of a bracketed incentive, chosen for the leader.
 *
 * <p>Given the brackets, every payment is linear in the slopes. Against a best reply there is one linear
 * program per action: the slopes that make it a best reply at the least cost; the best of them is the
 * optimum, the follower's ties going to the leader. The follower's replies at the schedule found are
 * enumerated before it is called proved. Against a logit reply the value is Lipschitz in the slopes and
 * searched by {@link AdaptiveGrid}.
 *
 * <p>Cost: one program of actions × brackets per action. Source: Grossman and Hart (1983)
 * [grossman1983analysis], the least cost of implementing an action; here payments are tied to brackets of
 * what is saved, and actions are observed.
 */
public final class ScheduleSolver {
  private static final long MAX_STEPS = 100_000;

  /**
   * The best schedule against a follower that replies best, ties going to the leader.
   *
   * @param limits an evaluation is one linear program; the tolerance says which replies tie
   */
  public ScheduleSolution solve(ScheduleProblem problem, SolveLimits limits) {
    BestReplies replies = new BestReplies(problem, limits.tolerance());
    Deadline deadline = new Deadline(limits);
    BracketedIncentive best = problem.unpaid();
    int reply = replies.reply(best);
    double value = problem.leaderUtility(best, reply);
    double bound = value;
    boolean isWhole = true;
    Optional<StopReason> stop = Optional.empty();
    List<OptionalDouble> values =
        new ArrayList<>(Collections.nCopies(problem.actions().size(), OptionalDouble.empty()));
    long programs = 0;
    for (int action : replies.available()) {
      // Payments only cost: without them this action yields the most it can.
      double most = problem.leaderUtility(problem.unpaid(), action);
      stop = stop.isPresent() ? stop : deadline.reached(programs);
      if (stop.isPresent()) {
        bound = Math.max(bound, most);
        continue;
      }
      programs++;
      TargetProgram program = new TargetProgram(problem, replies, action);
      DenseSimplex.Status status = program.solve(MAX_STEPS);
      if (status == DenseSimplex.Status.INFEASIBLE) {
        continue;
      }
      if (status != DenseSimplex.Status.OPTIMAL) {
        isWhole = false;
        bound = Math.max(bound, most);
        continue;
      }
      BracketedIncentive schedule = program.schedule();
      bound = Math.max(bound, program.bound());
      values.set(action, OptionalDouble.of(program.value()));
      int found = replies.reply(schedule);
      double recomputed = problem.leaderUtility(schedule, found);
      if (recomputed > value) {
        best = schedule;
        reply = found;
        value = recomputed;
      }
    }
    bound = Math.max(bound, value);
    boolean isProved = isWhole && bound - value <= replies.leaderTolerance();
    StopReason reason =
        stop.orElse(isProved ? StopReason.PROVEN_OPTIMAL : StopReason.NUMERICAL_FAILURE);
    return new ScheduleSolution(reason, best, value, reply, bound, values);
  }

  /**
   * The best schedule against a follower with logit noise; at most four brackets, any slopes.
   *
   * @param temperature noise, in units of the follower's utility, above 0
   * @throws IllegalArgumentException if the problem has more than four brackets or asks for a shape
   */
  public GridSolution solveLogit(
      ScheduleProblem problem,
      double temperature,
      AdaptiveGrid.Options options,
      SolveLimits limits) {
    if (problem.shape() != ScheduleProblem.Shape.ISOTONE) {
      throw Require.unexpected("shape", problem.shape(), "ISOTONE against a logit follower");
    }
    List<String> names = new ArrayList<>();
    for (int bracket = 0; bracket < problem.brackets(); bracket++) {
      names.add(BracketedIncentive.coordinate(problem.breakpoints(), bracket));
    }
    List<Double> constants = new ArrayList<>();
    List<List<Double>> slopes = new ArrayList<>();
    List<List<Double>> gradients = new ArrayList<>();
    for (int action = 0; action < problem.actions().size(); action++) {
      constants.add(problem.leaderUtility(problem.unpaid(), action));
      slopes.add(problem.leaderSlopes(action));
      gradients.add(problem.followerSlopes(action));
    }
    SurrogateGame game = new SurrogateGame(
        problem.context(),
        new QuantalFollower(problem.actions(), problem.followerUtility(), temperature),
        new AffinePayoff(constants, slopes),
        new CommitmentBox(
            names,
            Collections.nCopies(names.size(), 0.0),
            Collections.nCopies(names.size(), problem.maxSlope())),
        point -> new BracketedIncentive(problem.breakpoints(), point));
    Regularity.Lipschitz response = LogitRegularity.affine(names, gradients, temperature);
    return new AdaptiveGrid(options).solve(game, response, limits);
  }
}
