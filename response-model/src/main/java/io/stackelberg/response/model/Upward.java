package io.stackelberg.response.model;

import java.util.Arrays;

/**
 * Arithmetic whose results are never below the exact ones, and norms made of it.
 *
 * <p>Each operation takes the next larger number, except where it is known to be exact, so that zeros stay.
 * Overflow gives +infinity, which is an upper bound too.
 */
final class Upward {
  /** Squarings of a matrix; what is left of log(n) / 2 after so many halvings is below 1e-11. */
  private static final int SQUARINGS = 40;

  /** More than all that underflow can hide in a matrix whose norm is about 1. */
  private static final double UNDERFLOW = 1e-290;

  private Upward() {}

  static double plus(double one, double other) {
    double sum = one + other;
    return one == 0 || other == 0 || sum == 0 ? sum : Math.nextUp(sum);
  }

  static double times(double one, double other) {
    return one == 0 || other == 0 ? 0 : Math.nextUp(one * other);
  }

  static double over(double value, double divisor) {
    return value == 0 ? 0 : Math.nextUp(value / divisor);
  }

  static double root(double value) {
    return value == 0 ? 0 : Math.nextUp(Math.sqrt(value));
  }

  /** Euclidean norm. */
  static double norm(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    int exponent = Math.getExponent(largest);
    double squares = 0;
    for (double value : values) {
      // What scaling loses of a tiny value, the rounding of its square makes up for.
      double scaled = value == 0 ? 0 : Math.nextUp(Math.scalb(Math.abs(value), -exponent));
      squares = plus(squares, times(scaled, scaled));
    }
    return scaled(root(squares), exponent);
  }

  private static double scaled(double value, int exponent) {
    double scaled = Math.scalb(value, exponent);
    // Exact unless the result is subnormal.
    return value != 0 && scaled < Double.MIN_NORMAL ? Math.nextUp(scaled) : scaled;
  }

  /**
   * Upper bound on the largest singular value, above it by about 1e-11 of it or less.
   *
   * <p>With a Gram matrix G, ‖G‖² = ‖G²‖ ≤ ‖fl(G²)‖ + ‖rounding‖, and so on through repeated squaring; the
   * last norm is bounded by Frobenius's, at most √n too large, of which each root halves the logarithm. The
   * rounding of a product of n terms each is at most n 2⁻⁵³ / (1 − n 2⁻⁵³) times the product of Frobenius
   * norms.
   */
  static double spectralNorm(double[][] matrix) {
    if (matrix.length == 0 || matrix[0].length == 0) {
      return 0;
    }
    boolean isWide = matrix[0].length > matrix.length;
    double largest = 0;
    for (double[] row : matrix) {
      for (double entry : row) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    int exponent = Math.getExponent(largest);
    int size = isWide ? matrix.length : matrix[0].length;
    double[][] vectors = new double[size][isWide ? matrix[0].length : matrix.length];
    for (int index = 0; index < size; index++) {
      for (int entry = 0; entry < vectors[index].length; entry++) {
        double value = isWide ? matrix[index][entry] : matrix[entry][index];
        vectors[index][entry] = Math.scalb(value, -exponent);
      }
    }
    double rounding = rounding(vectors, vectors[0].length);
    return scaled(root(plus(symmetricNorm(gram(vectors), SQUARINGS), rounding)), exponent);
  }

  private static double symmetricNorm(double[][] matrix, int squarings) {
    double frobenius = frobenius(matrix);
    if (squarings == 0 || matrix.length == 1) {
      return frobenius;
    }
    int exponent = Math.getExponent(frobenius);
    for (double[] row : matrix) {
      Arrays.setAll(row, column -> Math.scalb(row[column], -exponent));
    }
    double rounding = rounding(matrix, matrix.length);
    // A symmetric matrix times itself is the Gram matrix of its rows.
    double square = symmetricNorm(gram(matrix), squarings - 1);
    return scaled(root(plus(square, rounding)), exponent);
  }

  private static double rounding(double[][] vectors, int terms) {
    double frobenius = frobenius(vectors);
    return plus(times(terms * 0x1p-52, times(frobenius, frobenius)), UNDERFLOW);
  }

  private static double frobenius(double[][] matrix) {
    return norm(Arrays.stream(matrix).mapToDouble(Upward::norm).toArray());
  }

  private static double[][] gram(double[][] vectors) {
    double[][] gram = new double[vectors.length][vectors.length];
    for (int row = 0; row < gram.length; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = 0;
        for (int entry = 0; entry < vectors[row].length; entry++) {
          sum += vectors[row][entry] * vectors[column][entry];
        }
        gram[row][column] = sum;
        gram[column][row] = sum;
      }
    }
    return gram;
  }
}
