package io.stackelberg.leader.bilevel;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.Optional;

/**
 * Linear programs by the solvers of OR-Tools, nothing of theirs believed but a point that is feasible and
 * multipliers that prove a bound: their words for infeasible and unbounded disagree with each other.
 */
final class OrToolsLp {
  private static final double FEASIBLE = 1e-7;

  /** The optimum lies between these. */
  record Bracket(double low, double high) {}

  private OrToolsLp() {}

  /** Whether the library's native part runs on this platform. */
  static boolean isAvailable() {
    try {
      Loader.loadNativeLibraries();
      return true;
    } catch (UnsatisfiedLinkError | RuntimeException missing) {
      return false;
    }
  }

  /** The minimum, by GLOP or else by CLP; empty where neither gives a proof to 1e-6. */
  static Optional<Bracket> minimum(ConvexProgram program) {
    Optional<Bracket> first = minimum(program, "GLOP");
    return first.isPresent() ? first : minimum(program, "CLP");
  }

  private static Optional<Bracket> minimum(ConvexProgram program, String engine) {
    MPSolver solver = MPSolver.createSolver(engine);
    try {
      int n = program.size();
      int rows = program.rows.size();
      MPVariable[] variables = new MPVariable[n];
      MPObjective objective = solver.objective();
      for (int j = 0; j < n; j++) {
        variables[j] = solver.makeNumVar(program.lower[j], program.upper[j], "");
        objective.setCoefficient(variables[j], program.gradient[j]);
      }
      objective.setMinimization();
      MPConstraint[] constraints = new MPConstraint[rows + program.equalities.size()];
      for (int i = 0; i < constraints.length; i++) {
        double limit = i < rows ? program.limits.get(i) : program.equalityValues.get(i - rows);
        constraints[i] = solver.makeConstraint(i < rows ? Double.NEGATIVE_INFINITY : limit, limit);
        double[] row = i < rows ? program.rows.get(i) : program.equalities.get(i - rows);
        for (int j = 0; j < n; j++) {
          if (row[j] != 0) {
            constraints[i].setCoefficient(variables[j], row[j]);
          }
        }
      }
      if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
        return Optional.empty();
      }
      double[] point = new double[n];
      for (int j = 0; j < n; j++) {
        point[j] = variables[j].solutionValue();
      }
      double[] multipliers = new double[constraints.length];
      for (int i = 0; i < multipliers.length; i++) {
        multipliers[i] = constraints[i].dualValue();
      }
      return bracket(program, point, multipliers);
    } finally {
      solver.delete();
    }
  }

  private static Optional<Bracket> bracket(
      ConvexProgram program, double[] point, double[] multipliers) {
    int rows = program.rows.size();
    double[] reduced = program.gradient.clone();
    double low = 0;
    double size = 1;
    for (int i = 0; i < multipliers.length; i++) {
      // A row ≤ of a minimum has a multiplier ≤ 0; another sign proves nothing and is dropped.
      double multiplier = i < rows ? Math.min(0, multipliers[i]) : multipliers[i];
      double[] row = i < rows ? program.rows.get(i) : program.equalities.get(i - rows);
      double limit = i < rows ? program.limits.get(i) : program.equalityValues.get(i - rows);
      low += multiplier * limit;
      size = Math.max(size, Math.abs(multiplier * limit));
      for (int j = 0; j < reduced.length; j++) {
        reduced[j] -= multiplier * row[j];
      }
    }
    for (int j = 0; j < reduced.length; j++) {
      double end = reduced[j] >= 0 ? program.lower[j] : program.upper[j];
      if (Double.isInfinite(end)) {
        end = point[j] - Math.signum(reduced[j]) * (1 + Math.abs(point[j]));
      }
      low += reduced[j] * end;
      size = Math.max(size, Math.abs(program.gradient[j] * point[j]));
    }
    double high = program.value(point);
    boolean isProved = program.violation(point) <= FEASIBLE && Math.abs(high - low) <= 1e-6 * size;
    return isProved
        ? Optional.of(new Bracket(Math.min(low, high), Math.max(low, high)))
        : Optional.empty();
  }
}
