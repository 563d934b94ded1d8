package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Improvement that keeps the baseline where little was seen (theory 4.5): the mixture, and the bound of its gain
 * that holds for all mixtures at once. Source: after Laroche, Trichelair and Tachet des Combes (2019)
 * [laroche2019safe], for one turn.
 */
public final class BaselineBootstrapCheck {
  private static final String NAME = "baseline bootstrap (4.5)";

  private BaselineBootstrapCheck() {}

  /**
   * Computes the bound Σ (π − b) V̂ − Σ |π − b| r with r_l = √(log(2K/δ)/(2 n_l)).
   *
   * @param counts n of each of the K candidates, at least 0
   * @param baseline b, a distribution over them
   * @param estimates V̂ of each, in [0, 1]; of no meaning where n is 0
   * @param leastCount N_min: candidates seen less often keep the baseline's probability
   * @param delta probability that the bound exceeds the gain, in (0, 1)
   * @param policy a policy to judge; empty for the one the rule gives
   */
  public static CheckResult check(
      int[] counts,
      double[] baseline,
      double[] estimates,
      int leastCount,
      double delta,
      Optional<List<Double>> policy) {
    int candidates = counts.length;
    Require.atLeast("number of candidates", candidates, 1);
    Require.inRange("number of b", baseline.length, candidates, candidates);
    Require.inRange("number of V_hat", estimates.length, candidates, candidates);
    Require.inOpenUnitInterval("delta", delta);
    requireDistribution("b", baseline);
    double[] chosen = policy
        .map(given -> given.stream().mapToDouble(probability -> probability).toArray())
        .orElseGet(() -> bootstrapped(counts, baseline, estimates, leastCount));
    Require.inRange("number of pi", chosen.length, candidates, candidates);
    requireDistribution("pi", chosen);
    double gain = 0;
    double penalty = 0;
    for (int index = 0; index < candidates; index++) {
      Require.atLeast("n[" + index + "]", counts[index], 0);
      Require.inUnitInterval("V_hat[" + index + "]", estimates[index]);
      double change = chosen[index] - baseline[index];
      if (change != 0) {
        gain += change * estimates[index];
        penalty +=
            Math.abs(change) * Math.sqrt(Math.log(2 * candidates / delta) / (2.0 * counts[index]));
      }
    }
    double bound = gain - penalty;
    List<Quantity> quantities = List.of(
        Quantity.of("pi", chosen),
        Quantity.of("gain", gain),
        Quantity.of("penalty", penalty),
        Quantity.of("gain_lcb", bound));
    return bound >= 0
        ? new CheckResult.Holds(
            NAME,
            Rigour.FINITE_SAMPLE,
            bound,
            "Deploy: the gain over the baseline is at least " + bound + " with probability "
                + (1 - delta) + ".",
            quantities)
        : new CheckResult.Inconclusive(
            NAME,
            Rigour.FINITE_SAMPLE,
            "more data on what the policy changes",
            "Keep the baseline: the gain is only known to be at least " + bound + ".",
            quantities);
  }

  private static double[] bootstrapped(
      int[] counts, double[] baseline, double[] estimates, int leastCount) {
    int best = -1;
    double free = 0;
    double[] policy = baseline.clone();
    for (int index = 0; index < counts.length; index++) {
      if (counts[index] >= leastCount && counts[index] > 0) {
        free += baseline[index];
        policy[index] = 0;
        best = best < 0 || estimates[index] > estimates[best] ? index : best;
      }
    }
    if (best >= 0) {
      policy[best] = free;
    }
    return policy;
  }

  private static void requireDistribution(String name, double[] law) {
    for (double probability : law) {
      Require.inUnitInterval(name, probability);
    }
    Require.inRange("sum of " + name, Arrays.stream(law).sum(), 1 - 1e-9, 1 + 1e-9);
  }
}
