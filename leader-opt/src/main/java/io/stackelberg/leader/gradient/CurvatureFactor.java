package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;

/**
 * Symmetric positive semidefinite curvature H, factored once for many solves; where H is singular a multiple
 * of the identity is added, to be taken back by proximal steps.
 */
final class CurvatureFactor {
  private static final double SINGULAR = 1e-11;
  private static final double SHIFT = 1e-2;

  final double[][] hessian;
  /** Added multiple of the identity; 0 where H is positive definite. */
  final double shift;
  /** Columns of the inverse of the transposed Cholesky factor of H + shift·I. */
  final double[][] columns;

  CurvatureFactor(double[][] hessian) {
    int n = hessian.length;
    double size = 0;
    for (int i = 0; i < n; i++) {
      if (hessian[i].length != n) {
        throw Require.unexpected(
            "row " + i + " of the curvature", hessian[i].length + " long", n + "");
      }
      for (int j = 0; j < n; j++) {
        Require.finite("curvature", hessian[i][j]);
        size = Math.max(size, Math.abs(hessian[i][j]));
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(hessian[i][j] - hessian[j][i]) > 1e-12 * size) {
          throw Require.unexpected("curvature", "not symmetric", "a symmetric matrix");
        }
      }
    }
    this.hessian = hessian;
    double[][] lower = cholesky(hessian, 0, SINGULAR * size);
    if (lower.length == n && n > 0) {
      shift = 0;
    } else {
      if (n > 0 && cholesky(hessian, 1e-9 * size + Double.MIN_NORMAL, 0).length != n) {
        throw Require.unexpected("curvature", "not positive semidefinite", "no concave direction");
      }
      shift = size == 0 ? 1 : SHIFT * size;
      lower = cholesky(hessian, shift, 0);
    }
    columns = inverse(lower);
  }

  private CurvatureFactor(double[][] hessian, double[][] lower) {
    this.hessian = hessian;
    shift = 0;
    columns = inverse(lower);
  }

  /** The factor of a positive definite matrix as it stands, without checks. */
  static CurvatureFactor ofDefinite(double[][] hessian) {
    return new CurvatureFactor(hessian, cholesky(hessian, 0, 0));
  }

  /** Lower factor; without rows where a pivot does not exceed the threshold. */
  static double[][] cholesky(double[][] matrix, double shift, double threshold) {
    int n = matrix.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j] + (i == j ? shift : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j) {
          if (!(sum > threshold)) {
            return new double[0][];
          }
          lower[i][i] = StrictMath.sqrt(sum);
        } else {
          lower[i][j] = sum / lower[j][j];
        }
      }
    }
    return lower;
  }

  /** Column c of L⁻ᵀ is row c of L⁻¹. */
  private static double[][] inverse(double[][] lower) {
    int n = lower.length;
    double[][] inverse = new double[n][n];
    for (int column = 0; column < n; column++) {
      inverse[column][column] = 1 / lower[column][column];
      for (int i = column + 1; i < n; i++) {
        double sum = 0;
        for (int k = column; k < i; k++) {
          sum -= lower[i][k] * inverse[k][column];
        }
        inverse[i][column] = sum / lower[i][i];
      }
    }
    return inverse;
  }
}
