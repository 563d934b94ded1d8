package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * Optimum of a bilevel program with a linear leader: one Hipparchus LP per pattern of active lower rows. Rows
 * are divided by their largest entry, for that library calls badly scaled bounded programs unbounded.
 */
final class BilevelEnumeration {
  private BilevelEnumeration() {}

  /** Optimum of F; −∞ where unbounded, +∞ where infeasible. */
  static double optimum(BilevelProblem problem) {
    BilevelLevel lower = problem.lower();
    int n = problem.upper().size();
    int m = lower.rowCount();
    double best = Double.POSITIVE_INFINITY;
    for (int pattern = 0; pattern < 1 << m; pattern++) {
      List<LinearConstraint> constraints = new ArrayList<>();
      for (int r = 0; r < problem.upper().rowCount(); r++) {
        double[] row = new double[n + m];
        for (int j = 0; j < n; j++) {
          row[j] = problem.upper().row(r, j);
        }
        constraints.add(
            new LinearConstraint(row, Relationship.LEQ, problem.upper().rightHandSide(r)));
      }
      for (int r = 0; r < m; r++) {
        boolean active = (pattern >> r & 1) == 1;
        double[] row = new double[n + m];
        for (int j = 0; j < n; j++) {
          row[j] = lower.row(r, j) / size(lower, r);
        }
        constraints.add(new LinearConstraint(
            row,
            active ? Relationship.EQ : Relationship.LEQ,
            lower.rightHandSide(r) / size(lower, r)));
        double[] multiplier = new double[n + m];
        multiplier[n + r] = 1;
        constraints.add(
            new LinearConstraint(multiplier, active ? Relationship.GEQ : Relationship.EQ, 0));
      }
      for (int i = problem.leaderSize(); i < n; i++) {
        double[] row = new double[n + m];
        for (int j = 0; j < n; j++) {
          row[j] = lower.quadratic(i, j);
        }
        for (int r = 0; r < m; r++) {
          row[n + r] = lower.row(r, i) / size(lower, r);
        }
        constraints.add(new LinearConstraint(row, Relationship.EQ, -lower.linear(i)));
      }
      double[] objective = new double[n + m];
      for (int j = 0; j < n; j++) {
        objective[j] = problem.upper().linear(j);
      }
      try {
        double[] point = new SimplexSolver(1e-9, 10, 1e-12)
            .optimize(
                new MaxIter(10_000),
                new LinearObjectiveFunction(objective, 0),
                new LinearConstraintSet(constraints),
                GoalType.MINIMIZE,
                new NonNegativeConstraint(false))
            .getPoint();
        best = Math.min(best, problem.upper().objective(Arrays.copyOf(point, n)));
      } catch (MathIllegalStateException none) {
        if (none.getSpecifier() == LocalizedOptimFormats.UNBOUNDED_SOLUTION) {
          return Double.NEGATIVE_INFINITY;
        }
        if (none.getSpecifier() != LocalizedOptimFormats.NO_FEASIBLE_SOLUTION) {
          throw none;
        }
      }
    }
    return best;
  }

  private static double size(BilevelLevel level, int row) {
    double size = 0;
    for (int j = 0; j < level.size(); j++) {
      size = Math.max(size, Math.abs(level.row(row, j)));
    }
    return size == 0 ? 1 : size;
  }
}
