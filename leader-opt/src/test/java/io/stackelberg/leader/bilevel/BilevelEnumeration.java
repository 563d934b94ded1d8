package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.LocalizedOptimFormats;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/**
 * Optimum of a bilevel program with a linear leader: one linear program per pattern of active lower rows, by
 * Hipparchus unless told otherwise. Rows are divided by their largest entry, for that library calls badly
 * scaled bounded programs unbounded.
 */
final class BilevelEnumeration {
  private BilevelEnumeration() {}

  /** Optimum of F; −∞ where unbounded, +∞ where infeasible. */
  static double optimum(BilevelProblem problem) {
    return optimum(problem, BilevelEnumeration::hipparchus);
  }

  /** The same by another method for the linear programs; NaN where it gives NaN. */
  static double optimum(BilevelProblem problem, ToDoubleFunction<ConvexProgram> minimum) {
    double best = Double.POSITIVE_INFINITY;
    for (int pattern = 0; pattern < 1 << problem.lower().rowCount(); pattern++) {
      // Math.min hands NaN on.
      best = Math.min(best, minimum.applyAsDouble(program(problem, pattern)));
      if (best == Double.NEGATIVE_INFINITY) {
        return best;
      }
    }
    return best + problem.upper().constant();
  }

  /** The leader's program over z and the multipliers, the rows of the pattern active. */
  private static ConvexProgram program(BilevelProblem problem, int pattern) {
    BilevelLevel lower = problem.lower();
    int n = problem.upper().size();
    int m = lower.rowCount();
    ConvexProgram program = new ConvexProgram(n + m);
    for (int r = 0; r < problem.upper().rowCount(); r++) {
      double[] row = new double[n + m];
      for (int j = 0; j < n; j++) {
        row[j] = problem.upper().row(r, j);
      }
      program.row(row, problem.upper().rightHandSide(r));
    }
    for (int r = 0; r < m; r++) {
      boolean active = (pattern >> r & 1) == 1;
      double[] row = new double[n + m];
      for (int j = 0; j < n; j++) {
        row[j] = lower.row(r, j) / size(lower, r);
      }
      double limit = lower.rightHandSide(r) / size(lower, r);
      if (active) {
        program.equality(row, limit);
      } else {
        program.row(row, limit);
        program.upper[n + r] = 0;
      }
      program.lower[n + r] = 0;
    }
    for (int i = problem.leaderSize(); i < n; i++) {
      double[] row = new double[n + m];
      for (int j = 0; j < n; j++) {
        row[j] = lower.quadratic(i, j);
      }
      for (int r = 0; r < m; r++) {
        row[n + r] = lower.row(r, i) / size(lower, r);
      }
      program.equality(row, -lower.linear(i));
    }
    for (int j = 0; j < n; j++) {
      program.gradient[j] = problem.upper().linear(j);
    }
    return program;
  }

  private static double hipparchus(ConvexProgram program) {
    List<LinearConstraint> constraints = new ArrayList<>();
    for (int i = 0; i < program.rows.size(); i++) {
      constraints.add(
          new LinearConstraint(program.rows.get(i), Relationship.LEQ, program.limits.get(i)));
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      constraints.add(new LinearConstraint(
          program.equalities.get(i), Relationship.EQ, program.equalityValues.get(i)));
    }
    for (int j = 0; j < program.size(); j++) {
      if (program.lower[j] == 0) {
        double[] axis = new double[program.size()];
        axis[j] = 1;
        constraints.add(new LinearConstraint(
            axis, program.upper[j] == 0 ? Relationship.EQ : Relationship.GEQ, 0));
      }
    }
    try {
      double[] point = new SimplexSolver(1e-9, 10, 1e-12)
          .optimize(
              new MaxIter(10_000),
              new LinearObjectiveFunction(program.gradient, 0),
              new LinearConstraintSet(constraints),
              GoalType.MINIMIZE,
              new NonNegativeConstraint(false))
          .getPoint();
      return program.value(point);
    } catch (MathIllegalStateException none) {
      if (none.getSpecifier() == LocalizedOptimFormats.UNBOUNDED_SOLUTION) {
        return Double.NEGATIVE_INFINITY;
      }
      if (none.getSpecifier() == LocalizedOptimFormats.NO_FEASIBLE_SOLUTION) {
        return Double.POSITIVE_INFINITY;
      }
      throw none;
    }
  }

  private static double size(BilevelLevel level, int row) {
    double size = 0;
    for (int j = 0; j < level.size(); j++) {
      size = Math.max(size, Math.abs(level.row(row, j)));
    }
    return size == 0 ? 1 : size;
  }
}
