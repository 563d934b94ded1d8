package io.stackelberg.leader.bilevel;

import java.util.SplittableRandom;

/** Random convex programs of the kinds on which solvers go wrong, each from a seed of its own. */
final class FuzzPrograms {
  /** What is hard about a program. */
  enum Kind {
    WELL_SCALED,
    DEGENERATE,
    INFEASIBLE,
    UNBOUNDED,
    BADLY_SCALED,
    EQUALITY_PAIRS,
    REDUNDANT_ROWS,
    FREE_VARIABLES,
    SINGULAR,
    NEAR_PARALLEL
  }

  private FuzzPrograms() {}

  /** A program of the kind; INFEASIBLE and UNBOUNDED are so by construction. */
  static ConvexProgram draw(Kind kind, boolean isQuadratic, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 2 + random.nextInt(random.nextInt(10) == 0 ? 24 : 7);
    int m = 2 + random.nextInt(2 * n);
    boolean isInteger = kind == Kind.DEGENERATE || random.nextInt(4) == 0;
    ConvexProgram program = new ConvexProgram(n);
    double[] inside = new double[n];
    for (int j = 0; j < n; j++) {
      inside[j] = entry(random, isInteger);
      program.gradient[j] = entry(random, isInteger);
      boolean isFree = kind == Kind.FREE_VARIABLES || random.nextInt(6) == 0;
      program.lower[j] = isFree ? Double.NEGATIVE_INFINITY : inside[j] - random.nextInt(4);
      program.upper[j] = isFree || random.nextInt(3) == 0
          ? Double.POSITIVE_INFINITY
          : inside[j] + random.nextInt(4);
    }
    for (int i = 0; i < m; i++) {
      double[] row = row(random, n, isInteger);
      double slack = kind == Kind.DEGENERATE || random.nextInt(3) == 0 ? 0 : random.nextInt(5);
      program.row(row, ConvexProgram.dot(row, inside) + slack);
    }
    if (random.nextInt(3) == 0) {
      double[] row = row(random, n, isInteger);
      program.equality(row, ConvexProgram.dot(row, inside));
    }
    if (isQuadratic) {
      int rank = kind == Kind.SINGULAR || kind == Kind.UNBOUNDED
          ? 1 + random.nextInt(Math.max(1, n / 2))
          : 1 + random.nextInt(n + 1);
      program.hessian = semidefinite(random, n, rank, isInteger);
    }
    harden(program, kind, inside, random);
    return program;
  }

  private static void harden(
      ConvexProgram program, Kind kind, double[] inside, SplittableRandom random) {
    int n = program.size();
    switch (kind) {
      case INFEASIBLE -> contradict(program, random);
      case UNBOUNDED -> open(program, random);
      case BADLY_SCALED -> {
        for (int i = 0; i < program.rows.size(); i++) {
          double factor = StrictMath.pow(10, random.nextInt(11) - 4);
          double[] row = program.rows.get(i);
          for (int j = 0; j < n; j++) {
            row[j] *= factor;
          }
          program.limits.set(i, program.limits.get(i) * factor);
        }
        if (random.nextBoolean()) {
          rescaleVariables(program, random);
        }
        double factor = StrictMath.pow(10, random.nextInt(11) - 4);
        for (int j = 0; j < n; j++) {
          program.gradient[j] *= factor;
          for (int k = 0; k < program.hessian.length; k++) {
            program.hessian[k][j] *= factor;
          }
        }
      }
      case EQUALITY_PAIRS -> {
        int pairs = 1 + random.nextInt(Math.max(1, n - 1));
        for (int pair = 0; pair < pairs; pair++) {
          double[] row = row(random, n, true);
          double value = ConvexProgram.dot(row, inside);
          program.row(row, value);
          program.row(combined(row, -1, row, 0), -value);
        }
      }
      case REDUNDANT_ROWS -> {
        int rows = program.rows.size();
        for (int copy = 0; copy < 4; copy++) {
          int one = random.nextInt(rows);
          int other = random.nextInt(rows);
          double weight = copy % 2 == 0 ? 0 : 1 + random.nextInt(2);
          program.row(
              combined(program.rows.get(one), 2, program.rows.get(other), weight),
              2 * program.limits.get(one) + weight * program.limits.get(other));
        }
        for (int i = program.equalities.size() - 1; i >= 0; i--) {
          double[] row = program.equalities.get(i);
          program.equality(combined(row, -3, row, 0), -3 * program.equalityValues.get(i));
        }
      }
      case SINGULAR -> {
        // A cost along a row makes a whole face optimal.
        double[] row = program.rows.get(random.nextInt(program.rows.size()));
        for (int j = 0; j < n; j++) {
          program.gradient[j] = -row[j];
        }
      }
      case NEAR_PARALLEL -> {
        int rows = program.rows.size();
        for (int i = 0; i < rows; i++) {
          double[] twin = program.rows.get(i).clone();
          double apart = StrictMath.pow(10, -3 - random.nextInt(6));
          for (int j = 0; j < n; j++) {
            twin[j] += apart * (2 * random.nextDouble() - 1);
          }
          program.row(twin, ConvexProgram.dot(twin, inside) + apart * random.nextInt(2));
        }
      }
      default -> {}
    }
  }

