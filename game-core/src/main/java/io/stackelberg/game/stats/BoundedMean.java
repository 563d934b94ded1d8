package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.HashMap;
import java.util.Map;

/**
 * Mean of values of a declared range, over sessions, with an asymptotic and a finite-sample interval.
 *
 * <p>Sessions are independent, values within one are arbitrary. Given the sessions' lengths n_g, the mean of
 * n values is a sum of independent terms of ranges n_g/n · (high − low), so Hoeffding's inequality holds with
 * n²/Σ n_g² in the place of the sample size: the number of sessions where all are equally long, fewer
 * otherwise. It is rounded down. Source: Hoeffding (1963) [hoeffding1963probability], theorem 2.
 *
 * @param estimate mean and cluster-robust error
 * @param low least value possible, declared in advance
 * @param high largest value possible, declared in advance
 * @param effectiveSessions ⌊n²/Σ n_g²⌋, at least 1
 */
public record BoundedMean(MeanEstimate estimate, double low, double high, int effectiveSessions) {
  public BoundedMean {
    Require.finite("low", low);
    Require.finite("high", high);
    if (!(low < high)) {
      throw Require.unexpected("high", high, "a number > low = " + low);
    }
    Require.atLeast("effectiveSessions", effectiveSessions, 1);
    Require.atLeast("sessions", estimate.degreesOfFreedom() + 1, effectiveSessions);
  }

  /**
   * Mean of a sample.
   *
   * @param values at least one, each in [{@code low}, {@code high}]
   * @param sessions the session of each value; any labels
   * @param low least value possible
   * @param high largest value possible
   * @throws IllegalArgumentException if the lengths differ, nothing is given or a value leaves the range
   */
  public static BoundedMean of(double[] values, int[] sessions, double low, double high) {
    for (int index = 0; index < values.length; index++) {
      if (!(values[index] >= low && values[index] <= high)) {
        throw Require.unexpected(
            "values[" + index + "]", values[index], "a number in [" + low + ", " + high + "]");
      }
    }
    MeanEstimate estimate = ClusteredMeans.mean(values, sessions);
    Map<Integer, Long> lengths = new HashMap<>();
    for (int session : sessions) {
      lengths.merge(session, 1L, Long::sum);
    }
    long squares = 0;
    for (long length : lengths.values()) {
      squares += length * length;
    }
    long size = values.length;
    return new BoundedMean(estimate, low, high, (int) (size * size / squares));
  }

  /** The sample mean. */
  public double mean() {
    return estimate.mean();
  }

  /** Number of sessions, at least 1. */
  public int sessions() {
    return estimate.degreesOfFreedom() + 1;
  }

  /**
   * Two-sided interval that is asymptotic in the number of sessions; a point where all sessions agree.
   *
   * @param confidence in (0, 1)
   */
  public Interval interval(double confidence) {
    return estimate.interval(confidence);
  }

  /**
   * Two-sided interval that holds for every number of sessions, cut to the declared range.
   *
   * @param confidence in (0, 1)
   */
  public Interval finiteSampleInterval(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    double radius = (high - low) * MeanBounds.hoeffdingTwoSided(effectiveSessions, 1 - confidence);
    // The sample mean itself may leave the range by a rounding error.
    return new Interval(
        mean(),
        Math.min(mean(), Math.max(low, mean() - radius)),
        Math.max(mean(), Math.min(high, mean() + radius)));
  }
}
