package io.stackelberg.leader.agency;

/** Determinant, linear solve and spectral radius of matrices with a handful of rows. */
final class SmallMatrix {
  private static final int SQUARINGS = 50;

  private SmallMatrix() {}

  /**
   * Solves matrix × step = right in place of {@code right} and returns the determinant; 0 means singular and {@code
   * right} is then meaningless. The matrix is not changed.
   */
  static double solve(double[][] matrix, double[] right) {
    int size = right.length;
    double[][] rows = copy(matrix);
    double determinant = 1;
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
          pivot = row;
        }
      }
      if (!(Math.abs(rows[pivot][column]) > 0)) {
        return 0;
      }
      if (pivot != column) {
        double[] row = rows[pivot];
        rows[pivot] = rows[column];
        rows[column] = row;
        double entry = right[pivot];
        right[pivot] = right[column];
        right[column] = entry;
        determinant = -determinant;
      }
      determinant *= rows[column][column];
      for (int row = column + 1; row < size; row++) {
        double factor = rows[row][column] / rows[column][column];
        for (int k = column; k < size; k++) {
          rows[row][k] -= factor * rows[column][k];
        }
        right[row] -= factor * right[column];
      }
    }
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        right[row] -= rows[row][k] * right[k];
      }
      right[row] /= rows[row][row];
    }
    return determinant;
  }

  /** Determinant by elimination. */
  static double determinant(double[][] matrix) {
    return solve(matrix, new double[matrix.length]);
  }

  /** Spectral radius, by squaring with normalisation: the limit of the norm of A^k to the power 1/k. */
  static double spectralRadius(double[][] matrix) {
    double[][] power = copy(matrix);
    double logarithm = 0;
    double exponent = 1;
    for (int squaring = 0; squaring < SQUARINGS; squaring++) {
      double norm = 0;
      for (double[] row : power) {
        for (double entry : row) {
          norm = Math.max(norm, Math.abs(entry));
        }
      }
      if (!(norm > 0)) {
        return 0;
      }
      logarithm += exponent * StrictMath.log(norm);
      exponent *= 0.5;
      power = squareOf(power, norm);
    }
    return StrictMath.exp(logarithm);
  }

  private static double[][] squareOf(double[][] matrix, double norm) {
    int size = matrix.length;
    double[][] square = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int k = 0; k < size; k++) {
        double factor = matrix[row][k] / norm;
        for (int column = 0; column < size; column++) {
          square[row][column] += factor * (matrix[k][column] / norm);
        }
      }
    }
    return square;
  }

  private static double[][] copy(double[][] matrix) {
    double[][] copy = new double[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      copy[row] = matrix[row].clone();
    }
    return copy;
  }
}
