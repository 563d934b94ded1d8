package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;

/**
 * The no-duality-gap inequality Σ λ b − Σ λ (A_x x) + Σ y (R'x) + y'Hy + d'y ≤ 0 as linear rows over a box of
 * x, in v = (x, y, λ, one variable per product, one for y'Hy).
 */
final class StrongDualityForm {
  private final BilevelProblem problem;
  private final KktSystem system;
  private final int nx;
  private final int n;
  /** Of each product: the variable times the form over x, with the sign it has in the inequality. */
  private final List<Integer> factors = new ArrayList<>();

  private final List<double[]> forms = new ArrayList<>();
  private final boolean curved;

  StrongDualityForm(BilevelProblem problem, KktSystem system) {
    this.problem = problem;
    this.system = system;
    nx = problem.leaderSize();
    n = problem.upper().size();
    boolean anyCurve = false;
    for (int i = nx; i < n; i++) {
      double[] form = new double[nx];
      for (int j = 0; j < nx; j++) {
        form[j] = problem.lower().quadratic(i, j);
      }
      addProduct(i, form);
      for (int j = nx; j < n; j++) {
        anyCurve |= problem.lower().quadratic(i, j) != 0;
      }
    }
    curved = anyCurve;
    for (int p = 0; p < system.pairs(); p++) {
      double[] form = new double[nx];
      for (int j = 0; j < nx; j++) {
        form[j] = -system.row(p)[j];
      }
      addProduct(n + p, form);
    }
  }

  private void addProduct(int factor, double[] form) {
    for (double entry : form) {
      if (entry != 0) {
        factors.add(factor);
        forms.add(form);
        return;
      }
    }
  }

  /** Whether the follower's objective is curved in y. */
  boolean isCurved() {
    return curved;
  }

  /**
   * The relaxation of the bilevel program over a box.
   *
   * @param low lower ends of v; of x the box, of y and λ proved bounds
   * @param high upper ends of v
   * @param tangents answers y at which y'Hy is supported from below
   */
  ConvexProgram relaxation(double[] low, double[] high, List<double[]> tangents) {
    ConvexProgram program = system
        .majorised(system.initial(), new double[system.size()])
        .widened(factors.size() + (curved ? 1 : 0));
    for (int j = 0; j < nx; j++) {
      program.lower[j] = Math.max(program.lower[j], low[j]);
      program.upper[j] = Math.min(program.upper[j], high[j]);
    }
    double[] gap = new double[program.size()];
    for (int i = nx; i < n; i++) {
      gap[i] = problem.lower().linear(i);
    }
    for (int p = 0; p < system.pairs(); p++) {
      gap[n + p] = system.limit(p);
    }
    for (int k = 0; k < factors.size(); k++) {
      int product = system.size() + k;
      gap[product] = 1;
      double[] range = range(forms.get(k), low, high);
      // (factor − end)(form − end of the same side) ≥ 0.
      support(program, k, product, low[factors.get(k)], range[0]);
      support(program, k, product, high[factors.get(k)], range[1]);
    }
    if (curved) {
      int square = program.size() - 1;
      gap[square] = 1;
      program.lower[square] = 0;
      for (double[] y : tangents) {
        double[] row = new double[program.size()];
        row[square] = -1;
        for (int i = nx; i < n; i++) {
          row[i] = 2 * curve(i, y);
        }
        program.row(row, square(y));
      }
    }
    program.row(gap, 0);
    return program;
  }

  /** product ≥ end · form + factor · formEnd − end · formEnd. */
  private void support(ConvexProgram program, int k, int product, double end, double formEnd) {
    if (Double.isInfinite(end)) {
      return;
    }
    double[] row = new double[program.size()];
    row[product] = -1;
    row[factors.get(k)] = formEnd;
    for (int j = 0; j < nx; j++) {
      row[j] += end * forms.get(k)[j];
    }
    program.row(row, end * formEnd);
  }

  private double[] range(double[] form, double[] low, double[] high) {
    double[] range = new double[2];
    for (int j = 0; j < nx; j++) {
      range[0] += Math.min(form[j] * low[j], form[j] * high[j]);
      range[1] += Math.max(form[j] * low[j], form[j] * high[j]);
    }
    return range;
  }

  private double curve(int i, double[] y) {
    double sum = 0;
    for (int j = nx; j < n; j++) {
      sum += problem.lower().quadratic(i, j) * y[j - nx];
    }
    return sum;
  }

  private double square(double[] y) {
    double sum = 0;
    for (int i = nx; i < n; i++) {
      sum += y[i - nx] * curve(i, y);
    }
    return sum;
  }

  /** How far the point's y'Hy lies above what the tangents say; 0 for a linear follower. */
  double missingCurve(double[] v, double[] y) {
    return curved ? square(y) - v[v.length - 1] : 0;
  }

  /** Error of the products at the point that splitting x_j can remove, by size of x_j's part. */
  double splitGain(int j, double[] v, double[] low, double[] high) {
    double gain = 0;
    for (int k = 0; k < factors.size(); k++) {
      double error = Math.abs(
          v[factors.get(k)] * ConvexProgram.dot(forms.get(k), x(v)) - v[system.size() + k]);
      gain += Math.abs(forms.get(k)[j]) * (high[j] - low[j]) * error;
    }
    return gain;
  }

  private double[] x(double[] v) {
    double[] x = new double[nx];
    System.arraycopy(v, 0, x, 0, nx);
    return x;
  }
}
