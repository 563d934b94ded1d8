package io.stackelberg.repair.calibration;

import java.util.Arrays;

/**
 * Residual as a weighted least-squares line in the prediction: level + slope · (prediction − centre).
 *
 * @param centre weighted mean of the predictions
 * @param level value at the centre
 * @param slope 0 where only a shift is fitted
 * @param levelVariance 1/Σ 1/V
 * @param slopeVariance 1/Σ (m − centre)²/V; 0 where only a shift is fitted
 */
record PredictionLine(
    double centre, double level, double slope, double levelVariance, double slopeVariance) {
  private static final double SPREAD = 1e-9;

  /** Whether predictions differ by more than rounding. */
  static boolean isSpread(double[] predictions) {
    double low = Arrays.stream(predictions).min().orElse(0);
    double high = Arrays.stream(predictions).max().orElse(0);
    return high - low > SPREAD * Math.max(Math.abs(low), Math.abs(high));
  }

  static PredictionLine fit(
      double[] predictions, double[] residuals, double[] variances, boolean isScaled) {
    double precision = 0;
    double centre = 0;
    double level = 0;
    for (int k = 0; k < predictions.length; k++) {
      precision += 1 / variances[k];
      centre += predictions[k] / variances[k];
      level += residuals[k] / variances[k];
    }
    centre /= precision;
    level /= precision;
    if (!isScaled) {
      return new PredictionLine(centre, level, 0, 1 / precision, 0);
    }
    double squares = 0;
    double products = 0;
    for (int k = 0; k < predictions.length; k++) {
      double away = predictions[k] - centre;
      squares += away * away / variances[k];
      products += away * residuals[k] / variances[k];
    }
    return new PredictionLine(centre, level, products / squares, 1 / precision, 1 / squares);
  }

  double at(double prediction) {
    return level + slope * (prediction - centre);
  }

  /** Variance of each residual once the line is taken off. */
  double[] covariances(double[] predictions, double[] variances) {
    double[] left = new double[predictions.length];
    for (int k = 0; k < left.length; k++) {
      double away = predictions[k] - centre;
      left[k] = Math.max(0, variances[k] - levelVariance - away * away * slopeVariance);
    }
    return left;
  }
}
