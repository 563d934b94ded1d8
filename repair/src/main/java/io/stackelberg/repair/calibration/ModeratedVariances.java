package io.stackelberg.repair.calibration;

import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.special.Gamma;

/**
 * Variances of one call per cell, each drawn towards a common one as far as the cells agree.
 *
 * <p>Source: Smyth (2004) [smyth2004linear]: σ² of a cell is scaled inverse χ² with d degrees of freedom
 * around s0², both from mean and variance of log s²; the moderated variance is (d s0² + ν s²)/(d + ν). A
 * sample variance of 0 counts as {@code FLOOR} of the pooled one there, or its logarithm would be −∞.
 */
record ModeratedVariances(List<Double> variances, double degreesOfFreedom) {
  private static final double FLOOR = 0.02;
  private static final double LEAST_EXCESS = 1e-3;

  /** Variances of all cells; none where nothing is known of any variance, or all values agree. */
  static ModeratedVariances of(List<CellSample> cells) {
    double freedom = 0;
    double squares = 0;
    int known = 0;
    for (CellSample cell : cells) {
      freedom += cell.degreesOfFreedom();
      squares += cell.squares();
      known += cell.degreesOfFreedom() > 0 ? 1 : 0;
    }
    double pooled = freedom > 0 ? squares / freedom : 0;
    if (!(pooled > 0)) {
      return new ModeratedVariances(List.of(), freedom);
    }
    double floor = FLOOR * pooled;
    double mean = 0;
    double noise = 0;
    for (CellSample cell : cells) {
      if (cell.degreesOfFreedom() > 0) {
        mean += logVariance(cell, floor) / known;
        noise += Gamma.trigamma(cell.degreesOfFreedom() / 2.0) / known;
      }
    }
    double spread = 0;
    for (CellSample cell : cells) {
      if (cell.degreesOfFreedom() > 0) {
        spread += StrictMath.pow(logVariance(cell, floor) - mean, 2);
      }
    }
    double excess = known > 1 ? Math.max(LEAST_EXCESS, spread / (known - 1) - noise) : LEAST_EXCESS;
    // The trigamma function is 1/x + 1/(2x²) + ..., so that this inverts it closely enough.
    double half = 1 / excess + 0.5;
    // Where the cells agree, the pooled variance says more than the mean logarithm.
    double centre = excess > LEAST_EXCESS
        ? StrictMath.exp(mean + Gamma.digamma(half) - StrictMath.log(half))
        : pooled;
    double weight = 2 * half;
    Stream<Double> moderated = cells.stream()
        .map(cell -> (weight * centre + cell.squares()) / (weight + cell.degreesOfFreedom()));
    return new ModeratedVariances(moderated.toList(), freedom);
  }

  /** Whether there is a variance for each cell. */
  boolean isKnown() {
    return !variances.isEmpty();
  }

  /** Unbiased for log σ² where no floor was needed. */
  private static double logVariance(CellSample cell, double floor) {
    double half = cell.degreesOfFreedom() / 2.0;
    return StrictMath.log(Math.max(floor, cell.variance()))
        - Gamma.digamma(half)
        + StrictMath.log(half);
  }
}
