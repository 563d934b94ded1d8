package io.stackelberg.response.ope;

import io.stackelberg.game.stats.MeanEstimate;
import java.util.OptionalDouble;

/**
 * How well the logged decisions cover the target policy. No weight was clipped.
 *
 * <p>Effective sizes are (Σw)²/Σw² (Kish 1965 [kish1965survey]), 0 where all weights are 0.
 *
 * @param effectiveTurns effective number of turns, at most their number
 * @param effectiveSessions the same over the sessions' mean weights
 * @param largestWeight the largest weight that occurred; no bound on what could occur
 * @param meanWeight mean over sessions of the mean weight; its expectation is 1 less the share of the
 *     target policy that the logging policy never plays
 * @param meanWeightPValue two-sided p-value, asymptotic, of the hypothesis that this expectation is 1; a
 *     small one says that propensities are wrong or overlap is incomplete
 * @param uncoveredShare mean target probability of commitments whose logging probability is 0; empty
 *     where the logging probabilities of commitments not drawn are unknown
 */
public record WeightDiagnostics(
    double effectiveTurns,
    double effectiveSessions,
    double largestWeight,
    MeanEstimate meanWeight,
    double meanWeightPValue,
    OptionalDouble uncoveredShare) {
  static WeightDiagnostics of(
      double[] weights, double[] sessionWeights, MeanEstimate mean, OptionalDouble uncoveredShare) {
    double largest = 0;
    for (double weight : weights) {
      largest = Math.max(largest, weight);
    }
    return new WeightDiagnostics(
        effectiveSize(weights),
        effectiveSize(sessionWeights),
        largest,
        mean,
        twoSidedP(mean),
        uncoveredShare);
  }

  private static double effectiveSize(double[] weights) {
    double sum = 0;
    double squares = 0;
    for (double weight : weights) {
      sum += weight;
      squares += weight * weight;
    }
    return sum == 0 ? 0 : sum * sum / squares;
  }

  private static double twoSidedP(MeanEstimate mean) {
    if (Math.abs(mean.mean() - 1) <= 1e-12) {
      return 1;
    }
    if (mean.degreesOfFreedom() == 0) {
      return 1;
    }
    double greater = mean.pGreater(1);
    return Math.min(1, 2 * Math.min(greater, 1 - greater));
  }
}
