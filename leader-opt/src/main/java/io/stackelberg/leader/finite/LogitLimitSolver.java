package io.stackelberg.leader.finite;

import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.finite.LogitLimit.Step;
import io.stackelberg.leader.finite.LogitLimit.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Brackets the limit of the value against a logit follower, see {@link LogitLimit}. */
public final class LogitLimitSolver {
  private final LogitCommitmentSolver solver;

  /** Solves each precision with {@link LogitCommitmentSolver.Options#DEFAULT}. */
  public LogitLimitSolver() {
    this(LogitCommitmentSolver.Options.DEFAULT);
  }

  /** Solves each precision with these options. */
  public LogitLimitSolver(LogitCommitmentSolver.Options options) {
    solver = new LogitCommitmentSolver(options);
  }

  /**
   * Strong and weak values, then each precision in turn until the time is over.
   *
   * @param precisions in 1/utility, each in [0, 1e6]; may be empty, for the ends need none
   * @param limits the evaluations are those of each solve, the time that of all together
   * @param random draws the starts
   */
  public LogitLimit solve(
      BimatrixGame game, List<Double> precisions, SolveLimits limits, RandomGenerator random) {
    Deadline deadline = new Deadline(limits);
    MultipleLpSolver programs = new MultipleLpSolver();
    MatrixSolution plain = programs.solve(game, deadline.remaining());
    MatrixSolution merged = programs.solve(merged(game), deadline.remaining());
    List<Step> steps = new ArrayList<>();
    for (double precision : precisions) {
      if (deadline.reached(0).isEmpty()) {
        steps.add(new Step(precision, solver.solve(game, precision, deadline.remaining(), random)));
      }
    }
    double upper = merged.upperBound();
    OptionalDouble lower = supremum(merged);
    double slack = 10
        * Math.max(limits.tolerance().relative(), FollowerRegions.TIE)
        * new FollowerRegions(game).leaderRange;
    Verdict verdict = Verdict.LOWER_END_UNKNOWN;
    if (lower.isPresent()) {
      verdict = upper - lower.getAsDouble() <= slack ? Verdict.LIMIT_KNOWN : Verdict.BRACKETED;
    }
    return new LogitLimit(
        supremum(plain), plain.strongOrThrow().value(), lower, upper, verdict, steps);
  }

  private static OptionalDouble supremum(MatrixSolution solution) {
    return solution.weak().isPresent()
        ? OptionalDouble.of(solution.weak().get().supremum())
        : OptionalDouble.empty();
  }

  /** The game in which replies that pay the follower the same everywhere are one, paying the leader's mean. */
  private static BimatrixGame merged(BimatrixGame game) {
    List<int[]> groups = new FollowerRegions(game).equivalentReplies();
    double[][] leader = new double[game.rows()][groups.size()];
    double[][] follower = new double[game.rows()][groups.size()];
    for (int row = 0; row < game.rows(); row++) {
      for (int index = 0; index < groups.size(); index++) {
        int[] group = groups.get(index);
        follower[row][index] = game.followerPayoff(row, group[0]);
        for (int member : group) {
          leader[row][index] += game.leaderPayoff(row, member) / group.length;
        }
      }
    }
    return new BimatrixGame(leader, follower);
  }
}
