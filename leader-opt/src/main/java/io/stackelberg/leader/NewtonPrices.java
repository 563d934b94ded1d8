package io.stackelberg.leader;

import java.util.Optional;

/** Newton's step for prices that stay at least 0, in a handful of dimensions. */
final class NewtonPrices {
  private static final double RIDGE = 1e-13;

  private NewtonPrices() {}

  /**
   * The minimum of the quadratic model over the prices left free: those at 0 that would fall, and those that
   * the step would bring below 0, stay at 0.
   *
   * @param curvature lower triangle by rows
   * @return empty where the model is flat
   */
  static Optional<double[]> step(double[] prices, double[] slope, double[] curvature) {
    int n = prices.length;
    boolean[] atZero = new boolean[n];
    double size = 0;
    for (int i = 0; i < n; i++) {
      atZero[i] = prices[i] == 0 && slope[i] >= 0;
      size = Math.max(size, curvature[at(i, i)]);
    }
    if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
      return Optional.empty();
    }
    while (true) {
      double[] next = solve(prices, slope, curvature, atZero, RIDGE * size);
      boolean isWithin = true;
      for (int i = 0; i < n; i++) {
        if (!(Math.abs(next[i]) < Double.POSITIVE_INFINITY)) {
          return Optional.empty();
        }
        if (next[i] < 0) {
          atZero[i] = true;
          isWithin = false;
        }
      }
      if (isWithin) {
        return Optional.of(next);
      }
    }
  }

  private static int at(int row, int column) {
    return row >= column ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row;
  }

  /** Gaussian elimination of the positive definite system with unit rows for the prices kept at 0. */
  private static double[] solve(
      double[] prices, double[] slope, double[] curvature, boolean[] atZero, double ridge) {
    int n = prices.length;
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      a[i][i] = 1;
      a[i][n] = -prices[i];
      if (!atZero[i]) {
        a[i][n] = -slope[i];
        for (int j = 0; j < n; j++) {
          a[i][j] = curvature[at(i, j)] + (i == j ? ridge : 0);
        }
      }
    }
    // The rows of prices at 0 go first, so that every later pivot is one of a positive definite
    // matrix.
    for (boolean turn : new boolean[] {true, false}) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; atZero[i] == turn && j < n; j++) {
          double factor = j == i ? 0 : a[j][i] / a[i][i];
          for (int k = 0; factor != 0 && k <= n; k++) {
            a[j][k] -= factor * a[i][k];
          }
        }
      }
    }
    double[] next = new double[n];
    for (int i = 0; i < n; i++) {
      next[i] = atZero[i] ? 0 : prices[i] + a[i][n] / a[i][i];
    }
    return next;
  }
}
