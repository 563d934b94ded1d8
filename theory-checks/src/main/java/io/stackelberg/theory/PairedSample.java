package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.special.Beta;
import org.hipparchus.stat.inference.TTest;

/**
 * Recomputes what a table says of a policy against the baseline, from the turns themselves, by plain code
 * that shares nothing with {@code game.stats}: totals per session, t probabilities through the incomplete
 * beta function, Welch's test by Hipparchus.
 *
 * <p>All arrays are indexed by turn, of equal length, copied.
 */
public final class PairedSample {
  private final double[] cost;
  private final double[] quality;
  private final double[] baselineCost;
  private final double[] baselineQuality;
  private final List<List<Integer>> sessions = new ArrayList<>();

  /**
   * A sample of turns that a policy and the baseline both played.
   *
   * @param clusters session of each turn, any labels
   */
  public PairedSample(
      double[] cost,
      double[] quality,
      double[] baselineCost,
      double[] baselineQuality,
      int[] clusters) {
    this.cost = cost.clone();
    this.quality = quality.clone();
    this.baselineCost = baselineCost.clone();
    this.baselineQuality = baselineQuality.clone();
    Require.atLeast("turns", clusters.length, 2);
    Map<Integer, List<Integer>> bySession = new LinkedHashMap<>();
    for (int turn = 0; turn < clusters.length; turn++) {
      bySession.computeIfAbsent(clusters[turn], session -> new ArrayList<>()).add(turn);
    }
    sessions.addAll(bySession.values());
  }

  /** Sum from the last value to the first. */
  private static double total(double[] values) {
    double sum = 0;
    for (int index = values.length - 1; index >= 0; index--) {
      sum += values[index];
    }
    return sum;
  }

  /** Mean cost of the policy over that of the baseline. */
  public double costRatio() {
    return total(cost) / total(baselineCost);
  }

  /** Mean quality of the policy. */
  public double meanQuality() {
    return total(quality) / quality.length;
  }

  /** Mean change of quality. */
  public double qualityChange() {
    return (total(quality) - total(baselineQuality)) / quality.length;
  }

  /** Cluster-robust standard error of {@link #qualityChange}; +infinity with one session. */
  public double qualityChangeError() {
    double change = qualityChange();
    double squares = 0;
    for (List<Integer> session : sessions) {
      double excess = 0;
      for (int turn : session) {
        excess += quality[turn] - baselineQuality[turn] - change;
      }
      squares += excess * excess;
    }
    return error(squares, quality.length);
  }

  /** Cluster-robust standard error of {@link #costRatio}, by linearisation. */
  public double costRatioError() {
    double ratio = costRatio();
    double squares = 0;
    for (List<Integer> session : sessions) {
      double excess = 0;
      for (int turn : session) {
        excess += cost[turn] - ratio * baselineCost[turn];
      }
      squares += excess * excess;
    }
    return error(squares, total(baselineCost));
  }

  private double error(double squares, double scale) {
    int count = sessions.size();
    return count < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares * count / (count - 1)) / scale;
  }

  /** One-sided p-value of "quality falls by at least the margin", Student's t over sessions. */
  public double nonInferiorityP(double margin) {
    double error = qualityChangeError();
    double distance = qualityChange() + margin;
    if (error == Double.POSITIVE_INFINITY) {
      return 1;
    }
    if (error <= 1e-12 * Math.abs(distance)) {
      return distance > 0 ? 0 : 1;
    }
    double t = distance / error;
    double freedom = sessions.size() - 1;
    double tail = 0.5 * Beta.regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
    return t > 0 ? tail : 1 - tail;
  }

  /** Two-sided Welch p-value of cost on turns; 1 for equal samples. */
  public double welchCostP() {
    return welch(baselineCost, cost);
  }

  /** Two-sided Welch p-value of quality on turns; 1 for equal samples. */
  public double welchQualityP() {
    return welch(baselineQuality, quality);
  }

  private static double welch(double[] one, double[] other) {
    double lowest = Math.min(one[0], other[0]);
    double highest = Math.max(one[0], other[0]);
    boolean isConstant = true;
    for (int index = 0; index < one.length; index++) {
      isConstant &= one[index] == one[0] && other[index] == other[0];
    }
    if (isConstant) {
      return lowest == highest ? 1 : 0;
    }
    return new TTest().tTest(one, other);
  }
}
