package io.stackelberg.leader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The small linear program of a column generation: weights on known columns, maximising reward, within the
 * limits, summing to 1. Two-phase revised simplex with an explicit inverse and Bland's rule; a handful of
 * rows, a few hundred columns.
 */
final class RestrictedMaster {
  private static final double PIVOT = 1e-11;
  private static final int MAX_PIVOTS = 10_000;

  private final double[] limits;
  private final double[] scales;
  private final List<double[]> columns = new ArrayList<>();

  /**
   * A master over {@code limits.length} resources.
   *
   * @param scales size of a typical use of each resource, above 0; rows are divided by it
   */
  RestrictedMaster(double[] limits, double[] scales) {
    this.limits = limits.clone();
    this.scales = scales.clone();
  }

  /** Adds a column {reward, use_1, ..., use_K}. */
  void add(double[] column) {
    columns.add(column.clone());
  }

  /**
   * An optimum, or the least violation when the columns cannot keep the limits.
   *
   * @param isFeasible whether they can
   * @param prices duals of the limits, at least 0: of the reward, or of the violation
   * @param weights one per column
   * @param objective reward, or minus the violation in units of the scales
   */
  record Optimum(boolean isFeasible, double[] prices, double[] weights, double objective) {}

  Optimum solve() {
    int rows = limits.length + 1;
    int known = columns.size();
    // Structural columns, then one slack per limit, then one artificial per row.
    int total = known + limits.length + rows;
    double[][] matrix = new double[total][rows];
    double[] right = new double[rows];
    double[] sign = new double[rows];
    for (int row = 0; row < limits.length; row++) {
      right[row] = limits[row] / scales[row];
      sign[row] = right[row] < 0 ? -1 : 1;
      right[row] *= sign[row];
    }
    right[rows - 1] = 1;
    sign[rows - 1] = 1;
    for (int column = 0; column < known; column++) {
      for (int row = 0; row < limits.length; row++) {
        matrix[column][row] = sign[row] * columns.get(column)[row + 1] / scales[row];
      }
      matrix[column][rows - 1] = 1;
    }
    for (int row = 0; row < limits.length; row++) {
      matrix[known + row][row] = sign[row];
    }
    for (int row = 0; row < rows; row++) {
      matrix[known + limits.length + row][row] = 1;
    }
    int[] basis = new int[rows];
    Arrays.setAll(basis, row -> known + limits.length + row);
    double[] cost = new double[total];
    Arrays.fill(cost, known + limits.length, total, -1);
    Tableau tableau = new Tableau(matrix, right, basis);
    double violation = tableau.maximise(cost, total);
    boolean feasible = violation > -1e-9;
    if (feasible) {
      Arrays.fill(cost, 0);
      for (int column = 0; column < known; column++) {
        cost[column] = columns.get(column)[0];
      }
      violation = tableau.maximise(cost, known + limits.length);
    }
    double[] duals = tableau.duals(cost);
    double[] prices = new double[limits.length];
    for (int row = 0; row < prices.length; row++) {
      prices[row] = Math.max(0, sign[row] * duals[row] / scales[row]);
    }
    double[] weights = new double[known];
    for (int row = 0; row < rows; row++) {
      if (basis[row] < known) {
        weights[basis[row]] = Math.max(0, tableau.values[row]);
      }
    }
    return new Optimum(feasible, prices, weights, violation);
  }

  /** A basis with its inverse applied to all columns: small enough to keep whole. */
  private static final class Tableau {
    private final double[][] columns;
    private final double[] values;
    private final int[] basis;

    Tableau(double[][] columns, double[] right, int[] basis) {
      this.columns = columns;
      this.values = right.clone();
      this.basis = basis;
    }

    /** Maximises over the first {@code allowed} columns; returns the objective. */
    double maximise(double[] cost, int allowed) {
      for (int pivot = 0; pivot < MAX_PIVOTS; pivot++) {
        int entering = entering(cost, allowed);
        if (entering < 0) {
          break;
        }
        int leaving = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < values.length; row++) {
          if (columns[entering][row] > PIVOT) {
            double ratio = values[row] / columns[entering][row];
            if (ratio < least - 1e-14
                || ratio <= least + 1e-14 && leaving >= 0 && basis[row] < basis[leaving]) {
              least = ratio;
              leaving = row;
            }
          }
        }
        if (leaving < 0) {
          throw new IllegalStateException("the master problem is unbounded, which it cannot be.");
        }
        pivot(leaving, entering);
      }
      double objective = 0;
      for (int row = 0; row < values.length; row++) {
        objective += cost[basis[row]] * values[row];
      }
      return objective;
    }

    private int entering(double[] cost, int allowed) {
      double size = 0;
      for (int column = 0; column < allowed; column++) {
        size = Math.max(size, Math.abs(cost[column]));
      }
      for (int column = 0; column < allowed; column++) {
        double reduced = cost[column];
        for (int row = 0; row < values.length; row++) {
          reduced -= cost[basis[row]] * columns[column][row];
        }
        if (reduced > 1e-13 * size) {
          return column;
        }
      }
      return -1;
    }

    private void pivot(int leaving, int entering) {
      double[] direction = columns[entering].clone();
      double divisor = direction[leaving];
      for (double[] column : columns) {
        double moved = column[leaving] / divisor;
        if (moved != 0) {
          for (int row = 0; row < values.length; row++) {
            column[row] -= row == leaving ? 0 : direction[row] * moved;
          }
        }
        column[leaving] = moved;
      }
      double moved = values[leaving] / divisor;
      for (int row = 0; row < values.length; row++) {
        values[row] -= row == leaving ? 0 : direction[row] * moved;
      }
      values[leaving] = moved;
      basis[leaving] = entering;
    }

    /** Duals of the rows: the artificial columns hold the inverse of the basis. */
    double[] duals(double[] cost) {
      int first = columns.length - values.length;
      double[] duals = new double[values.length];
      for (int row = 0; row < duals.length; row++) {
        for (int index = 0; index < duals.length; index++) {
          duals[row] += cost[basis[index]] * columns[first + row][index];
        }
      }
      return duals;
    }
  }
}
