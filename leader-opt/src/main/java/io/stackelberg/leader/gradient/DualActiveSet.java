package io.stackelberg.leader.gradient;

import java.util.Arrays;

/**
 * Dual active-set method for: minimise ½ a'(H + shift·I)a − b'a subject to lower ≤ a ≤ upper and rows · a ≤
 * limits, rows of unit length.
 *
 * <p>Constraint k reads n_k · a ≥ d_k: lower bounds first, then upper bounds, then rows. The factors of the
 * active set, J = L⁻ᵀQ and R with L⁻¹N = Q[R; 0], stay valid after the solve; derivatives need no other
 * factorisation.
 *
 * <p>Source: Goldfarb and Idnani (1983) [goldfarb1983numerically].
 */
final class DualActiveSet {
  private static final double DEPENDENT = 1e-20;

  final int n;
  private final double[] lower;
  private final double[] upper;
  private final double[][] rows;
  private final double[] limits;

  /** Columns of J; the first {@code count} belong to the active set. */
  final double[][] columns;
  /** Upper triangular R, indexed [row][column]. */
  final double[][] triangle;
  /** Active constraints, in the order of R's columns. */
  final int[] active;

  final double[] multipliers;
  final double[] point;
  int count;
  private final double[] along;
  private final double[] fall;
  private final double[] step;

  DualActiveSet(
      CurvatureFactor factor, double[] lower, double[] upper, double[][] rows, double[] limits) {
    n = factor.columns.length;
    this.lower = lower;
    this.upper = upper;
    this.rows = rows;
    this.limits = limits;
    columns = new double[n][];
    for (int i = 0; i < n; i++) {
      columns[i] = factor.columns[i].clone();
    }
    triangle = new double[n][n];
    active = new int[n];
    multipliers = new double[n + 1];
    point = new double[n];
    along = new double[n];
    fall = new double[n];
    step = new double[n];
  }

  /** A copy whose active set may be changed. */
  DualActiveSet(DualActiveSet other) {
    n = other.n;
    lower = other.lower;
    upper = other.upper;
    rows = other.rows;
    limits = other.limits;
    columns = copy(other.columns);
    triangle = copy(other.triangle);
    active = other.active.clone();
    multipliers = other.multipliers.clone();
    point = other.point.clone();
    count = other.count;
    along = new double[n];
    fall = new double[n];
    step = new double[n];
  }

  private static double[][] copy(double[][] matrix) {
    double[][] copy = new double[matrix.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = matrix[i].clone();
    }
    return copy;
  }

  int constraints() {
    return 2 * n + rows.length;
  }

  /** n_k · a − d_k; +infinity for an absent bound. */
  double slack(int constraint) {
    if (constraint < n) {
      return point[constraint] - lower[constraint];
    }
    if (constraint < 2 * n) {
      return upper[constraint - n] - point[constraint - n];
    }
    return limits[constraint - 2 * n] - dot(rows[constraint - 2 * n], point);
  }

  /** Size against which the slack of a constraint is small. */
  double size(int constraint) {
    double bound = constraint < n
        ? lower[constraint]
        : constraint < 2 * n ? upper[constraint - n] : limits[constraint - 2 * n];
    return 1 + Math.abs(bound);
  }

  /** n_k · direction. */
  double speed(int constraint, double[] direction) {
    if (constraint < n) {
      return direction[constraint];
    }
    if (constraint < 2 * n) {
      return -direction[constraint - n];
    }
    return -dot(rows[constraint - 2 * n], direction);
  }

