package io.stackelberg.theory;

import java.util.Arrays;

/**
 * Enclosure of the spectral radius ρ of a matrix without negative entries.
 *
 * <p>By bisection: r &gt; ρ exactly when (r I − N) u = 1 has a solution u &gt; 0 that elimination without row
 * exchanges reaches through positive pivots. The ends are then proved for the numbers as they are: ρ ≤ max (N v)_i /
 * v_i for any v &gt; 0, and ρ ≥ min (N v)_i / v_i over the positive entries of any v ≥ 0, rounded outward
 * (Collatz 1942 [collatz1942einschliessung], Wielandt 1950 [wielandt1950unzerlegbare]).
 *
 * @param low at most ρ
 * @param high at least ρ
 */
record PerronRoot(double low, double high) {
  private static final int HALVINGS = 60;

  static PerronRoot of(double[][] matrix) {
    double low = 0;
    double high = 0;
    for (double[] row : matrix) {
      double sum = 0;
      for (double entry : row) {
        sum = Math.nextUp(sum + entry);
      }
      high = Math.max(high, sum);
    }
    if (high == 0) {
      return new PerronRoot(0, 0);
    }
    double[] ones = new double[matrix.length];
    Arrays.fill(ones, 1);
    double proved = high;
    double[] vector = ones;
    double from = 0;
    double to = high;
    for (int halving = 0; halving < HALVINGS && to - from > 1e-14 * high; halving++) {
      double middle = from + 0.5 * (to - from);
      double[] solution = positiveSolution(matrix, middle);
      if (solution.length > 0) {
        to = middle;
        vector = solution;
        proved = Math.min(proved, upper(matrix, solution));
      } else {
        from = middle;
      }
    }
    for (double cut : new double[] {1e-12, 1e-9, 1e-6, 1e-3, 0.1}) {
      low = Math.max(low, lower(matrix, vector, cut));
    }
    return new PerronRoot(Math.min(low, proved), proved);
  }

  /** u &gt; 0 with (r I − N) u = 1, or nothing where r I − N is not seen to have a positive inverse. */
  private static double[] positiveSolution(double[][] matrix, double r) {
    int size = matrix.length;
    double[][] rows = new double[size][size + 1];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        rows[row][column] = (row == column ? r : 0) - matrix[row][column];
      }
      rows[row][size] = 1;
    }
    for (int pivot = 0; pivot < size; pivot++) {
      if (!(rows[pivot][pivot] > 0)) {
        return new double[0];
      }
      for (int row = pivot + 1; row < size; row++) {
        double factor = rows[row][pivot] / rows[pivot][pivot];
        for (int column = pivot; column <= size; column++) {
          rows[row][column] -= factor * rows[pivot][column];
        }
      }
    }
    double[] solution = new double[size];
    for (int row = size - 1; row >= 0; row--) {
      double sum = rows[row][size];
      for (int column = row + 1; column < size; column++) {
        sum -= rows[row][column] * solution[column];
      }
      solution[row] = sum / rows[row][row];
      if (!(solution[row] > 0 && solution[row] < 1e300)) {
        return new double[0];
      }
    }
    return solution;
  }

  private static double upper(double[][] matrix, double[] vector) {
    double largest = 0;
    for (int row = 0; row < vector.length; row++) {
      double sum = 0;
      for (int column = 0; column < vector.length; column++) {
        sum = Math.nextUp(sum + Math.nextUp(matrix[row][column] * vector[column]));
      }
      largest = Math.max(largest, Math.nextUp(sum / vector[row]));
    }
    return largest;
  }

  private static double lower(double[][] matrix, double[] vector, double cut) {
    double peak = Arrays.stream(vector).max().orElseThrow();
    double least = Double.POSITIVE_INFINITY;
    for (int row = 0; row < vector.length; row++) {
      if (vector[row] < cut * peak) {
        continue;
      }
      double sum = 0;
      for (int column = 0; column < vector.length; column++) {
        if (vector[column] >= cut * peak) {
          sum = Math.nextDown(sum + Math.nextDown(matrix[row][column] * vector[column]));
        }
      }
      least = Math.min(least, Math.nextDown(sum / vector[row]));
    }
    return Math.max(least, 0);
  }
}
