package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import java.util.Optional;

/**
 * Enclosure of the spectral radius of a nonnegative matrix, and what follows for best replies that contract
 * under it when the radius is below 1.
 *
 * <p>For any positive vector x the radius lies between the least and the largest (Hx)_i / x_i (Collatz 1942
 * [collatz1942einschliessung]; Wielandt 1950 [wielandt1950unzerlegbare]). The vectors are c (cI − H)⁻¹ 1, which
 * is positive exactly for c above the radius, with c found by bisection; the ratios are rounded outwards, so
 * that the enclosure stands whatever the error of the vectors.
 *
 * @param low the spectral radius is not below this
 * @param high the spectral radius is not above this
 */
public record SpectralCondition(double low, double high) {
  private static final int BISECTIONS = 60;

  /** What is proved. */
  public enum Verdict {
    /** Radius below 1: one equilibrium, reached from everywhere. */
    UNIQUE_AND_CONVERGENT,
    /** The sufficient condition is not shown; nothing follows, neither several equilibria nor divergence. */
    UNKNOWN
  }

  public SpectralCondition {
    Require.nonNegative("low", low);
    if (!(high >= low && high < Double.POSITIVE_INFINITY)) {
      throw Require.unexpected("high", high, "a finite number >= " + low);
    }
  }

  /** What follows from the enclosure. */
  public Verdict verdict() {
    return high < 1 ? Verdict.UNIQUE_AND_CONVERGENT : Verdict.UNKNOWN;
  }

  /** Encloses the spectral radius of a square matrix of finite entries of at least 0. */
  public static SpectralCondition of(double[][] matrix) {
    int n = Require.atLeast("size of the matrix", matrix.length, 1);
    double[] ones = new double[n];
    for (int i = 0; i < n; i++) {
      if (matrix[i].length != n) {
        throw Require.unexpected("length of row " + i, matrix[i].length, "" + n);
      }
      for (double entry : matrix[i]) {
        Require.nonNegative("entry of row " + i, entry);
      }
      ones[i] = 1;
    }
    SpectralCondition found = ratios(matrix, ones);
    double below = found.low;
    double above = found.high;
    for (int turn = 0; turn < BISECTIONS && above > below; turn++) {
      // 1 is tried first, being the threshold that matters.
      double middle = turn == 0 && below < 1 && above > 1 ? 1 : 0.5 * (below + above);
      Optional<double[]> vector = positive(matrix, middle);
      if (vector.isPresent()) {
        above = middle;
        SpectralCondition next = ratios(matrix, vector.get());
        found =
            new SpectralCondition(Math.max(found.low, next.low), Math.min(found.high, next.high));
      } else {
        below = middle;
      }
    }
    return found;
  }

  private static SpectralCondition ratios(double[][] matrix, double[] vector) {
    int n = matrix.length;
    // n products, n sums and a quotient, each with a relative error of at most 2^-53, and entries
    // of
    // the vector of at least about 1, so that what underflows stays below the least normal number.
    double error = (n + 2) * 0x1p-52;
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += matrix[i][j] * vector[j];
      }
      least = Math.min(least, sum / vector[i]);
      largest = Math.max(largest, sum / vector[i]);
    }
    return new SpectralCondition(
        Math.max(0, least * (1 - error) - Double.MIN_NORMAL),
        largest * (1 + error) + Double.MIN_NORMAL);
  }

  /** c (cI − H)⁻¹ 1 by elimination without exchange; empty as soon as a pivot or an entry is not positive. */
  private static Optional<double[]> positive(double[][] matrix, double c) {
    int n = matrix.length;
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = (i == j ? c : 0) - matrix[i][j];
      }
      a[i][n] = c;
    }
    for (int k = 0; k < n; k++) {
      if (!(a[k][k] > 0)) {
        return Optional.empty();
      }
      for (int i = k + 1; i < n; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; j <= n; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    double[] solved = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double entry = a[i][n];
      for (int j = i + 1; j < n; j++) {
        entry -= a[i][j] * solved[j];
      }
      solved[i] = entry / a[i][i];
      if (!(solved[i] >= 0.5 && solved[i] < 1e200)) {
        return Optional.empty();
      }
    }
    return Optional.of(solved);
  }
}
