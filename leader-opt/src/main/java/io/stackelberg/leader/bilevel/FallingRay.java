package io.stackelberg.leader.bilevel;

import java.util.Arrays;

/** Proof that F falls for ever within one pattern of active rows. */
final class FallingRay {
  /** What such a proof rests on. */
  static final String WORDS = "an answer and a ray of answers along which F falls for ever";

  private FallingRay() {}

  /** Whether a leaf holds a verified answer and a direction of its cone along which F falls for ever. */
  static boolean isProved(
      BilevelProblem problem,
      KktSystem system,
      byte[] decided,
      ConvexProgram leaf,
      NodeSolver solver) {
    ConvexProgram feasible = system.feasible(decided);
    NodeAnswer start = solver.solve(feasible);
    if (start.state != NodeAnswer.State.OPTIMAL
        || !FollowerCheck.holds(
            problem, Arrays.copyOf(start.point, problem.upper().size()))) {
      return false;
    }
    ConvexProgram cone = new ConvexProgram(feasible.size());
    double[] slope = leaf.slope(start.point);
    double size = 0;
    for (double entry : slope) {
      size = Math.max(size, Math.abs(entry));
    }
    for (int j = 0; j < cone.size(); j++) {
      cone.lower[j] = feasible.lower[j] > Double.NEGATIVE_INFINITY ? 0 : -1;
      cone.upper[j] = feasible.upper[j] < Double.POSITIVE_INFINITY ? 0 : 1;
      cone.gradient[j] = slope[j];
    }
    for (double[] row : feasible.rows) {
      cone.row(row, 0);
    }
    for (double[] row : feasible.equalities) {
      cone.equality(row, 0);
    }
    for (double[] row : leaf.hessian) {
      cone.equality(row, 0);
    }
    NodeAnswer ray = solver.solve(cone);
    if (ray.state != NodeAnswer.State.OPTIMAL || !(ray.value < -1e-7 * size)) {
      return false;
    }
    double[] far = Arrays.copyOf(start.point, problem.upper().size());
    double before = problem.upper().objective(far);
    for (int j = 0; j < far.length; j++) {
      far[j] += 1e3 * ray.point[j];
    }
    return FollowerCheck.holds(problem, far)
        && problem.upper().objective(far) < before + 500 * ray.value;
  }
}
