package io.stackelberg.theory;

/** Gaussian elimination with row exchanges, on copies. */
final class Elimination {
  private Elimination() {}

  /** Determinant of a square matrix. */
  static double determinant(double[][] matrix) {
    return eliminate(copy(matrix), new double[matrix.length]);
  }

  /** Solution of a square system; holds infinities or NaN where the matrix is singular. */
  static double[] solve(double[][] matrix, double[] right) {
    double[][] rows = copy(matrix);
    double[] solution = right.clone();
    eliminate(rows, solution);
    for (int row = rows.length - 1; row >= 0; row--) {
      for (int column = row + 1; column < rows.length; column++) {
        solution[row] -= rows[row][column] * solution[column];
      }
      solution[row] /= rows[row][row];
    }
    return solution;
  }

  private static double eliminate(double[][] rows, double[] right) {
    double determinant = 1;
    for (int pivot = 0; pivot < rows.length; pivot++) {
      int best = pivot;
      for (int row = pivot + 1; row < rows.length; row++) {
        best = Math.abs(rows[row][pivot]) > Math.abs(rows[best][pivot]) ? row : best;
      }
      if (best != pivot) {
        double[] row = rows[best];
        rows[best] = rows[pivot];
        rows[pivot] = row;
        double value = right[best];
        right[best] = right[pivot];
        right[pivot] = value;
        determinant = -determinant;
      }
      determinant *= rows[pivot][pivot];
      if (rows[pivot][pivot] == 0) {
        return 0;
      }
      for (int row = pivot + 1; row < rows.length; row++) {
        double factor = rows[row][pivot] / rows[pivot][pivot];
        for (int column = pivot; column < rows.length; column++) {
          rows[row][column] -= factor * rows[pivot][column];
        }
        right[row] -= factor * right[pivot];
      }
    }
    return determinant;
  }

  private static double[][] copy(double[][] matrix) {
    double[][] copy = matrix.clone();
    for (int row = 0; row < copy.length; row++) {
      copy[row] = matrix[row].clone();
    }
    return copy;
  }
}