  /**
   * Solves for one linear term.
   *
   * @return whether a point satisfies the constraints
   * @throws IllegalStateException if rounding keeps the method from finishing
   */
  boolean solve(double[] linear) {
    Arrays.fill(point, 0);
    for (double[] column : columns) {
      double weight = dot(column, linear);
      for (int i = 0; i < n; i++) {
        point[i] += weight * column[i];
      }
    }
    int budget = 50 * (constraints() + 2);
    while (true) {
      int entering = -1;
      double worst = -1e-12;
      for (int k = 0; k < constraints(); k++) {
        double relative = slack(k) / size(k);
        if (relative < worst && !isActive(k)) {
          worst = relative;
          entering = k;
        }
      }
      if (entering < 0) {
        return true;
      }
      double multiplier = 0;
      while (true) {
        if (budget-- == 0) {
          throw new IllegalStateException(
              "the follower's program did not finish on " + n + " variables.");
        }
        project(entering);
        int leaving = -1;
        double dualStep = Double.POSITIVE_INFINITY;
        for (int j = 0; j < count; j++) {
          if (fall[j] > 1e-14 && multipliers[j] < dualStep * fall[j]) {
            dualStep = multipliers[j] / fall[j];
            leaving = j;
          }
        }
        double curvature = 0;
        for (int c = count; c < n; c++) {
          curvature += along[c] * along[c];
        }
        boolean dependent = curvature <= DEPENDENT * dot(along, along);
        double primalStep = dependent ? Double.POSITIVE_INFINITY : -slack(entering) / curvature;
        double length = Math.min(dualStep, primalStep);
        if (Double.isInfinite(length)) {
          return false;
        }
        for (int j = 0; j < count; j++) {
          multipliers[j] -= length * fall[j];
        }
        multiplier += length;
        if (!dependent) {
          Arrays.fill(step, 0);
          for (int c = count; c < n; c++) {
            for (int i = 0; i < n; i++) {
              step[i] += along[c] * columns[c][i];
            }
          }
          for (int i = 0; i < n; i++) {
            point[i] += length * step[i];
          }
          if (primalStep <= dualStep) {
            append(entering, multiplier);
            break;
          }
        }
        drop(leaving);
      }
    }
  }

  boolean isActive(int constraint) {
    for (int j = 0; j < count; j++) {
      if (active[j] == constraint) {
        return true;
      }
    }
    return false;
  }

  /** Sets along = J'n_k and fall = R⁻¹ of its first part. */
  private void project(int constraint) {
    for (int c = 0; c < n; c++) {
      along[c] = speed(constraint, columns[c]);
    }
    for (int j = count - 1; j >= 0; j--) {
      double sum = along[j];
      for (int k = j + 1; k < count; k++) {
        sum -= triangle[j][k] * fall[k];
      }
      fall[j] = sum / triangle[j][j];
    }
  }

  /** Adds a constraint that holds with equality; false where its gradient depends on the active ones. */
  boolean add(int constraint, double relative) {
    project(constraint);
    double free = 0;
    for (int c = count; c < n; c++) {
      free += along[c] * along[c];
    }
    if (free <= relative * relative * dot(along, along)) {
      return false;
    }
    append(constraint, 0);
    return true;
  }

  private void append(int constraint, double multiplier) {
    for (int c = n - 1; c > count; c--) {
      double size = StrictMath.sqrt(along[c - 1] * along[c - 1] + along[c] * along[c]);
      if (along[c] != 0) {
        rotate(columns[c - 1], columns[c], along[c - 1] / size, along[c] / size);
        along[c - 1] = size;
        along[c] = 0;
      }
    }
    for (int j = 0; j <= count; j++) {
      triangle[j][count] = along[j];
    }
    active[count] = constraint;
    multipliers[count] = multiplier;
    count++;
  }

  /** Removes the active constraint at a position. */
  void drop(int position) {
    count--;
    for (int j = position; j < count; j++) {
      active[j] = active[j + 1];
      multipliers[j] = multipliers[j + 1];
      for (int i = 0; i <= j + 1; i++) {
        triangle[i][j] = triangle[i][j + 1];
      }
    }
    for (int j = position; j < count; j++) {
      double size = StrictMath.sqrt(
          triangle[j][j] * triangle[j][j] + triangle[j + 1][j] * triangle[j + 1][j]);
      if (triangle[j + 1][j] != 0) {
        double cosine = triangle[j][j] / size;
        double sine = triangle[j + 1][j] / size;
        for (int k = j; k < count; k++) {
          double one = triangle[j][k];
          double other = triangle[j + 1][k];
          triangle[j][k] = cosine * one + sine * other;
          triangle[j + 1][k] = cosine * other - sine * one;
        }
        rotate(columns[j], columns[j + 1], cosine, sine);
      }
    }
  }

  private static void rotate(double[] one, double[] other, double cosine, double sine) {
    for (int i = 0; i < one.length; i++) {
      double left = one[i];
      double right = other[i];
      one[i] = cosine * left + sine * right;
      other[i] = cosine * right - sine * left;
    }
  }

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
