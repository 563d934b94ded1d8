package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Plain arithmetic of points and matrices. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int index = 0; index < one.length; index++) {
      sum += one[index] * other[index];
    }
    return sum;
  }

  static double norm(double[] vector) {
    double most = 0;
    for (double value : vector) {
      most = Math.max(most, Math.abs(value));
    }
    if (most == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : vector) {
      sum += (value / most) * (value / most);
    }
    return most * Math.sqrt(sum);
  }

  /** The point {@code from + step · (to − from)}. */
  static double[] between(double[] from, double[] to, double step) {
    double[] point = new double[from.length];
    for (int index = 0; index < point.length; index++) {
      point[index] = from[index] + step * (to[index] - from[index]);
    }
    return point;
  }

  static double[] difference(double[] one, double[] other) {
    double[] difference = new double[one.length];
    for (int index = 0; index < difference.length; index++) {
      difference[index] = one[index] - other[index];
    }
    return difference;
  }

  static double distance(double[] one, double[] other) {
    return norm(difference(one, other));
  }

  /** Matrix times point, plus constants. */
  static double[] affine(double[][] matrix, double[] point, double[] constants) {
    double[] image = new double[matrix.length];
    for (int row = 0; row < image.length; row++) {
      image[row] = dot(matrix[row], point) + constants[row];
    }
    return image;
  }

  /** Largest singular value. */
  static double spectralNorm(double[][] matrix) {
    return new SingularValueDecomposition(new Array2DRowRealMatrix(matrix)).getNorm();
  }

  /** A point drawn uniformly from a box. */
  static double[] draw(double[] low, double[] high, RandomGenerator random) {
    double[] point = new double[low.length];
    for (int index = 0; index < point.length; index++) {
      point[index] = low[index] + random.nextDouble() * (high[index] - low[index]);
    }
    return point;
  }

  /** Requires finite ends in order. */
  static void requireBox(double[] low, double[] high, int dimension) {
    if (low.length != dimension || high.length != dimension) {
      throw Require.unexpected(
          "box", low.length + " and " + high.length + " ends", dimension + " of each");
    }
    for (int index = 0; index < dimension; index++) {
      Require.finite("lower end", low[index]);
      Require.inRange("upper end", high[index], low[index], Double.MAX_VALUE);
    }
  }

  /** Requires a matrix of finite numbers with this many columns, and at least one row. */
  static void requireMatrix(String name, double[][] matrix, int columns) {
    Require.atLeast(name + " rows", matrix.length, 1);
    for (double[] row : matrix) {
      if (row.length != columns) {
        throw Require.unexpected(name + " columns", row.length, "" + columns);
      }
      for (double value : row) {
        Require.finite(name, value);
      }
    }
  }
}
