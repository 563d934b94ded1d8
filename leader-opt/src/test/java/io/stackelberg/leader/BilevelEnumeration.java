package io.stackelberg.leader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.linear.UnboundedSolutionException;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/** Optimum of a bilevel program with a linear leader: one Hipparchus LP per pattern of active lower rows. */
final class BilevelEnumeration {
  /** −∞ where unbounded, +∞ where infeasible. */
  private BilevelEnumeration() {}

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
          row[j] = lower.row(r, j);
        }
        constraints.add(new LinearConstraint(
            row, active ? Relationship.EQ : Relationship.LEQ, lower.rightHandSide(r)));
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
          row[n + r] = lower.row(r, i);
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
      } catch (UnboundedSolutionException falling) {
        return Double.NEGATIVE_INFINITY;
      } catch (MathIllegalStateException infeasible) {
        continue;
      }
    }
    return best;
  }
}
