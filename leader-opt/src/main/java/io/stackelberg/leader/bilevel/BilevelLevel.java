package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;

/**
 * One level of a bilevel program: minimise ½ z'Qz + c'z + constant subject to A z ≤ b, where z = (x, y).
 *
 * <p>Matrices are copied on the way in; Q is made symmetric, which changes no value.
 */
public final class BilevelLevel {
  private final double[][] quadratic;
  private final double[] linear;
  private final double constant;
  private final double[][] rows;
  private final double[] rightHandSide;

  /**
   * A level over n variables.
   *
   * @param quadratic Q, n × n; without rows where it is zero
   * @param linear c, length n
   * @param constant added to every value
   * @param rows A, one row of length n per constraint; bounds are rows, an equality is two rows
   * @param rightHandSide b, as many as rows
   * @throws IllegalArgumentException if lengths disagree or a number is not finite
   */
  public BilevelLevel(
      double[][] quadratic,
      double[] linear,
      double constant,
      double[][] rows,
      double[] rightHandSide) {
    int n = linear.length;
    if (quadratic.length != 0 && quadratic.length != n) {
      throw Require.unexpected("rows of Q", quadratic.length, "0 or " + n + ", the length of c");
    }
    if (rows.length != rightHandSide.length) {
      throw Require.unexpected(
          "length of b", rightHandSide.length, rows.length + ", the rows of A");
    }
    double[][] given = copy("Q", quadratic, n);
    this.quadratic = new double[given.length][given.length];
    for (int i = 0; i < given.length; i++) {
      for (int j = 0; j < given.length; j++) {
        this.quadratic[i][j] = 0.5 * (given[i][j] + given[j][i]);
      }
    }
    this.linear = copy("c", new double[][] {linear}, n)[0];
    this.constant = Require.finite("constant", constant);
    this.rows = copy("A", rows, n);
    this.rightHandSide = copy("b", new double[][] {rightHandSide}, rightHandSide.length)[0];
  }

  private static double[][] copy(String name, double[][] matrix, int columns) {
    double[][] copy = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      if (matrix[i].length != columns) {
        throw Require.unexpected(
            "length of row " + i + " of " + name, matrix[i].length, String.valueOf(columns));
      }
      copy[i] = matrix[i].clone();
      for (double entry : copy[i]) {
        Require.finite(name, entry);
      }
    }
    return copy;
  }

  /** Number of variables of z. */
  public int size() {
    return linear.length;
  }

  /** Number of rows of A. */
  public int rowCount() {
    return rows.length;
  }

  /** Whether Q is zero. */
  public boolean isLinear() {
    for (double[] row : quadratic) {
      for (double entry : row) {
        if (entry != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Entry of the symmetric Q. */
  public double quadratic(int row, int column) {
    return quadratic.length == 0 ? 0 : quadratic[row][column];
  }

  /** Entry of c. */
  public double linear(int index) {
    return linear[index];
  }

  /** The constant of the objective. */
  public double constant() {
    return constant;
  }

  /** Largest entry of Q and c; 1 where all are zero. */
  double objectiveSize() {
    double size = 0;
    for (int j = 0; j < linear.length; j++) {
      size = Math.max(size, Math.abs(linear[j]));
      for (int k = 0; k < quadratic.length; k++) {
        size = Math.max(size, Math.abs(quadratic[j][k]));
      }
    }
    return size == 0 ? 1 : size;
  }

  /** Entry of A. */
  public double row(int row, int column) {
    return rows[row][column];
  }

  /** Entry of b. */
  public double rightHandSide(int row) {
    return rightHandSide[row];
  }

  /** Value of the objective at z. */
  public double objective(double[] z) {
    double value = constant;
    for (int i = 0; i < linear.length; i++) {
      double curved = 0;
      for (int j = 0; j < quadratic.length; j++) {
        curved += quadratic[i][j] * z[j];
      }
      value += z[i] * (linear[i] + 0.5 * curved);
    }
    return value;
  }

  /**
   * Largest violation of A z ≤ b, each row relative to the size of its terms; at most 0 where all hold,
   * NaN where z is not a number.
   */
  public double violation(double[] z) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      double size = 1 + Math.abs(rightHandSide[i]);
      double activity = 0;
      for (int j = 0; j < z.length; j++) {
        activity += rows[i][j] * z[j];
        size = Math.max(size, Math.abs(rows[i][j] * z[j]));
      }
      largest = Math.max(largest, (activity - rightHandSide[i]) / size);
    }
    return largest;
  }
}
