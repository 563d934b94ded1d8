package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Primal active-set method for convex quadratic programs, semidefinite and linear ones included.
 *
 * <p>Dense null-space form: each step solves the reduced Newton system by its eigenvectors and follows a
 * direction without curvature to the next row. The first phase minimises the largest violation by the same
 * method. After many steps without progress the lowest index enters and leaves (Bland). Source: Nocedal and
 * Wright (2006) [nocedal2006numerical], section 16.5.
 */
final class ActiveSetSolver implements NodeSolver {
  private static final double FEASIBLE = 1e-9;
  private static final double CLEAR = 1e-8;
  private static final double FLAT = 1e-10;
  private static final int STALLED = 30;

  private final Deadline deadline;

  /** Without a limit on time. */
  ActiveSetSolver() {
    this(new Deadline(SolveLimits.DEFAULT));
  }

  /** Answers {@code FAILED} where the deadline passes. */
  ActiveSetSolver(Deadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public NodeAnswer solve(ConvexProgram program) {
    return solveFrom(new double[program.size()], program);
  }

  /** Solves the program from a point, best a feasible one. */
  NodeAnswer solveFrom(double[] from, ConvexProgram program) {
    ScaledProgram scaled = new ScaledProgram(program);
    return scaled.unscaled(solveScaled(scaled.scaled(from), scaled.program));
  }

  private NodeAnswer solveScaled(double[] from, ConvexProgram program) {
    int n = program.size();
    List<double[]> rows = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<double[]> basis = new ArrayList<>();
    List<double[]> equalities = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    double[] start = from.clone();
    for (int i = 0; i < program.equalities.size(); i++) {
      if (!addEquality(program, i, basis, equalities, values, start)) {
        return NodeAnswer.without(NodeAnswer.State.INFEASIBLE);
      }
    }
    if (!collect(program, rows, limits)) {
      return NodeAnswer.without(NodeAnswer.State.INFEASIBLE);
    }
    double worst = violation(rows, limits, start);
    if (worst > 0) {
      Run phaseOne = new Run(n + 1, rows.size() + 1, deadline);
      for (double[] equality : equalities) {
        phaseOne.equalities.add(Arrays.copyOf(equality, n + 1));
      }
      for (int i = 0; i < rows.size(); i++) {
        double[] row = Arrays.copyOf(rows.get(i), n + 1);
        row[n] = -1;
        phaseOne.row(row, limits.get(i));
      }
      double[] floor = new double[n + 1];
      floor[n] = -1;
      phaseOne.row(floor, 0);
      phaseOne.gradient[n] = 1;
      double[] lifted = Arrays.copyOf(start, n + 1);
      lifted[n] = worst;
      if (phaseOne.run(lifted) != NodeAnswer.State.OPTIMAL) {
        return NodeAnswer.without(NodeAnswer.State.FAILED);
      }
      if (lifted[n] > FEASIBLE) {
        double size = 1;
        for (double limit : limits) {
          size = Math.max(size, Math.abs(limit));
        }
        // So small a violation may be rounding: infeasible is not claimed.
        return NodeAnswer.without(
            lifted[n] > CLEAR * size ? NodeAnswer.State.INFEASIBLE : NodeAnswer.State.FAILED);
      }
      start = Arrays.copyOf(lifted, n);
    }
    Run run = new Run(n, rows.size(), deadline);
    run.equalities.addAll(equalities);
    for (int i = 0; i < rows.size(); i++) {
      run.row(rows.get(i), Math.max(limits.get(i), ConvexProgram.dot(rows.get(i), start)));
    }
    run.hessian = program.hessian;
    System.arraycopy(program.gradient, 0, run.gradient, 0, n);
    NodeAnswer.State state = run.run(start);
    if (state != NodeAnswer.State.OPTIMAL) {
      return NodeAnswer.without(state);
    }
    return program.violation(start) <= 10 * FEASIBLE
        ? NodeAnswer.optimal(start, program.value(start))
        : NodeAnswer.without(NodeAnswer.State.FAILED);
  }

  /** Adds an independent equality and moves the start onto it; false where it contradicts the others. */
  private static boolean addEquality(
      ConvexProgram program,
      int index,
      List<double[]> basis,
      List<double[]> equalities,
      List<Double> values,
      double[] start) {
    double[] row = program.equalities.get(index);
    double size = StrictMath.sqrt(ConvexProgram.dot(row, row));
    double value = program.equalityValues.get(index);
    if (size == 0) {
      return Math.abs(value) <= FEASIBLE;
    }
    double[] rest = residual(row, basis);
    double left = StrictMath.sqrt(ConvexProgram.dot(rest, rest));
    double off = value - ConvexProgram.dot(row, start);
    if (left <= 1e-10 * size) {
      return Math.abs(off) <= FEASIBLE * size * (1 + Math.abs(value) / size);
    }
    for (int i = 0; i < rest.length; i++) {
      rest[i] /= left;
    }
    double step = off / ConvexProgram.dot(row, rest);
    for (int i = 0; i < rest.length; i++) {
      start[i] += step * rest[i];
    }
    basis.add(rest);
    equalities.add(row);
    values.add(value);
    return true;
  }

  /** Part of the row orthogonal to the orthonormal basis, projected twice against rounding. */
  static double[] residual(double[] row, List<double[]> basis) {
    double[] rest = row.clone();
    for (int pass = 0; pass < 2; pass++) {
      for (double[] direction : basis) {
        double along = ConvexProgram.dot(rest, direction);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= along * direction[i];
        }
      }
    }
    return rest;
  }

