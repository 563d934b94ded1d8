package io.stackelberg.response.ope;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.MeanBounds;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * How many turns an off-policy evaluation needs, for planning a log before it is collected.
 *
 * <p>Turns are counted as independent; sessions of m turns with intraclass correlation ρ need
 * 1 + (m − 1) ρ times as many. Half-widths are in units of a reward in [0, 1].
 *
 * @param effectiveShare effective number of turns over their number, in (0, 1]: 1/E[w²], estimated by
 *     {@link WeightDiagnostics#effectiveTurns()} over the turns of a pilot
 * @param confidence level of the two-sided interval, in (0, 1)
 */
public record EvaluationPlan(double effectiveShare, double confidence) {
  private static final int LARGEST = 1 << 30;

  public EvaluationPlan {
    Require.inRange("effectiveShare", effectiveShare, Double.MIN_VALUE, 1);
    Require.inOpenUnitInterval("confidence", confidence);
  }

  /**
   * Turns at which the asymptotic interval of {@link SelfNormalisedInversePropensity} has a wanted half-width:
   * ⌈z² σ² / (effectiveShare · halfWidth²)⌉, z the normal quantile at (1 + confidence)/2.
   *
   * <p>Normal approximation; exact in the limit if weights say nothing about the size of (r − value)².
   * Source: Kish (1965) [kish1965survey], design effect of unequal weights.
   *
   * @param halfWidth wanted, above 0
   * @param standardDeviation σ of the reward under the target policy, in (0, 0.5]; 0.5 is the worst case
   */
  public long asymptoticTurns(double halfWidth, double standardDeviation) {
    Require.positive("halfWidth", halfWidth);
    Require.inRange("standardDeviation", standardDeviation, Double.MIN_VALUE, 0.5);
    double z = new NormalDistribution().inverseCumulativeProbability((1 + confidence) / 2);
    double ratio = z * standardDeviation / halfWidth;
    return (long) Require.inRange("turns", Math.ceil(ratio * ratio / effectiveShare), 1, 0x1p53);
  }

  /**
   * Turns at which the empirical Bernstein interval of {@link InversePropensity} has a wanted half-width, if
   * the sample variance of w r is that of the worst case E[(w r)²] ≤ 1/effectiveShare, but not above the
   * largest that [0, largestWeight] allows, largestWeight²/4.
   *
   * @param halfWidth wanted, above 0
   * @param largestWeight bound on all weights, at least 1 and at least 1/effectiveShare
   * @throws IllegalArgumentException if more than 2^30 turns are needed
   */
  public long finiteSampleTurns(double halfWidth, double largestWeight) {
    Require.positive("halfWidth", halfWidth);
    // E[w²] ≤ largestWeight · E[w] = largestWeight.
    Require.inRange("largestWeight", largestWeight, 1 / effectiveShare, Double.MAX_VALUE);
    double variance = Math.min(1 / (effectiveShare * largestWeight * largestWeight), 0.25);
    double unitHalfWidth = halfWidth / largestWeight;
    int enough = 2;
    while (radius(variance, enough) > unitHalfWidth) {
      if (enough == LARGEST) {
        throw Require.unexpected("halfWidth", halfWidth, "one that 2^30 turns can reach");
      }
      enough *= 2;
    }
    int tooFew = enough / 2;
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) >>> 1;
      if (radius(variance, middle) > unitHalfWidth) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  private double radius(double variance, int turns) {
    return MeanBounds.empiricalBernsteinTwoSided(variance, turns, 1 - confidence);
  }
}
