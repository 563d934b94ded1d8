package io.stackelberg.response.inference;

import java.util.Optional;

/** Factor of a small positive definite matrix; absent rather than an exception where it is not. */
final class Cholesky {
  private final double[][] lower;

  private Cholesky(double[][] lower) {
    this.lower = lower;
  }

  /** The factor; empty if a pivot falls below 1e-13 of its diagonal entry. */
  static Optional<Cholesky> of(double[][] matrix) {
    int size = matrix.length;
    double[][] lower = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = matrix[row][column];
        for (int inner = 0; inner < column; inner++) {
          sum -= lower[row][inner] * lower[column][inner];
        }
        if (row != column) {
          lower[row][column] = sum / lower[column][column];
        } else if (sum > 1e-13 * matrix[row][row]) {
          lower[row][row] = Math.sqrt(sum);
        } else {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Cholesky(lower));
  }

  /** The solution of matrix · x = right. */
  double[] solve(double[] right) {
    double[] solution = half(right);
    for (int row = solution.length - 1; row >= 0; row--) {
      for (int inner = row + 1; inner < solution.length; inner++) {
        solution[row] -= lower[inner][row] * solution[inner];
      }
      solution[row] /= lower[row][row];
    }
    return solution;
  }

  /** vector' · matrix⁻¹ · vector. */
  double inverseForm(double[] vector) {
    double sum = 0;
    for (double entry : half(vector)) {
      sum += entry * entry;
    }
    return sum;
  }

  double[][] inverse() {
    int size = lower.length;
    double[][] inverse = new double[size][];
    for (int row = 0; row < size; row++) {
      double[] unit = new double[size];
      unit[row] = 1;
      inverse[row] = solve(unit);
    }
    return inverse;
  }

  private double[] half(double[] right) {
    double[] solution = right.clone();
    for (int row = 0; row < solution.length; row++) {
      for (int inner = 0; inner < row; inner++) {
        solution[row] -= lower[row][inner] * solution[inner];
      }
      solution[row] /= lower[row][row];
    }
    return solution;
  }
}
