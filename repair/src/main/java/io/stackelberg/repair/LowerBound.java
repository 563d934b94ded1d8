package io.stackelberg.repair;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanBounds;
import io.stackelberg.game.stats.MeanDifference;

/** How a lower confidence bound on a mean is computed. */
public enum LowerBound {
  /** Student's t over sessions: asymptotic. */
  STUDENT("asymptotic") {
    @Override
    double of(double[] values, double bound, double delta) {
      int[] clusters = new int[values.length];
      java.util.Arrays.setAll(clusters, index -> index);
      return ClusteredMeans.mean(values, clusters).lowerBound(1 - delta);
    }
  },
  /** Hedged capital over sessions, values in [−bound, bound]: finite-sample. */
  BETTING("finite-sample") {
    @Override
    double of(double[] values, double bound, double delta) {
      double[] unit = new double[values.length];
      for (int index = 0; index < unit.length; index++) {
        unit[index] = Math.min(1, Math.max(0, 0.5 + values[index] / (2 * bound)));
      }
      return (2 * BettingBound.lowerBound(unit, delta) - 1) * bound;
    }
  },
  /** Empirical Bernstein over sessions, values in [−bound, bound]: finite-sample. */
  BERNSTEIN("finite-sample") {
    @Override
    double of(double[] values, double bound, double delta) {
      if (values.length < 2) {
        return -bound;
      }
      MeanDifference.Summary summary = MeanDifference.Summary.of("values", values);
      double unit = summary.standardDeviation() / (2 * bound);
      return summary.mean()
          - 2
              * bound
              * MeanBounds.empiricalBernsteinOneSided(
                  Math.min(0.5, unit * unit), values.length, delta);
    }
  },
  /** Hoeffding over sessions, values in [−bound, bound]: finite-sample. */
  HOEFFDING("finite-sample") {
    @Override
    double of(double[] values, double bound, double delta) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.length - 2 * bound * MeanBounds.hoeffdingOneSided(values.length, delta);
    }
  };

  private final String rigour;

  LowerBound(String rigour) {
    this.rigour = rigour;
  }

  /** {@code finite-sample} or {@code asymptotic}. */
  public String rigour() {
    return rigour;
  }

  /** Name in files. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Lower bound on the mean.
   *
   * @param values independent values in [−bound, bound]
   * @param delta probability of error
   */
  abstract double of(double[] values, double bound, double delta);

  /**
   * Lower bound on the mean of independent values in [low, high].
   *
   * @param delta probability of error, in (0, 1)
   */
  public double of(double[] values, double low, double high, double delta) {
    Require.inOpenUnitInterval("delta", delta);
    Require.atLeast("number of values", values.length, 1);
    Require.positive("width of the range", high - low);
    double[] centred = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      centred[index] = Require.inRange("value", values[index], low, high) - (low + high) / 2;
    }
    return (low + high) / 2 + of(centred, (high - low) / 2, delta);
  }
}
