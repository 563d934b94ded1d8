package io.stackelberg.response.inference;

import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Observed information and robust covariance of a mixture's parameters.
 *
 * <p>Parameters: log-odds of each share but the last against the last, then each type's weights in turn.
 * The information is that of the complete data minus what not knowing the types loses.
 *
 * <p>Source: Louis (1982) [louis1982finding].
 *
 * @param covariance G/(G−1) · I⁻¹ (Σ_g s_g s_g') I⁻¹; empty where I is not positive definite
 * @param leastEigenvalue of I scaled to a unit diagonal; NaN where a diagonal entry is not positive
 * @param squaredDecrement score' I⁻¹ score, 0 at an exact maximum
 */
record MixtureInformation(
    Optional<double[][]> covariance, double leastEigenvalue, double squaredDecrement) {
  static MixtureInformation of(ChoiceTable table, double[] shares, double[][] weights) {
    int types = shares.length;
    int terms = table.features();
    int size = types - 1 + types * terms;
    int sessions = table.sessions().size();
    double[][] information = new double[size][size];
    double[][] meat = new double[size][size];
    double[] total = new double[size];
    double[][] memberships = new double[types][sessions];
    double[] everySession = new double[sessions];
    Arrays.fill(everySession, 1);
    ExpectationMaximisation.expect(table, everySession, shares, weights, memberships);
    for (int session = 0; session < sessions; session++) {
      double[] mean = new double[size];
      for (int row = 0; row < types - 1; row++) {
        for (int column = 0; column < types - 1; column++) {
          information[row][column] +=
              (row == column ? shares[row] : 0) - shares[row] * shares[column];
        }
      }
      for (int type = 0; type < types; type++) {
        double membership = memberships[type][session];
        double[] score = new double[terms];
        double[][] own = new double[terms][terms];
        ConditionalLogit.accumulate(table, session, 1, weights[type], score, own);
        double[] complete = new double[size];
        for (int share = 0; share < types - 1; share++) {
          complete[share] = (share == type ? 1 : 0) - shares[share];
        }
        int offset = types - 1 + type * terms;
        System.arraycopy(score, 0, complete, offset, terms);
        addOuter(information, complete, -membership);
        for (int row = 0; row < terms; row++) {
          for (int column = 0; column < terms; column++) {
            information[offset + row][offset + column] += membership * own[row][column];
          }
        }
        for (int entry = 0; entry < size; entry++) {
          mean[entry] += membership * complete[entry];
        }
      }
      addOuter(information, mean, 1);
      addOuter(meat, mean, 1);
      for (int entry = 0; entry < size; entry++) {
        total[entry] += mean[entry];
      }
    }
    return of(information, meat, total, sessions);
  }

  private static MixtureInformation of(
      double[][] information, double[][] meat, double[] total, int sessions) {
    double least = leastEigenvalue(information);
    Optional<Cholesky> factor = least > 0 ? Cholesky.of(information) : Optional.empty();
    if (factor.isEmpty()) {
      return new MixtureInformation(Optional.empty(), least, Double.NaN);
    }
    var inverse = MatrixUtils.createRealMatrix(factor.get().inverse());
    var covariance = inverse
        .multiply(MatrixUtils.createRealMatrix(meat))
        .multiply(inverse)
        .scalarMultiply(sessions / (sessions - 1.0));
    return new MixtureInformation(
        Optional.of(covariance.getData()), least, factor.get().inverseForm(total));
  }

  private static double leastEigenvalue(double[][] information) {
    int size = information.length;
    double[][] scaled = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        scaled[row][column] = information[row][column]
            / Math.sqrt(information[row][row] * information[column][column]);
        if (!(information[row][row] > 0 && information[column][column] > 0)) {
          return Double.NaN;
        }
      }
    }
    double least = Double.POSITIVE_INFINITY;
    var eigen = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(scaled));
    for (double eigenvalue : eigen.getEigenvalues()) {
      least = Math.min(least, eigenvalue);
    }
    return least;
  }

  private static void addOuter(double[][] matrix, double[] vector, double factor) {
    for (int row = 0; row < vector.length; row++) {
      for (int column = 0; column < vector.length; column++) {
        matrix[row][column] += factor * vector[row] * vector[column];
      }
    }
  }
}
