package io.stackelberg.leader.finite;

import java.util.Arrays;

/**
 * What multipliers of the rows prove about a linear program, from the original rows alone.
 *
 * <p>Shares the arrays of bounds with the program, so that it always sees the current ones.
 */
final class WeakDuality {
  /** A rest of this size at an unbounded variable counts as rounding. */
  private static final double ROUNDING = 1e-10;

  private final double[][] matrix;
  private final double[] rhs;
  private final double[] lower;
  private final double[] upper;

  WeakDuality(double[][] matrix, double[] rhs, double[] lower, double[] upper) {
    this.matrix = matrix;
    this.rhs = rhs;
    this.lower = lower;
    this.upper = upper;
  }

  /** Most that costs·x can be within the bounds, each row weighed by its multiplier. */
  double bound(double[] multipliers, double[] costs) {
    int columns = matrix[0].length;
    double sum = 0;
    double[] rest = Arrays.copyOf(costs, columns);
    for (int row = 0; row < matrix.length; row++) {
      double multiplier = multipliers[row];
      boolean hasWrongSign = multiplier < 0
          ? upper[columns + row] == Double.POSITIVE_INFINITY
          : lower[columns + row] == Double.NEGATIVE_INFINITY;
      if (multiplier != 0 && !hasWrongSign) {
        sum += multiplier * rhs[row] + most(-multiplier, columns + row);
        for (int column = 0; column < columns; column++) {
          rest[column] -= multiplier * matrix[row][column];
        }
      }
    }
    for (int column = 0; column < columns; column++) {
      sum += most(rest[column], column);
    }
    return sum;
  }

  private double most(double slope, int variable) {
    double end = slope > 0 ? upper[variable] : lower[variable];
    if (slope == 0 || Double.isInfinite(end) && Math.abs(slope) <= ROUNDING) {
      return 0;
    }
    return slope * end;
  }
}
