package io.stackelberg.leader.bilevel;

import java.util.Optional;

/**
 * What is true of a convex program, from optima of linear programs that {@link OrToolsLp} proves: the least
 * violation tells feasibility, the steepest ray boundedness (for a convex quadratic program, too, by Frank
 * and Wolfe), and the linear program of the slope at a point bounds what lies below it.
 */
final class ReferenceVerdict {
  /** What is known. */
  enum State {
    OPTIMAL,
    INFEASIBLE,
    UNBOUNDED,
    UNDECIDED
  }

  private static final double NONE = 1e-9;
  private static final double CLEAR = 1e-7;

  /** Largest number of variables for rational arithmetic, whose numbers grow with every step. */
  private static final int EXACT = 9;

  private ReferenceVerdict() {}

  static State of(ConvexProgram original) {
    ConvexProgram program = scaled(original);
    Optional<OrToolsLp.Bracket> violation = OrToolsLp.minimum(elastic(program));
    if (violation.isEmpty()) {
      return State.UNDECIDED;
    }
    if (violation.get().low() > CLEAR) {
      return State.INFEASIBLE;
    }
    if (violation.get().high() > NONE) {
      return State.UNDECIDED;
    }
    ConvexProgram cone = cone(program);
    double steepest = 0;
    for (double entry : cone.gradient) {
      steepest = Math.max(steepest, Math.abs(entry));
    }
    Optional<OrToolsLp.Bracket> ray = OrToolsLp.minimum(cone);
    if (ray.isEmpty() || ray.get().low() < -NONE * steepest) {
      return ray.isPresent() && ray.get().high() < -CLEAR * steepest
          ? State.UNBOUNDED
          : State.UNDECIDED;
    }
    return State.OPTIMAL;
  }

  /** The same of a linear program in rational arithmetic. */
  static State exactly(ConvexProgram program) {
    if (program.size() > EXACT) {
      return State.UNDECIDED;
    }
    if (ExactLp.minimum(elastic(program), 0) > 0) {
      return State.INFEASIBLE;
    }
    return ExactLp.minimum(program, 0) == Double.NEGATIVE_INFINITY
        ? State.UNBOUNDED
        : State.OPTIMAL;
  }

  /**
   * How far the optimum may lie below a point's value, relative to the size of the terms there. By the linear
   * program of the slope within a box around the point, which a convex function needs no more than; in
   * rational arithmetic where floating point proves no gap below {@code small}, for rows that are nearly
   * parallel make a violation of 1e-9 worth any amount; NaN where the program is too large for that.
   */
  static double gap(ConvexProgram original, double[] point, double small) {
    ConvexProgram program = original.withoutObjective();
    double[] slope = original.slope(point);
    double far = 1;
    double size = 1;
    double at = 0;
    for (int j = 0; j < point.length; j++) {
      far = Math.max(far, Math.abs(point[j]));
      size = Math.max(size, Math.abs(original.gradient[j] * point[j]));
      size = Math.max(size, Math.abs(slope[j] * point[j]));
      at += slope[j] * point[j];
    }
    for (int j = 0; j < point.length; j++) {
      program.gradient[j] = slope[j];
      program.lower[j] = Math.max(program.lower[j], point[j] - 10 * far);
      program.upper[j] = Math.min(program.upper[j], point[j] + 10 * far);
    }
    Optional<OrToolsLp.Bracket> bracket = OrToolsLp.minimum(scaled(program));
    if (bracket.isPresent() && at - bracket.get().low() <= small * size) {
      return Math.max(0, at - bracket.get().low()) / size;
    }
    return point.length > EXACT ? Double.NaN : Math.max(0, at - ExactLp.minimum(program, 0)) / size;
  }

  /** The same program, rows divided by their largest entry. */
  static ConvexProgram scaled(ConvexProgram original) {
    ConvexProgram program = original.withoutObjective();
    System.arraycopy(original.gradient, 0, program.gradient, 0, original.size());
    program.hessian = original.hessian;
    for (int i = 0; i < program.rows.size(); i++) {
      double size = largest(program.rows.get(i));
      program.rows.set(i, divided(program.rows.get(i), size));
      program.limits.set(i, program.limits.get(i) / size);
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      double size = largest(program.equalities.get(i));
      program.equalities.set(i, divided(program.equalities.get(i), size));
      program.equalityValues.set(i, program.equalityValues.get(i) / size);
    }
    return program;
  }

  private static ConvexProgram elastic(ConvexProgram program) {
    int n = program.size();
    ConvexProgram elastic = new ConvexProgram(n + 1);
    System.arraycopy(program.lower, 0, elastic.lower, 0, n);
    System.arraycopy(program.upper, 0, elastic.upper, 0, n);
    elastic.lower[n] = 0;
    elastic.gradient[n] = 1;
    for (int i = 0; i < program.rows.size(); i++) {
      elastic.row(withLast(program.rows.get(i), 1), program.limits.get(i));
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      elastic.row(withLast(program.equalities.get(i), 1), program.equalityValues.get(i));
      elastic.row(withLast(program.equalities.get(i), -1), -program.equalityValues.get(i));
    }
    return elastic;
  }

  private static ConvexProgram cone(ConvexProgram program) {
    int n = program.size();
    ConvexProgram cone = new ConvexProgram(n);
    System.arraycopy(program.gradient, 0, cone.gradient, 0, n);
    for (int j = 0; j < n; j++) {
      cone.lower[j] = program.lower[j] > Double.NEGATIVE_INFINITY ? 0 : -1;
      cone.upper[j] = program.upper[j] < Double.POSITIVE_INFINITY ? 0 : 1;
    }
    for (double[] row : program.rows) {
      cone.row(row, 0);
    }
    for (double[] row : program.equalities) {
      cone.equality(row, 0);
    }
    for (double[] row : program.hessian) {
      cone.equality(divided(row, largest(row)), 0);
    }
    return cone;
  }

  private static double[] withLast(double[] row, int sign) {
    double[] longer = new double[row.length + 1];
    for (int j = 0; j < row.length; j++) {
      longer[j] = sign * row[j];
    }
    longer[row.length] = -1;
    return longer;
  }

  private static double largest(double[] row) {
    double largest = 0;
    for (double entry : row) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest == 0 ? 1 : largest;
  }

  private static double[] divided(double[] row, double size) {
    double[] divided = row.clone();
    for (int j = 0; j < row.length; j++) {
      divided[j] /= size;
    }
    return divided;
  }
}
