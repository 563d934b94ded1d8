package io.stackelberg.leader.finite;

import java.util.Arrays;

/**
 * Factors for the rows and columns of a matrix that bring its entries to the order of 1; powers of two, so that
 * scaling rounds nothing. All are 1 where every row's and column's largest entry lies in [1/16, 16].
 *
 * <p>Only largest entries count: small ones may be rounding. Source: Ruiz (2001) [ruiz2001scaling].
 */
public final class Equilibration {
  private static final double ORDER_OF_ONE = 16;
  private static final int PASSES = 8;

  private final double[] rows;
  private final double[] columns;
  private final boolean isNeeded;

  /** Factors of a matrix with this many columns; it is not changed. */
  public Equilibration(double[][] matrix, int columnCount) {
    rows = ones(matrix.length);
    columns = ones(columnCount);
    double[] largest = new double[columnCount];
    boolean isFit = true;
    for (double[] row : matrix) {
      double largestOfRow = 0;
      for (int column = 0; column < columnCount; column++) {
        double entry = Math.abs(row[column]);
        largestOfRow = Math.max(largestOfRow, entry);
        largest[column] = Math.max(largest[column], entry);
      }
      isFit &= factor(largestOfRow) == 1;
    }
    for (double entry : largest) {
      isFit &= factor(entry) == 1;
    }
    isNeeded = !isFit;
    for (int pass = 0; isNeeded && pass < PASSES; pass++) {
      halve(matrix);
    }
    round(rows);
    round(columns);
  }

  /** Whether any factor differs from 1. */
  public boolean isNeeded() {
    return isNeeded;
  }

  /** Factor of a row. */
  public double row(int row) {
    return rows[row];
  }

  /** Factor of a column: a variable is this many times its scaled one. */
  public double column(int column) {
    return columns[column];
  }

  /** The row with its own factor and those of the columns. */
  public double[] scaled(double[] entries, int row) {
    double[] scaled = entries.clone();
    for (int column = 0; column < scaled.length; column++) {
      scaled[column] *= rows[row] * columns[column];
    }
    return scaled;
  }

  /** Power of two that brings a largest entry to the order of 1; 1 where it is so, or 0, already. */
  public static double factor(double largest) {
    return largest <= ORDER_OF_ONE && largest * ORDER_OF_ONE >= 1 ? 1 : power(largest);
  }

  /** Divides rows and columns by the root of their largest entry, which halves its distance to 1. */
  private void halve(double[][] matrix) {
    double[] largest = new double[columns.length];
    double[] largestOfRow = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns.length; column++) {
        double entry = Math.abs(matrix[row][column]) * rows[row] * columns[column];
        largest[column] = Math.max(largest[column], entry);
        largestOfRow[row] = Math.max(largestOfRow[row], entry);
      }
    }
    divide(rows, largestOfRow);
    divide(columns, largest);
  }

  private static void divide(double[] factors, double[] largest) {
    for (int index = 0; index < factors.length; index++) {
      factors[index] /= largest[index] == 0 ? 1 : Math.sqrt(largest[index]);
    }
  }

  private static void round(double[] factors) {
    for (int index = 0; index < factors.length; index++) {
      factors[index] = 1 / power(factors[index]);
    }
  }

  private static double power(double size) {
    // Within 2^±300, so that the product of a row's and a column's factor stays a normal number.
    return size == 0 ? 1 : Math.scalb(1.0, -Math.max(-300, Math.min(300, Math.getExponent(size))));
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
