package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import java.util.Optional;
import java.util.function.Supplier;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.linear.LinearSolver;
import org.ojalgo.structure.Access1D;

/**
 * Linear programs by ojAlgo's simplex, believed only where weak duality confirms the answer; everything else
 * by {@link ActiveSetSolver}.
 *
 * <p>A claim of infeasibility is confirmed by the least possible violation, itself confirmed by duality. A
 * quadratic program goes to ojAlgo's convex solver through {@link OjAlgoQuadratic} only where the active-set
 * method fails: that solver may cycle on semidefinite Hessians, which the multipliers of a complementarity
 * system always cause.
 */
final class OjAlgoNodeSolver implements NodeSolver {
  private static final long TIME_ABORT_MILLIS = 2_000;
  private static final int ITERATIONS_ABORT = 20_000;
  private static final double ACCURATE = 1e-8;

  private final ActiveSetSolver second;

  /** Without a limit on time beyond those of each library call. */
  OjAlgoNodeSolver() {
    this(new Deadline(SolveLimits.DEFAULT));
  }

  /** Passes the deadline on to the active-set method. */
  OjAlgoNodeSolver(Deadline deadline) {
    second = new ActiveSetSolver(deadline);
  }

  @Override
  public NodeAnswer solve(ConvexProgram program) {
    ScaledProgram scaled = new ScaledProgram(program);
    return scaled.unscaled(solveScaled(scaled.program));
  }

  private NodeAnswer solveScaled(ConvexProgram program) {
    if (program.hessian.length > 0) {
      NodeAnswer start = solve(program.withoutObjective());
      if (start.state == NodeAnswer.State.INFEASIBLE) {
        return start;
      }
      NodeAnswer answer = start.state == NodeAnswer.State.OPTIMAL
          ? second.solveFrom(start.point, program)
          : second.solve(program);
      if (answer.state == NodeAnswer.State.FAILED && start.state == NodeAnswer.State.OPTIMAL) {
        // A vertex is not the best start everywhere; the origin leads along other rows.
        answer = second.solve(program);
      }
      return answer.state == NodeAnswer.State.FAILED ? OjAlgoQuadratic.solve(program) : answer;
    }
    for (int j = 0; j < program.size(); j++) {
      if (program.lower[j] > program.upper[j]) {
        return NodeAnswer.without(NodeAnswer.State.INFEASIBLE);
      }
    }
    Optional<Optimisation.Result> result = simplex(program);
    if (result.isPresent()) {
      Optimisation.State state = result.get().getState();
      if (state.isOptimal()) {
        double[] point = point(program, result.get());
        if (program.violation(point) <= ACCURATE && isDualValue(program, result.get(), point)) {
          return NodeAnswer.optimal(point, program.value(point));
        }
      } else if (state == Optimisation.State.INFEASIBLE && isHopeless(program)) {
        return NodeAnswer.without(NodeAnswer.State.INFEASIBLE);
      }
    }
    return second.solve(program);
  }

  private static double[] point(ConvexProgram program, Optimisation.Result result) {
    double[] point = new double[program.size()];
    for (int j = 0; j < point.length; j++) {
      point[j] = result.doubleValue(j);
    }
    return point;
  }

  private static Optional<Optimisation.Result> simplex(ConvexProgram program) {
    LinearSolver.Builder builder = LinearSolver.newBuilder(program.gradient);
    for (int i = 0; i < program.rows.size(); i++) {
      builder.inequality(program.limits.get(i), program.rows.get(i));
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      builder.equality(program.equalityValues.get(i), program.equalities.get(i));
    }
    builder.lower(program.lower).upper(program.upper);
    Optimisation.Options options = new Optimisation.Options();
    options.time_abort = TIME_ABORT_MILLIS;
    options.iterations_abort = ITERATIONS_ABORT;
    try {
      return Optional.of(builder.build(options).solve());
    } catch (ArithmeticException | IndexOutOfBoundsException | IllegalStateException broken) {
      // The engine broke down on this program; the caller asks the other method.
      return Optional.empty();
    }
  }

  /** Whether the multipliers prove, through the Lagrangian's minimum, that no point is better. */
  private static boolean isDualValue(
      ConvexProgram program, Optimisation.Result result, double[] point) {
    Optional<Access1D<?>> multipliers = result.getDualSolution().map(Supplier::get);
    int rows = program.rows.size();
    if (multipliers.isEmpty() || multipliers.get().size() != rows + program.equalities.size()) {
      return false;
    }
    double[] reduced = program.gradient.clone();
    double bound = 0;
    double size = 1;
    for (int i = 0; i < rows + program.equalities.size(); i++) {
      boolean isRow = i < rows;
      double multiplier = multipliers.get().doubleValue(i);
      if (isRow && multiplier < 0) {
        if (multiplier < -1e-7) {
          return false;
        }
        continue;
      }
      double[] row = isRow ? program.rows.get(i) : program.equalities.get(i - rows);
      double limit = isRow ? program.limits.get(i) : program.equalityValues.get(i - rows);
      bound -= multiplier * limit;
      size = Math.max(size, Math.abs(multiplier * limit));
      for (int j = 0; j < reduced.length; j++) {
        reduced[j] += multiplier * row[j];
      }
    }
    for (int j = 0; j < reduced.length; j++) {
      double end = reduced[j] >= 0 ? program.lower[j] : program.upper[j];
      if (Double.isInfinite(end)) {
        // Rounding alone may leave a slope here; it is weighed by where the optimum lies.
        end = point[j] - Math.signum(reduced[j]) * (1 + Math.abs(point[j]));
      }
      bound += reduced[j] * end;
      size = Math.max(size, Math.abs(program.gradient[j] * point[j]));
    }
    return program.value(point) - bound <= ACCURATE * size;
  }

  /** Whether even the least violation of the rows is positive. */
  private static boolean isHopeless(ConvexProgram program) {
    int n = program.size();
    ConvexProgram elastic = new ConvexProgram(n + 1);
    System.arraycopy(program.lower, 0, elastic.lower, 0, n);
    System.arraycopy(program.upper, 0, elastic.upper, 0, n);
    elastic.lower[n] = 0;
    elastic.gradient[n] = 1;
    for (int i = 0; i < program.rows.size(); i++) {
      elastic.row(relaxed(program.rows.get(i), 1), program.limits.get(i));
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      elastic.row(relaxed(program.equalities.get(i), 1), program.equalityValues.get(i));
      elastic.row(relaxed(program.equalities.get(i), -1), -program.equalityValues.get(i));
    }
    Optional<Optimisation.Result> result = simplex(elastic);
    if (result.isEmpty() || !result.get().getState().isOptimal()) {
      return false;
    }
    double[] point = point(elastic, result.get());
    return elastic.violation(point) <= ACCURATE
        && isDualValue(elastic, result.get(), point)
        && point[n] > 10 * ACCURATE;
  }

  private static double[] relaxed(double[] row, int sign) {
    double[] relaxed = new double[row.length + 1];
    for (int j = 0; j < row.length; j++) {
      relaxed[j] = sign * row[j];
    }
    relaxed[row.length] = -1;
    return relaxed;
  }
}
