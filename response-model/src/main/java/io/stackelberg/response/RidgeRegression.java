package io.stackelberg.response;

import io.stackelberg.response.model.LinearOutcomes;
import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Ridge regression with the penalty chosen by grouped cross-validation; the intercept is not penalised.
 *
 * <p>The grid of penalties ends in +infinity, the mean alone, so that features without signal cost nothing.
 * One pass over the rows per fold builds the moments that all penalties share.
 *
 * <p>Source: Hoerl and Kennard (1970) [hoerl1970ridge].
 */
final class RidgeRegression {
  private static final double[] PENALTIES = {
    1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000, Double.POSITIVE_INFINITY
  };

  /**
   * A fitted line.
   *
   * @param intercept value at the origin
   * @param weights one per column
   * @param penalty the chosen penalty
   * @param skill cross-validated skill; NaN where the target never varies
   */
  record Line(double intercept, double[] weights, double penalty, double skill) {
    /** The line without how it was chosen. */
    LinearOutcomes.Line line() {
      return new LinearOutcomes.Line(intercept, weights);
    }

    double at(double[] row) {
      double value = intercept;
      for (int column = 0; column < weights.length; column++) {
        value += weights[column] * row[column];
      }
      return value;
    }
  }

  private RidgeRegression() {}

  /**
   * Fits a line.
   *
   * @param rows encoded rows of equal length
   * @param target one value per row
   * @param folds fold of each row in [0, foldCount); rows of one session share a fold
   */
  static Line fit(double[][] rows, double[] target, int[] folds, int foldCount) {
    Moments all = new Moments(rows[0].length);
    Moments[] held = new Moments[foldCount];
    Arrays.setAll(held, fold -> new Moments(rows[0].length));
    for (int row = 0; row < rows.length; row++) {
      held[folds[row]].add(rows[row], target[row]);
    }
    for (Moments fold : held) {
      all.add(fold);
    }
    if (!varies(target)) {
      return all.solve(Double.POSITIVE_INFINITY, Double.NaN);
    }
    double[] errors = new double[PENALTIES.length];
    for (int fold = 0; fold < foldCount; fold++) {
      Moments rest = all.minus(held[fold]);
      if (rest.count == 0 || held[fold].count == 0) {
        continue;
      }
      for (int index = 0; index < PENALTIES.length; index++) {
        Line line = rest.solve(PENALTIES[index], Double.NaN);
        for (int row = 0; row < rows.length; row++) {
          if (folds[row] == fold) {
            double error = target[row] - line.at(rows[row]);
            errors[index] += error * error;
          }
        }
      }
    }
    int last = PENALTIES.length - 1;
    int best = last;
    for (int index = last; index >= 0; index--) {
      best = errors[index] < errors[best] * (1 - 1e-9) ? index : best;
    }
    double skill = errors[last] > 0 ? 1 - errors[best] / errors[last] : Double.NaN;
    return all.solve(PENALTIES[best], skill);
  }

  /** Compares values, for the errors around the mean of a constant target are rounding, not 0. */
  private static boolean varies(double[] target) {
    for (double value : target) {
      if (value != target[0]) {
        return true;
      }
    }
    return false;
  }

  /** Sums of products of columns and target. */
  private static final class Moments {
    private final int columns;
    private final double[] sums;
    private final double[] products;
    private final double[] withTarget;
    private double targetSum;
    private int count;

    Moments(int columns) {
      this.columns = columns;
      sums = new double[columns];
      products = new double[columns * columns];
      withTarget = new double[columns];
    }

    void add(double[] row, double target) {
      count++;
      targetSum += target;
      for (int column = 0; column < columns; column++) {
        double value = row[column];
        if (value != 0) {
          sums[column] += value;
          withTarget[column] += value * target;
          int offset = column * columns;
          for (int other = 0; other <= column; other++) {
            products[offset + other] += value * row[other];
          }
        }
      }
    }

    void add(Moments other) {
      combine(other, 1);
    }

    Moments minus(Moments other) {
      Moments rest = new Moments(columns);
      rest.combine(this, 1);
      rest.combine(other, -1);
      return rest;
    }

    private void combine(Moments other, int sign) {
      count += sign * other.count;
      targetSum += sign * other.targetSum;
      for (int index = 0; index < sums.length; index++) {
        sums[index] += sign * other.sums[index];
        withTarget[index] += sign * other.withTarget[index];
      }
      for (int index = 0; index < products.length; index++) {
        products[index] += sign * other.products[index];
      }
    }

    Line solve(double penalty, double skill) {
      double mean = targetSum / count;
      if (columns == 0 || penalty == Double.POSITIVE_INFINITY) {
        return new Line(mean, new double[columns], Double.POSITIVE_INFINITY, skill);
      }
      double[][] centred = new double[columns][columns];
      double[] right = new double[columns];
      for (int column = 0; column < columns; column++) {
        for (int other = 0; other <= column; other++) {
          centred[column][other] =
              products[column * columns + other] - sums[column] * sums[other] / count;
          centred[other][column] = centred[column][other];
        }
        centred[column][column] += penalty;
        right[column] = withTarget[column] - sums[column] * mean;
      }
      double[] weights = new CholeskyDecomposition(
              new Array2DRowRealMatrix(centred, false), 1e-9, 1e-12)
          .getSolver()
          .solve(new ArrayRealVector(right, false))
          .toArray();
      double intercept = mean;
      for (int column = 0; column < columns; column++) {
        intercept -= weights[column] * sums[column] / count;
      }
      return new Line(intercept, weights, penalty, skill);
    }
  }
}