  /** All rows and bounds, scaled to unit length; false where a row without entries is violated. */
  private static boolean collect(ConvexProgram program, List<double[]> rows, List<Double> limits) {
    for (int i = 0; i < program.rows.size(); i++) {
      double[] row = program.rows.get(i).clone();
      double size = StrictMath.sqrt(ConvexProgram.dot(row, row));
      if (size == 0) {
        if (program.limits.get(i) < -FEASIBLE) {
          return false;
        }
        continue;
      }
      for (int j = 0; j < row.length; j++) {
        row[j] /= size;
      }
      rows.add(row);
      limits.add(program.limits.get(i) / size);
    }
    for (int j = 0; j < program.size(); j++) {
      if (program.lower[j] > Double.NEGATIVE_INFINITY) {
        double[] row = new double[program.size()];
        row[j] = -1;
        rows.add(row);
        limits.add(-program.lower[j]);
      }
      if (program.upper[j] < Double.POSITIVE_INFINITY) {
        double[] row = new double[program.size()];
        row[j] = 1;
        rows.add(row);
        limits.add(program.upper[j]);
      }
    }
    return true;
  }

  private static double violation(List<double[]> rows, List<Double> limits, double[] v) {
    double worst = 0;
    for (int i = 0; i < rows.size(); i++) {
      worst = Math.max(worst, ConvexProgram.dot(rows.get(i), v) - limits.get(i));
    }
    return worst;
  }

  /** One descent from a feasible point. */
  private static final class Run {
    private final List<double[]> equalities = new ArrayList<>();
    private final List<double[]> rows;
    private final List<Double> limits;
    private final double[] gradient;
    private final Deadline deadline;
    private double[][] hessian = {};

    private Run(int size, int rowCount, Deadline deadline) {
      this.deadline = deadline;
      gradient = new double[size];
      rows = new ArrayList<>(rowCount);
      limits = new ArrayList<>(rowCount);
    }

    private void row(double[] row, double limit) {
      rows.add(row);
      limits.add(limit);
    }

    private NodeAnswer.State run(double[] v) {
      List<Integer> active = tight(v);
      int stalled = 0;
      int limit = 50 * (gradient.length + rows.size() + 10);
      for (int iteration = 0; iteration < limit; iteration++) {
        if (deadline.reached(0).isPresent()) {
          return NodeAnswer.State.FAILED;
        }
        NullSpace space = new NullSpace(gradient.length, equalities, rows, active);
        double[] slope = slope(v);
        double scale = 1;
        for (double entry : slope) {
          scale = Math.max(scale, Math.abs(entry));
        }
        ReducedStep step = ReducedStep.of(space, hessian, slope, FLAT * scale);
        if (step.stationary) {
          double[] multipliers = space.multipliers(slope);
          int leaving = -1;
          for (int k = 0; k < active.size(); k++) {
            double multiplier = multipliers[equalities.size() + k];
            if (multiplier < -FEASIBLE * scale
                && (leaving < 0
                    || (stalled > STALLED
                        ? active.get(k) < active.get(leaving)
                        : multiplier < multipliers[equalities.size() + leaving]))) {
              leaving = k;
            }
          }
          if (leaving < 0) {
            return NodeAnswer.State.OPTIMAL;
          }
          active.remove(leaving);
          continue;
        }
        int entering = -1;
        double length = step.ray ? Double.POSITIVE_INFINITY : 1;
        double size = StrictMath.sqrt(ConvexProgram.dot(step.direction, step.direction));
        for (int i = 0; i < rows.size(); i++) {
          double speed = ConvexProgram.dot(rows.get(i), step.direction);
          if (speed > 1e-10 * size && !active.contains(i)) {
            double room = Math.max(0, limits.get(i) - ConvexProgram.dot(rows.get(i), v)) / speed;
            if (room < length) {
              length = room;
              entering = i;
            }
          }
        }
        if (Double.isInfinite(length)) {
          return NodeAnswer.State.UNBOUNDED;
        }
        for (int i = 0; i < v.length; i++) {
          v[i] += length * step.direction[i];
        }
        stalled = length * size > 1e-13 ? 0 : stalled + 1;
        if (entering >= 0) {
          active.add(entering);
        }
      }
      return NodeAnswer.State.FAILED;
    }

    /** Rows without room at the start, as far as they are independent. */
    private List<Integer> tight(double[] v) {
      List<double[]> basis = new ArrayList<>();
      for (double[] row : equalities) {
        addDirection(row, basis);
      }
      List<Integer> tight = new ArrayList<>();
      for (int i = 0; i < rows.size() && basis.size() < v.length; i++) {
        if (limits.get(i) - ConvexProgram.dot(rows.get(i), v) <= 1e-12
            && addDirection(rows.get(i), basis)) {
          tight.add(i);
        }
      }
      return tight;
    }

    private static boolean addDirection(double[] row, List<double[]> basis) {
      double[] rest = residual(row, basis);
      double left = StrictMath.sqrt(ConvexProgram.dot(rest, rest));
      if (left <= 1e-6 * StrictMath.sqrt(ConvexProgram.dot(row, row))) {
        return false;
      }
      for (int j = 0; j < rest.length; j++) {
        rest[j] /= left;
      }
      basis.add(rest);
      return true;
    }

    private double[] slope(double[] v) {
      double[] slope = gradient.clone();
      for (int i = 0; i < hessian.length; i++) {
        slope[i] += ConvexProgram.dot(hessian[i], v);
      }
      return slope;
    }
  }
}
