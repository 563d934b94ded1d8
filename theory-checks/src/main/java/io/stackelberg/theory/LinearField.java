package io.stackelberg.theory;

import io.stackelberg.game.Require;
import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Linear gradient field F(x) = A x, one number per player, whose dynamics x' = −A x are known exactly. Immutable. */
public final class LinearField {
  /** Method of one step. */
  public enum Stepping {
    /** x − h F(x). */
    EULER,
    /** Classical Runge-Kutta of order four. */
    RUNGE_KUTTA
  }

  private final RealMatrix matrix;

  /**
   * A field.
   *
   * @param matrix A, square and finite
   */
  public LinearField(double[][] matrix) {
    Require.atLeast("number of rows of field", matrix.length, 1);
    for (int row = 0; row < matrix.length; row++) {
      if (matrix[row].length != matrix.length) {
        throw Require.unexpected(
            "length of field[" + row + "]", matrix[row].length, "" + matrix.length);
      }
      for (double entry : matrix[row]) {
        Require.finite("field[" + row + "]", entry);
      }
    }
    this.matrix = new Array2DRowRealMatrix(matrix, true);
  }

  /** Number of players. */
  public int players() {
    return matrix.getRowDimension();
  }

  /** Entry of A. */
  public double entry(int row, int column) {
    return matrix.getEntry(row, column);
  }

  /** Strengths, couplings and own constants read off A: A_ii, |A_ij|, A_ii; fails where a diagonal entry is not above 0. */
  public SmallGain bounds() {
    int size = players();
    double[] strength = new double[size];
    double[][] coupling = new double[size][size];
    for (int i = 0; i < size; i++) {
      strength[i] = entry(i, i);
      for (int j = 0; j < size; j++) {
        coupling[i][j] = i == j ? 0 : Math.abs(entry(i, j));
      }
    }
    return new SmallGain(strength, coupling, strength);
  }

  /** Least real part of an eigenvalue of A; below 0 the dynamics diverge from almost everywhere. */
  public double leastRealPart() {
    double least = Double.POSITIVE_INFINITY;
    for (Complex value : new EigenDecompositionNonSymmetric(matrix).getEigenvalues()) {
      least = Math.min(least, value.getReal());
    }
    return least;
  }

  /** Largest singular value of A in the metric diag(weights). */
  public double lipschitz(double[] weights) {
    return norm(scaled(matrix, weights));
  }

  /** Strong monotonicity of F in the metric diag(weights), with its signs. */
  public double modulus(double[] weights) {
    RealMatrix scaled = scaled(matrix, weights);
    RealMatrix symmetric = scaled.add(scaled.transpose()).scalarMultiply(0.5);
    double least = Double.POSITIVE_INFINITY;
    for (double value : new EigenDecompositionSymmetric(symmetric).getEigenvalues()) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** By how much one step can lengthen a difference of two states in the metric diag(weights). */
  public double stepNorm(Stepping stepping, double step, double[] weights) {
    RealMatrix move = matrix.scalarMultiply(-step);
    RealMatrix power = MatrixUtils.createRealIdentityMatrix(players());
    RealMatrix sum = power;
    int order = stepping == Stepping.EULER ? 1 : 4;
    for (int term = 1; term <= order; term++) {
      power = power.multiply(move).scalarMultiply(1.0 / term);
      sum = sum.add(power);
    }
    return norm(scaled(sum, weights));
  }

  private static double norm(RealMatrix matrix) {
    return new SingularValueDecomposition(matrix).getNorm();
  }

  private static RealMatrix scaled(RealMatrix matrix, double[] weights) {
    RealMatrix scaled = matrix.copy();
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights.length; j++) {
        scaled.multiplyEntry(i, j, StrictMath.sqrt(weights[i] / weights[j]));
      }
    }
    return scaled;
  }
}
