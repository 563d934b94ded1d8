package io.stackelberg.repair;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.MeanBounds;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the baseline's probability to the commitment of best estimate, except where too little was seen.
 *
 * <p>Candidates with fewer than {@code minCalls} values keep the baseline's probability; the rest goes to the best
 * estimate among those with at least that many, and stays where there is none. With r_l = √(log(2K/δ)/(2 n_l)), for
 * every policy π at once and values in [0, 1], with probability at least 1 − δ,
 *
 * <pre>V(π) − V(b) ≥ Σ(π − b)_l V̂_l − Σ|π_l − b_l| r_l</pre>
 *
 * <p>where candidates of π_l = b_l count nothing. Source: after Laroche, Trichelair and Tachet des Combes (2019)
 * [laroche2019safe]; this is its form for one context.
 *
 * @param minCalls N_min, at least 1
 */
public record BaselineBootstrap(int minCalls) {
  public BaselineBootstrap {
    Require.atLeast("minCalls", minCalls, 1);
  }

  /**
   * A policy with its guarantee.
   *
   * @param policy probability of each candidate
   * @param gain Σ(π − b)_l V̂_l
   * @param penalty Σ|π_l − b_l| r_l; +infinity where probability moved to or from a candidate never seen
   */
  public record Answer(List<Double> policy, double gain, double penalty) {
    public Answer {
      policy = List.copyOf(policy);
    }

    /** Lower bound on the improvement over the baseline. */
    public double lowerBound() {
      return gain - penalty;
    }

    /** Whether an improvement, or no change, is shown. */
    public boolean isDeployed() {
      return lowerBound() >= 0;
    }
  }

  /**
   * Improves on the baseline.
   *
   * @param calls n_l, values seen of each candidate
   * @param baseline b, summing to 1 within 1e-9
   * @param estimates V̂_l, the mean of the values, in [0, 1]; not read where nothing was seen
   * @param delta in (0, 1)
   */
  public Answer improve(
      List<Integer> calls, List<Double> baseline, List<Double> estimates, double delta) {
    requireLengths(calls, baseline, estimates);
    int best = -1;
    for (int index = 0; index < calls.size(); index++) {
      if (calls.get(index) >= minCalls
          && (best < 0 || estimates.get(index) > estimates.get(best))) {
        best = index;
      }
    }
    List<Double> policy = new ArrayList<>(baseline);
    for (int index = 0; index < calls.size() && best >= 0; index++) {
      if (calls.get(index) >= minCalls && index != best) {
        policy.set(best, policy.get(best) + policy.get(index));
        policy.set(index, 0.0);
      }
    }
    return judge(policy, calls, baseline, estimates, delta);
  }

  /** The guarantee of any policy. */
  public static Answer judge(
      List<Double> policy,
      List<Integer> calls,
      List<Double> baseline,
      List<Double> estimates,
      double delta) {
    requireLengths(calls, baseline, estimates);
    Require.inOpenUnitInterval("delta", delta);
    if (policy.size() != calls.size()) {
      throw Require.unexpected("number of probabilities", policy.size(), "" + calls.size());
    }
    double gain = 0;
    double penalty = 0;
    for (int index = 0; index < policy.size(); index++) {
      double moved = policy.get(index) - baseline.get(index);
      if (moved != 0) {
        if (calls.get(index) == 0) {
          return new Answer(policy, 0, Double.POSITIVE_INFINITY);
        }
        gain += moved * Require.inUnitInterval("estimate", estimates.get(index));
        penalty +=
            Math.abs(moved) * MeanBounds.hoeffdingTwoSided(calls.get(index), delta / policy.size());
      }
    }
    return new Answer(policy, gain, penalty);
  }

  private static void requireLengths(
      List<Integer> calls, List<Double> baseline, List<Double> estimates) {
    Require.nonEmpty("calls", calls);
    if (baseline.size() != calls.size() || estimates.size() != calls.size()) {
      throw Require.unexpected(
          "numbers of calls, baseline probabilities and estimates",
          List.of(calls.size(), baseline.size(), estimates.size()),
          "equal numbers");
    }
    double sum = 0;
    for (int index = 0; index < calls.size(); index++) {
      Require.atLeast("calls", calls.get(index), 0);
      sum += Require.inUnitInterval("baseline probability", baseline.get(index));
    }
    Require.inRange("sum of baseline probabilities", sum, 1 - 1e-9, 1 + 1e-9);
  }
}
