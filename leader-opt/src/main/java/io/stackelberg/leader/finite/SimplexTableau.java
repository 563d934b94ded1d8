package io.stackelberg.leader.finite;

import java.util.Arrays;

/**
 * Condensed tableau: basic + rows·nonbasic = last entry of the row. Starts from the basis of all slacks;
 * variables are columns first, then slacks.
 */
final class SimplexTableau {
  private static final double PIVOT = 1e-9;

  final double[][] rows;
  final double[] reduced;
  final int[] basic;
  final int[] nonbasic;
  private final double[][] matrix;
  private final double[] rhs;
  private final int columns;
  private long pivots;

  SimplexTableau(double[][] matrix, double[] rhs) {
    this.matrix = matrix;
    this.rhs = rhs;
    this.columns = matrix[0].length;
    this.rows = new double[matrix.length][columns + 1];
    this.reduced = new double[columns];
    this.basic = new int[matrix.length];
    this.nonbasic = new int[columns];
    reset();
  }

  /** Pivots since the tableau was last built from the original rows. */
  long pivots() {
    return pivots;
  }

  private void reset() {
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(matrix[row], 0, rows[row], 0, columns);
      rows[row][columns] = rhs[row];
      basic[row] = columns + row;
    }
    Arrays.setAll(nonbasic, place -> place);
    pivots = 0;
  }

  /** Builds the tableau again from the original rows; a dependent variable stays out. */
  void rebuild(int[] basis) {
    boolean[] isWanted = new boolean[columns + rows.length];
    for (int variable : basis) {
      isWanted[variable] = true;
    }
    reset();
    boolean progress = true;
    while (progress) {
      progress = false;
      int bestRow = -1;
      int bestPlace = -1;
      for (int place = 0; place < columns; place++) {
        if (!isWanted[nonbasic[place]]) {
          continue;
        }
        double largest = PIVOT;
        for (int row = 0; row < rows.length; row++) {
          if (!isWanted[basic[row]] && Math.abs(rows[row][place]) > largest) {
            largest = Math.abs(rows[row][place]);
            bestRow = row;
            bestPlace = place;
          }
        }
        if (bestRow >= 0) {
          pivot(bestRow, bestPlace);
          progress = true;
          break;
        }
      }
    }
    pivots = 0;
  }

  /** Reduced costs of the nonbasic variables. */
  void price(double[] cost) {
    for (int place = 0; place < columns; place++) {
      reduced[place] = cost[nonbasic[place]];
    }
    for (int row = 0; row < rows.length; row++) {
      double weight = cost[basic[row]];
      if (weight != 0) {
        double[] line = rows[row];
        for (int place = 0; place < columns; place++) {
          reduced[place] -= weight * line[place];
        }
      }
    }
  }

  /** Fills in the basic variables' values, given those of the nonbasic ones. */
  void evaluateBasic(double[] value) {
    for (int row = 0; row < rows.length; row++) {
      double[] line = rows[row];
      double sum = line[columns];
      for (int place = 0; place < columns; place++) {
        double factor = value[nonbasic[place]];
        if (factor != 0) {
          sum -= line[place] * factor;
        }
      }
      value[basic[row]] = sum;
    }
  }

  /** Exchanges the basic variable of a row with a nonbasic one. */
  void pivot(int leaving, int place) {
    double[] line = rows[leaving];
    double inverse = 1 / line[place];
    for (int index = 0; index <= columns; index++) {
      line[index] *= inverse;
    }
    line[place] = inverse;
    for (int row = 0; row < rows.length; row++) {
      double factor = rows[row][place];
      if (row != leaving && factor != 0) {
        double[] other = rows[row];
        for (int index = 0; index <= columns; index++) {
          other[index] -= factor * line[index];
        }
        other[place] = -factor * inverse;
      }
    }
    double slope = reduced[place];
    for (int index = 0; index < columns; index++) {
      reduced[index] -= slope * line[index];
    }
    reduced[place] = -slope * inverse;
    int variable = basic[leaving];
    basic[leaving] = nonbasic[place];
    nonbasic[place] = variable;
    pivots++;
  }
}
