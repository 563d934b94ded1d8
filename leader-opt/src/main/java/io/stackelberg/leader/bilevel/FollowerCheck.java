package io.stackelberg.leader.bilevel;

import java.util.Arrays;
import java.util.Optional;

/**
 * Second look at a point: both levels' rows, and the follower's problem solved again at the leader's
 * decision, from the problem's data and by a method the search does not use for it.
 */
final class FollowerCheck {
  /** What a point that passed is said to be verified by. */
  static final String WORDS = "both levels' rows; follower solved again at x";

  private static final double FEASIBLE = 1e-7;
  private static final double ROUNDING = 1e-8;
  private static final double OPTIMAL = 1e-7;

  private FollowerCheck() {}

  /** Whether z satisfies both levels and y is a best answer to x. */
  static boolean holds(BilevelProblem problem, double[] z) {
    if (!(problem.upper().violation(z) <= FEASIBLE && problem.lower().violation(z) <= FEASIBLE)) {
      return false;
    }
    NodeAnswer best = new ActiveSetSolver().solve(follower(problem, z, 0));
    if (best.state != NodeAnswer.State.OPTIMAL) {
      // z is feasible to the tolerance: rounding of x may have cut the follower's set by a hair.
      best = new ActiveSetSolver().solve(follower(problem, z, ROUNDING));
    }
    if (best.state != NodeAnswer.State.OPTIMAL) {
      return false;
    }
    double[] answer = z.clone();
    System.arraycopy(best.point, 0, answer, problem.leaderSize(), problem.followerSize());
    double least = problem.lower().objective(answer);
    double size = 1 + Math.abs(least);
    for (int j = problem.leaderSize(); j < z.length; j++) {
      size = Math.max(size, Math.abs(problem.lower().linear(j) * z[j]));
    }
    return problem.lower().objective(z) - least <= OPTIMAL * size;
  }

  /** The pairs as they stand at the follower's answer to the x in v; empty where it has none. */
  static Optional<byte[]> pattern(
      BilevelProblem problem, KktSystem system, double[] v, NodeSolver solver) {
    double[] z = Arrays.copyOf(v, problem.upper().size());
    NodeAnswer reply = solver.solve(follower(problem, z, 0));
    if (reply.state != NodeAnswer.State.OPTIMAL) {
      return Optional.empty();
    }
    System.arraycopy(reply.point, 0, z, problem.leaderSize(), problem.followerSize());
    byte[] pattern = system.initial();
    for (int p = 0; p < pattern.length; p++) {
      if (pattern[p] == KktSystem.OPEN) {
        boolean active = system.slack(p, z) <= 1e-7;
        pattern[p] = active ? KktSystem.SLACK_ZERO : KktSystem.MULTIPLIER_ZERO;
      }
    }
    return Optional.of(pattern);
  }

  /** Each pair decided for whichever of its two is nearer to 0 at v. */
  static byte[] nearest(KktSystem system, double[] v) {
    byte[] pattern = system.initial();
    for (int p = 0; p < pattern.length; p++) {
      if (pattern[p] == KktSystem.OPEN) {
        boolean active = system.slack(p, v) <= system.multiplier(p, v);
        pattern[p] = active ? KktSystem.SLACK_ZERO : KktSystem.MULTIPLIER_ZERO;
      }
    }
    return pattern;
  }

  /**
   * The follower's problem over y at the leader's decision in z.
   *
   * @param slack added to every row with y, relative to its size
   */
  static ConvexProgram follower(BilevelProblem problem, double[] z, double slack) {
    int nx = problem.leaderSize();
    int ny = problem.followerSize();
    BilevelLevel lower = problem.lower();
    ConvexProgram program = new ConvexProgram(ny);
    if (!lower.isLinear()) {
      boolean curved = false;
      double[][] hessian = new double[ny][ny];
      for (int i = 0; i < ny; i++) {
        for (int j = 0; j < ny; j++) {
          hessian[i][j] = lower.quadratic(nx + i, nx + j);
          curved |= hessian[i][j] != 0;
        }
      }
      program.hessian = curved ? hessian : program.hessian;
    }
    for (int i = 0; i < ny; i++) {
      program.gradient[i] = lower.linear(nx + i);
      for (int j = 0; j < nx; j++) {
        program.gradient[i] += lower.quadratic(nx + i, j) * z[j];
      }
    }
    for (int r = 0; r < lower.rowCount(); r++) {
      double[] row = new double[ny];
      boolean hasAnswer = false;
      double limit = lower.rightHandSide(r);
      double size = 1 + Math.abs(limit);
      for (int j = 0; j < nx; j++) {
        limit -= lower.row(r, j) * z[j];
        size = Math.max(size, Math.abs(lower.row(r, j) * z[j]));
      }
      for (int j = 0; j < ny; j++) {
        row[j] = lower.row(r, nx + j);
        hasAnswer |= row[j] != 0;
      }
      if (hasAnswer) {
        program.row(row, limit + slack * size);
      } else if (limit < -FEASIBLE * size) {
        program.row(row, limit);
      }
    }
    return program;
  }
}
