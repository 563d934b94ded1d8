package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Threshold of conformal response sets recomputed from its definition (theory 4.4), and whether its weights fit
 * the policy that will be played. Source: Tibshirani et al. (2019) [tibshirani2019conformal].
 */
public final class ConformalCheck {
  private static final String NAME = "conformal response sets (4.4)";

  private ConformalCheck() {}

  /**
   * The threshold q̂.
   *
   * @param scores one per calibration point, in [0, 1]
   * @param weights used for them, at least 0; all 1 for sets without weights
   * @param testWeight weight of the test point on the same scale, at least 0
   * @param ratios π_new/μ at each calibration point where the leader's policy changed; empty where it did not.
   *     The weights must be a multiple of them
   * @param alpha admitted probability of a miss, in (0, 1)
   */
  public static CheckResult check(
      double[] scores, double[] weights, double testWeight, List<Double> ratios, double alpha) {
    Require.inRange("number of weights", weights.length, scores.length, scores.length);
    Require.inOpenUnitInterval("alpha", alpha);
    double total = Require.nonNegative("w_test", testWeight);
    for (int index = 0; index < scores.length; index++) {
      Require.inUnitInterval("scores[" + index + "]", scores[index]);
      total += Require.nonNegative("weights[" + index + "]", weights[index]);
    }
    Require.positive("sum of weights", total);
    double threshold = threshold(scores, weights, total, alpha);
    List<Quantity> quantities = List.of(Quantity.of("q_hat", threshold));
    if (!ratios.isEmpty()) {
      Require.inRange("number of ratios", ratios.size(), scores.length, scores.length);
      // Proportional: weights[i] ratios[j] = weights[j] ratios[i] for all pairs.
      for (int i = 0; i < scores.length; i++) {
        for (int j = 0; j < i; j++) {
          double one = weights[i] * Require.nonNegative("ratio", ratios.get(j));
          double other = weights[j] * Require.nonNegative("ratio", ratios.get(i));
          if (Math.abs(one - other) > 1e-9 * (one + other)) {
            return new CheckResult.Violated(
                NAME,
                Rigour.EXACT,
                "points " + j + " and " + i + ": weights " + weights[j] + " and " + weights[i]
                    + ", pi_new/mu " + ratios.get(j) + " and " + ratios.get(i),
                "The policy changed and the weights do not follow: calibration and test points are"
                    + " not exchangeable, coverage is not 1 - alpha.",
                quantities);
          }
        }
      }
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.FINITE_SAMPLE,
        0,
        threshold == Double.POSITIVE_INFINITY
            ? "Too few scores: every action belongs to the set, which covers always and says nothing."
            : "Sets of actions with 1 - P <= " + threshold + " cover with probability at least "
                + (1 - alpha) + ", if points are exchangeable once weighted.",
        quantities);
  }

  private static double threshold(double[] scores, double[] weights, double total, double alpha) {
    double needed = (1 - alpha) * total - 1e-9 * total / (scores.length + 1);
    double smallest = Double.POSITIVE_INFINITY;
    for (double candidate : scores) {
      double below = 0;
      for (int index = 0; index < scores.length; index++) {
        below += scores[index] <= candidate ? weights[index] : 0;
      }
      smallest = below >= needed ? Math.min(smallest, candidate) : smallest;
    }
    return smallest;
  }

  /**
   * Value the leader can count on when the follower stays in its sets: mean over contexts of min_{a ∈ C} U_L,
   * minus α times the largest span of U_L; where a set is empty, its likeliest action stands in.
   *
   * @param probabilities P(a|x, l), one row per context
   * @param utilities U_L(x, l, a), of the same shape
   * @param threshold q̂, in [0, 1] or +infinity
   * @param alpha as of the threshold
   * @param claimed a claimed lower bound of the value; empty: only the bound is computed
   */
  public static CheckResult checkRobustValue(
      double[][] probabilities,
      double[][] utilities,
      double threshold,
      double alpha,
      OptionalDouble claimed) {
    Require.atLeast("number of P", probabilities.length, 1);
    Require.inRange("number of U_L", utilities.length, probabilities.length, probabilities.length);
    double worst = 0;
    double span = 0;
    List<Double> sizes = new ArrayList<>();
    for (int context = 0; context < probabilities.length; context++) {
      double[] row = probabilities[context];
      double[] utility = utilities[context];
      Require.inRange("number of U_L[" + context + "]", utility.length, row.length, row.length);
      int likeliest = 0;
      double least = Double.POSITIVE_INFINITY;
      double size = 0;
      for (int action = 0; action < row.length; action++) {
        Require.inUnitInterval("P", row[action]);
        Require.finite("U_L", utility[action]);
        likeliest = row[action] > row[likeliest] ? action : likeliest;
        if (1 - row[action] <= threshold) {
          size++;
          least = Math.min(least, utility[action]);
        }
      }
      sizes.add(size);
      worst += (size == 0 ? utility[likeliest] : least) / probabilities.length;
      span = Math.max(
          span,
          Arrays.stream(utility).max().orElseThrow()
              - Arrays.stream(utility).min().orElseThrow());
    }
    double bound = worst - Require.inOpenUnitInterval("alpha", alpha) * span;
    List<Quantity> quantities = List.of(
        new Quantity("set_sizes", sizes),
        Quantity.of("worst_case", worst),
        Quantity.of("robust_value", bound));
    return claimed.isPresent() && !(claimed.getAsDouble() <= bound + 1e-12)
        ? new CheckResult.Inconclusive(
            NAME,
            Rigour.FINITE_SAMPLE,
            "a claim of at most " + bound,
            "The claim " + claimed.getAsDouble() + " exceeds what the sets support.",
            quantities)
        : new CheckResult.Holds(
            NAME,
            Rigour.FINITE_SAMPLE,
            claimed.isPresent() ? Math.max(0, bound - claimed.getAsDouble()) : 0,
            "The value is at least " + bound + " on average over the contexts given.",
            quantities);
  }
}
