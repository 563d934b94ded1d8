package io.stackelberg.leader.bilevel;

import java.util.OptionalDouble;

/** The worst best answer to one x, for F and every coupling row, by linear programs at that x. */
final class WorstAnswer {
  /** What a decision that passed is said to be verified by. */
  static final String WORDS = "follower solved again at x; F and rows maximised over its answers";

  private static final double FACE = 1e-9;
  private static final double FEASIBLE = 1e-6;

  private WorstAnswer() {}

  /** F of the worst best answer; empty where x has no answer, no worst one, or violates an upper row. */
  static OptionalDouble value(BilevelProblem problem, double[] x, NodeSolver solver) {
    int nx = problem.leaderSize();
    double[] z = new double[problem.upper().size()];
    System.arraycopy(x, 0, z, 0, nx);
    ConvexProgram face = FollowerCheck.follower(problem, z, FACE);
    NodeAnswer best = solver.solve(face);
    if (best.state != NodeAnswer.State.OPTIMAL) {
      return OptionalDouble.empty();
    }
    double size = 1 + Math.abs(best.value);
    for (int i = 0; i < face.size(); i++) {
      size = Math.max(size, Math.abs(face.gradient[i] * best.point[i]));
    }
    face.row(face.gradient.clone(), best.value + FACE * size);
    for (int r = 0; r < problem.upper().rowCount(); r++) {
      double[] row = new double[z.length];
      for (int j = 0; j < z.length; j++) {
        row[j] = problem.upper().row(r, j);
      }
      OptionalDouble most = most(face, row, z, nx, solver);
      double limit = problem.upper().rightHandSide(r);
      if (!(most.orElse(Double.NaN) - limit <= FEASIBLE * (1 + Math.abs(limit)))) {
        return OptionalDouble.empty();
      }
    }
    double[] objective = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      objective[j] = problem.upper().linear(j);
    }
    OptionalDouble most = most(face, objective, z, nx, solver);
    return most.isPresent()
        ? OptionalDouble.of(most.getAsDouble() + problem.upper().constant())
        : most;
  }

  private static OptionalDouble most(
      ConvexProgram face, double[] form, double[] z, int nx, NodeSolver solver) {
    double fixed = 0;
    for (int j = 0; j < nx; j++) {
      fixed += form[j] * z[j];
    }
    ConvexProgram program = face.withoutObjective();
    boolean isConstant = true;
    for (int i = 0; i < program.size(); i++) {
      program.gradient[i] = -form[nx + i];
      isConstant &= form[nx + i] == 0;
    }
    if (isConstant) {
      return OptionalDouble.of(fixed);
    }
    NodeAnswer answer = solver.solve(program);
    return answer.state == NodeAnswer.State.OPTIMAL
        ? OptionalDouble.of(fixed - answer.value)
        : OptionalDouble.empty();
  }
}
