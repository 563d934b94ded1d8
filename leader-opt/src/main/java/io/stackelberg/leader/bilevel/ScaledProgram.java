package io.stackelberg.leader.bilevel;

import io.stackelberg.leader.finite.Equilibration;

/** A convex program in units that bring rows, variables and objective to the order of 1. */
final class ScaledProgram {
  private static final double ACCURATE = 1e-8;

  /** The program to solve; the original itself where nothing needs scaling. */
  final ConvexProgram program;

  private final ConvexProgram original;
  private final double[] units;

  ScaledProgram(ConvexProgram original) {
    this.original = original;
    int n = original.size();
    int rows = original.rows.size();
    int count = rows + original.equalities.size();
    double[][] matrix = new double[count + 2][];
    for (int i = 0; i < count; i++) {
      matrix[i] = i < rows ? original.rows.get(i) : original.equalities.get(i - rows);
    }
    // The objective has a say in the units of the variables.
    matrix[count] = original.gradient;
    matrix[count + 1] = new double[n];
    for (int j = 0; j < original.hessian.length; j++) {
      matrix[count + 1][j] = StrictMath.sqrt(Math.max(0, original.hessian[j][j]));
    }
    Equilibration scale = new Equilibration(matrix, n);
    units = new double[n];
    double objective = 0;
    for (int j = 0; j < n; j++) {
      units[j] = scale.column(j);
      objective = Math.max(objective, Math.abs(original.gradient[j]) * units[j]);
    }
    for (int i = 0; i < original.hessian.length; i++) {
      for (int j = 0; j < n; j++) {
        objective = Math.max(objective, Math.abs(original.hessian[i][j]) * units[i] * units[j]);
      }
    }
    double factor = objective == 0 ? 1 : Equilibration.factor(objective);
    if (!scale.isNeeded() && factor == 1) {
      program = original;
      return;
    }
    program = new ConvexProgram(n);
    for (int i = 0; i < count; i++) {
      double[] row = scale.scaled(matrix[i], i);
      if (i < rows) {
        program.row(row, original.limits.get(i) * scale.row(i));
      } else {
        program.equality(row, original.equalityValues.get(i - rows) * scale.row(i));
      }
    }
    program.hessian = new double[original.hessian.length][n];
    for (int j = 0; j < n; j++) {
      program.gradient[j] = original.gradient[j] * units[j] * factor;
      program.lower[j] = original.lower[j] / units[j];
      program.upper[j] = original.upper[j] / units[j];
      for (int i = 0; i < program.hessian.length; i++) {
        program.hessian[i][j] = original.hessian[i][j] * units[i] * units[j] * factor;
      }
    }
  }

  /** A point of the original in the units of the program. */
  double[] scaled(double[] point) {
    double[] scaled = point.clone();
    for (int j = 0; j < scaled.length; j++) {
      scaled[j] /= units[j];
    }
    return scaled;
  }

  /** The answer in the original's units, its point checked there once more. */
  NodeAnswer unscaled(NodeAnswer answer) {
    if (program == original || answer.state != NodeAnswer.State.OPTIMAL) {
      return answer;
    }
    double[] point = answer.point.clone();
    for (int j = 0; j < point.length; j++) {
      point[j] *= units[j];
    }
    return original.violation(point) <= ACCURATE
        ? NodeAnswer.optimal(point, original.value(point))
        : NodeAnswer.without(NodeAnswer.State.FAILED);
  }
}
