package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;

/**
 * ojAlgo's convex solver under limits on time and iterations, its answer accepted only where nonnegative
 * multipliers make the slope vanish.
 */
final class OjAlgoQuadratic {
  private static final long TIME_ABORT_MILLIS = 200;
  private static final int ITERATIONS_ABORT = 1_000;
  private static final double ACCURATE = 1e-7;

  private OjAlgoQuadratic() {}

  static NodeAnswer solve(ConvexProgram program) {
    int n = program.size();
    ConvexSolver.Builder builder = ConvexSolver.newBuilder(n);
    for (int i = 0; i < n; i++) {
      // The builder's linear term enters with a minus sign: ½ v'Hv − c'v.
      builder.objective(i, -program.gradient[i]);
      for (int j = 0; j < program.hessian.length; j++) {
        builder.objective(i, j, program.hessian[i][j]);
      }
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      builder.equality(program.equalityValues.get(i), program.equalities.get(i));
    }
    for (int i = 0; i < program.rows.size(); i++) {
      builder.inequality(program.limits.get(i), program.rows.get(i));
    }
    for (int j = 0; j < n; j++) {
      double[] axis = new double[n];
      if (program.upper[j] < Double.POSITIVE_INFINITY) {
        axis[j] = 1;
        builder.inequality(program.upper[j], axis);
      }
      axis = new double[n];
      if (program.lower[j] > Double.NEGATIVE_INFINITY) {
        axis[j] = -1;
        builder.inequality(-program.lower[j], axis);
      }
    }
    Optimisation.Options options = new Optimisation.Options();
    options.time_abort = TIME_ABORT_MILLIS;
    options.iterations_abort = ITERATIONS_ABORT;
    double[] point = new double[n];
    try {
      Optimisation.Result result = builder.build(options).solve();
      if (!result.getState().isFeasible()) {
        return NodeAnswer.without(NodeAnswer.State.FAILED);
      }
      for (int j = 0; j < n; j++) {
        point[j] = result.doubleValue(j);
      }
    } catch (ArithmeticException | IndexOutOfBoundsException | IllegalStateException broken) {
      return NodeAnswer.without(NodeAnswer.State.FAILED);
    }
    return program.violation(point) <= ACCURATE && isStationary(program, point)
        ? NodeAnswer.optimal(point, program.value(point))
        : NodeAnswer.without(NodeAnswer.State.FAILED);
  }

  /** Whether no feasible direction descends: the linear program of directions has no negative value. */
  private static boolean isStationary(ConvexProgram program, double[] point) {
    int n = program.size();
    ConvexProgram directions = new ConvexProgram(n);
    double[] slope = program.slope(point);
    double size = 1;
    for (int j = 0; j < n; j++) {
      directions.gradient[j] = slope[j];
      size = Math.max(size, Math.abs(slope[j]));
      boolean atLower = point[j] - program.lower[j] <= ACCURATE;
      boolean atUpper = program.upper[j] - point[j] <= ACCURATE;
      directions.lower[j] = atLower ? 0 : -1;
      directions.upper[j] = atUpper ? 0 : 1;
    }
    List<double[]> equalities = new ArrayList<>(program.equalities);
    for (double[] row : equalities) {
      directions.equality(row, 0);
    }
    for (int i = 0; i < program.rows.size(); i++) {
      if (program.limits.get(i) - ConvexProgram.dot(program.rows.get(i), point) <= ACCURATE) {
        directions.row(program.rows.get(i), 0);
      }
    }
    NodeAnswer answer = new ActiveSetSolver().solve(directions);
    return answer.state == NodeAnswer.State.OPTIMAL && answer.value >= -1e-6 * size;
  }
}
