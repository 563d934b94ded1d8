package io.stackelberg.bench;

import io.stackelberg.game.Require;
import java.util.OptionalDouble;

/**
 * Mean time of one benchmark method, with the half-width of its interval.
 *
 * @param mean time per operation, above 0, in a unit shared by all timings of one group
 * @param halfWidth half the width of the two-sided 99.9 % interval of the mean; empty when too few
 *     iterations were run to tell
 */
record Timing(double mean, OptionalDouble halfWidth) {
  Timing {
    Require.positive("mean time", mean);
    if (halfWidth.isPresent()) {
      Require.nonNegative("half-width", halfWidth.getAsDouble());
    }
  }

  /** This time divided by the baseline's; below 1 is faster. */
  double ratioTo(Timing baseline) {
    return mean / baseline.mean;
  }

  /**
   * Factor f such that the ratio's interval is [ratio / f, ratio × f]; empty when either interval is.
   *
   * <p>First-order error propagation of the logarithm: the relative half-widths of two independent means
   * add in quadrature, f = exp(√(r₁² + r₂²)). On the logarithm the interval never reaches below 0.
   */
  OptionalDouble ratioFactor(Timing baseline) {
    if (halfWidth.isEmpty() || baseline.halfWidth.isEmpty()) {
      return OptionalDouble.empty();
    }
    double own = halfWidth.getAsDouble() / mean;
    double other = baseline.halfWidth.getAsDouble() / baseline.mean;
    return OptionalDouble.of(StrictMath.exp(StrictMath.hypot(own, other)));
  }
}