  /** Measures each variable in a unit of its own. */
  private static void rescaleVariables(ConvexProgram program, SplittableRandom random) {
    for (int j = 0; j < program.size(); j++) {
      double unit = StrictMath.pow(10, random.nextInt(11) - 4);
      for (double[] row : program.rows) {
        row[j] *= unit;
      }
      for (double[] row : program.equalities) {
        row[j] *= unit;
      }
      for (int k = 0; k < program.hessian.length; k++) {
        program.hessian[k][j] *= unit;
        program.hessian[j][k] *= unit;
      }
      program.gradient[j] *= unit;
      program.lower[j] /= unit;
      program.upper[j] /= unit;
    }
  }

  /** A row that contradicts a nonnegative combination of the others. */
  private static void contradict(ConvexProgram program, SplittableRandom random) {
    double[] sum = new double[program.size()];
    double limit = 0;
    for (int i = 0; i < program.rows.size(); i++) {
      double weight = i == 0 ? 1 : random.nextInt(3);
      sum = combined(sum, 1, program.rows.get(i), weight);
      limit += weight * program.limits.get(i);
    }
    double gap = 0.01 + random.nextDouble();
    program.row(combined(sum, -1, sum, 0), -limit - gap);
  }

  /** Opens a ray along which the objective falls. */
  private static void open(ConvexProgram program, SplittableRandom random) {
    int n = program.size();
    double[] ray = row(random, n, true);
    ray[random.nextInt(n)] = 1;
    double length = ConvexProgram.dot(ray, ray);
    for (int j = 0; j < n; j++) {
      program.lower[j] = ray[j] < 0 ? Double.NEGATIVE_INFINITY : program.lower[j];
      program.upper[j] = ray[j] > 0 ? Double.POSITIVE_INFINITY : program.upper[j];
    }
    program.equalities.clear();
    program.equalityValues.clear();
    for (double[] row : program.rows) {
      if (ConvexProgram.dot(row, ray) > 0) {
        for (int j = 0; j < n; j++) {
          row[j] = -row[j];
        }
      }
    }
    // The rows hold at 0 and the bounds at some box, so a point must be made to exist.
    for (int i = 0; i < program.rows.size(); i++) {
      program.limits.set(i, Math.abs(program.limits.get(i)));
    }
    for (int j = 0; j < n; j++) {
      program.lower[j] = Math.min(0, program.lower[j]);
      program.upper[j] = Math.max(0, program.upper[j]);
    }
    if (ConvexProgram.dot(program.gradient, ray) >= 0) {
      double excess = ConvexProgram.dot(program.gradient, ray) / length + 1;
      for (int j = 0; j < n; j++) {
        program.gradient[j] -= excess * ray[j];
      }
    }
    if (program.hessian.length > 0) {
      // H becomes P'HP with P the projection along the ray, so that H ray = 0.
      double[][] projected = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          projected[i][j] = (i == j ? 1 : 0) - ray[i] * ray[j] / length;
        }
      }
      program.hessian = product(projected, product(program.hessian, projected));
    }
  }

  private static double[][] product(double[][] one, double[][] other) {
    double[][] product = new double[one.length][other[0].length];
    for (int i = 0; i < one.length; i++) {
      for (int j = 0; j < other[0].length; j++) {
        for (int k = 0; k < other.length; k++) {
          product[i][j] += one[i][k] * other[k][j];
        }
      }
    }
    return product;
  }

  private static double[][] semidefinite(
      SplittableRandom random, int n, int rank, boolean isInteger) {
    double[][] hessian = new double[n][n];
    for (int k = 0; k < rank; k++) {
      double[] factor = row(random, n, isInteger);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          hessian[i][j] += factor[i] * factor[j];
        }
      }
    }
    return hessian;
  }

  private static double[] combined(double[] one, double weight, double[] other, double second) {
    double[] sum = new double[one.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = weight * one[j] + second * other[j];
    }
    return sum;
  }

  private static double[] row(SplittableRandom random, int n, boolean isInteger) {
    double[] row = new double[n];
    for (int j = 0; j < n; j++) {
      row[j] = random.nextInt(3) == 0 ? 0 : entry(random, isInteger);
    }
    row[random.nextInt(n)] = isInteger ? 1 : 0.5 + random.nextDouble();
    return row;
  }

  private static double entry(SplittableRandom random, boolean isInteger) {
    return isInteger ? random.nextInt(7) - 3 : 6 * random.nextDouble() - 3;
  }
}
