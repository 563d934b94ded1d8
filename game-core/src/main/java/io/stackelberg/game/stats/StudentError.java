package io.stackelberg.game.stats;

import org.hipparchus.distribution.continuous.TDistribution;

/** Tail and quantile of Student's t at a scale; a point where the scale is 0. */
final class StudentError {
  private static final double QUANTILE_ACCURACY = 1e-12;

  private StudentError() {}

  /** P(standardError · T ≤ −distance): the chance of an excess of {@code distance} or more. */
  static double tail(double distance, double standardError, double degreesOfFreedom) {
    if (standardError == 0) {
      return distance > 0 ? 0 : 1;
    }
    return new TDistribution(degreesOfFreedom).cumulativeProbability(-distance / standardError);
  }

  static double radius(double probability, double standardError, double degreesOfFreedom) {
    return standardError == 0
        ? 0
        : standardError
            * new TDistribution(degreesOfFreedom, QUANTILE_ACCURACY)
                .inverseCumulativeProbability(probability);
  }
}
