package io.stackelberg.leader.baseline;

/**
 * Ridge regression of several targets on one set of features, turn by turn.
 *
 * <p>Keeps the inverse of the penalised Gram matrix by rank-one updates: O(features²) per turn, whatever the
 * number of targets up to the number of features.
 *
 * <p>Source: Hoerl and Kennard (1970) [hoerl1970ridge].
 */
final class RidgeRegression {
  private final double[][] inverse;
  private final double[][] coefficients;
  private int turns;

  /**
   * An empty regression: it predicts 0 everywhere.
   *
   * @param penalty on the squared coefficients, above 0
   */
  RidgeRegression(int features, int targets, double penalty) {
    inverse = new double[features][features];
    for (int feature = 0; feature < features; feature++) {
      inverse[feature][feature] = 1 / penalty;
    }
    coefficients = new double[targets][features];
  }

  /** Learns one turn. */
  void add(double[] features, double... targets) {
    double[] gain = times(features);
    double scale = 1 + dot(gain, features);
    for (int target = 0; target < coefficients.length; target++) {
      double step = (targets[target] - dot(coefficients[target], features)) / scale;
      for (int row = 0; row < gain.length; row++) {
        coefficients[target][row] += step * gain[row];
      }
    }
    for (int row = 0; row < gain.length; row++) {
      double share = gain[row] / scale;
      for (int column = 0; column < gain.length; column++) {
        inverse[row][column] -= share * gain[column];
      }
    }
    turns++;
  }

  /** Turns learned. */
  int turns() {
    return turns;
  }

  /** Prediction of a target. */
  double predict(double[] features, int target) {
    return dot(coefficients[target], features);
  }

  /** Standard deviation of the predictions, in units of the noise's. */
  double deviation(double[] features) {
    return StrictMath.sqrt(Math.max(0, dot(times(features), features)));
  }

  private double[] times(double[] features) {
    double[] product = new double[features.length];
    for (int row = 0; row < product.length; row++) {
      product[row] = dot(inverse[row], features);
    }
    return product;
  }

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int index = 0; index < one.length; index++) {
      sum += one[index] * other[index];
    }
    return sum;
  }
}
