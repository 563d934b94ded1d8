package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sets of follower actions that hold the action taken with probability at least 1 − alpha, whatever the
 * response model: split conformal prediction.
 *
 * <pre>C(x, l) = {a : 1 − P(a|x, l) ≤ q̂},  q̂ the ⌈(n + 1)(1 − alpha)⌉-th smallest calibration score</pre>
 *
 * <ul>
 *   <li>q̂ is +infinity, and C every action, where n is too small.
 *   <li>Coverage is marginal, over calibration data and test point together, and needs them exchangeable. It
 *       does not hold for each context, nor exactly for one calibration sample.
 *   <li>Turns of one session are not exchangeable with those of another: give one turn per session, or count
 *       coverage as assumed.
 *   <li>A changed leader policy shifts (x, l): weigh each point by w = π_new(l|x)/μ(l|x); then q̂ is the
 *       smallest s with Σ_{s_i ≤ s} w_i ≥ (1 − alpha)(Σ w_i + w_test), else +infinity. Weights must be known,
 *       not estimated.
 *   <li>The rank is rounded down by 1e-9 before ⌈⌉, so that 0.9 · 10 is 9.
 * </ul>
 *
 * <p>Source: Vovk, Gammerman and Shafer (2005) [vovk2005algorithmic]; weights: Tibshirani et al. (2019)
 * [tibshirani2019conformal]. Cost: O(n log n) to build, O(log n + actions) per set.
 */
public final class ConformalSets {
  private static final double RANK_SLACK = 1e-9;
  private static final double ROUNDING = 1e-9;

  private final double alpha;
  private final double[] scores;
  private final double[] cumulative;
  private final boolean weighted;

  private ConformalSets(double[] scores, double[] weights, double alpha, boolean weighted) {
    this.alpha = Require.inOpenUnitInterval("alpha", alpha);
    this.weighted = weighted;
    BinaryForecasts.requireLength("weights", weights.length, scores.length);
    for (int index = 0; index < scores.length; index++) {
      BinaryForecasts.requireUnit("scores", index, scores[index]);
      Require.nonNegative("weights[" + index + "]", weights[index]);
    }
    int[] order = IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(index -> scores[index]))
        .mapToInt(Integer::intValue)
        .toArray();
    this.scores = Arrays.stream(order).mapToDouble(index -> scores[index]).toArray();
    this.cumulative = new double[scores.length];
    double sum = 0;
    for (int position = 0; position < order.length; position++) {
      sum += weights[order[position]];
      cumulative[position] = sum;
    }
    Require.finite("sum of weights", sum);
  }

  /**
   * Sets for test points exchangeable with the calibration points.
   *
   * @param scores 1 − P(action taken) on data the model was not fitted on, each in [0, 1]; may be empty
   * @param alpha admitted probability of a miss, in (0, 1)
   */
  public static ConformalSets of(double[] scores, double alpha) {
    double[] weights = new double[scores.length];
    Arrays.fill(weights, 1);
    return new ConformalSets(scores, weights, alpha, false);
  }

  /**
   * Sets for test points of another law, of known density ratio.
   *
   * @param scores 1 − P(action taken) on data the model was not fitted on, each in [0, 1]; may be empty
   * @param weights dP_new/dP_calibration at each calibration point up to one common factor, finite, at least
   *     0
   * @param alpha admitted probability of a miss, in (0, 1)
   */
  public static ConformalSets weighted(double[] scores, double[] weights, double alpha) {
    return new ConformalSets(scores, weights, alpha, true);
  }

  /** Scores 1 − P(action taken) of held-out forecasts, in their order. */
  public static double[] scores(ActionForecasts forecasts) {
    return IntStream.range(0, forecasts.size())
        .mapToDouble(index -> 1 - forecasts.probabilities(index)[forecasts.action(index)])
        .toArray();
  }

  /** Admitted probability of a miss. */
  public double alpha() {
    return alpha;
  }

  /**
   * The threshold q̂ for a test point.
   *
   * @param testWeight weight of the test point on the scale of the calibration weights, finite, at least 0;
   *     1 without weights
   * @return in [0, 1] or +infinity
   */
  public double threshold(double testWeight) {
    Require.nonNegative("testWeight", testWeight);
    if (!weighted && testWeight != 1) {
      throw Require.unexpected("testWeight", testWeight, "1 for sets without weights");
    }
    int size = scores.length;
    double total = (size == 0 ? 0 : cumulative[size - 1]) + testWeight;
    Require.positive("sum of calibration and test weights", total);
    double needed = (1 - alpha) * total - RANK_SLACK * total / (size + 1);
    int below = -1;
    int position = size;
    while (position - below > 1) {
      int middle = (below + position) >>> 1;
      if (cumulative[middle] >= needed) {
        position = middle;
      } else {
        below = middle;
      }
    }
    return position < size ? scores[position] : Double.POSITIVE_INFINITY;
  }

  /** {@link #responseSet(double[], double)} for sets without weights. */
  public List<Integer> responseSet(double[] probabilities) {
    requireUnweighted();
    return responseSet(probabilities, 1);
  }

  /**
   * Actions the follower may take at a test point.
   *
   * @param probabilities forecast distribution, by action index
   * @param testWeight as of {@link #threshold}
   * @return action indices, increasing; may be empty
   */
  public List<Integer> responseSet(double[] probabilities, double testWeight) {
    double threshold = threshold(testWeight);
    for (int action = 0; action < probabilities.length; action++) {
      BinaryForecasts.requireUnit("probabilities", action, probabilities[action]);
    }
    return IntStream.range(0, probabilities.length)
        .filter(action -> 1 - probabilities[action] <= threshold)
        .boxed()
        .toList();
  }

  /**
   * How often sets held the action taken, on data of the law they are meant for.
   *
   * @param covered share of sets that held it; an interval wholly below 1 − alpha refutes the assumptions
   *     only as far as the calibration sample is large, for its own coverage varies by about √(alpha (1 −
   *     alpha)/n)
   * @param meanSize mean number of actions in a set: coverage by large sets is worth little
   * @param empty sets without an action
   * @param unbounded sets of every action because the threshold was +infinity
   */
  public record Coverage(BoundedMean covered, double meanSize, int empty, int unbounded) {
    public Coverage {
      Require.nonNegative("meanSize", meanSize);
      Require.atLeast("empty", empty, 0);
      Require.atLeast("unbounded", unbounded, 0);
    }
  }

  /** {@link #coverage(ActionForecasts, double[])} for sets without weights. */
  public Coverage coverage(ActionForecasts held) {
    requireUnweighted();
    return coverage(held, ones(held.size()));
  }

  /**
   * Coverage on further data.
   *
   * @param held forecasts used neither to fit the model nor as calibration scores
   * @param testWeights weight of each, as of {@link #threshold}
   */
  public Coverage coverage(ActionForecasts held, double[] testWeights) {
    BinaryForecasts.requireLength("testWeights", testWeights.length, held.size());
    double[] covered = new double[held.size()];
    long members = 0;
    int empty = 0;
    int unbounded = 0;
    for (int index = 0; index < covered.length; index++) {
      List<Integer> set = responseSet(held.probabilities(index), testWeights[index]);
      covered[index] = set.contains(held.action(index)) ? 1 : 0;
      members += set.size();
      empty += set.isEmpty() ? 1 : 0;
      unbounded += threshold(testWeights[index]) == Double.POSITIVE_INFINITY ? 1 : 0;
    }
    return new Coverage(
        BoundedMean.of(covered, held.sessions(), 0, 1),
        (double) members / held.size(),
        empty,
        unbounded);
  }

  /**
   * What the leader's utility was declared to be before the data were seen; a sampled maximum will not do.
   *
   * @param low least utility
   * @param high largest utility
   * @param span largest difference between two actions at one context, in [0, high − low]
   */
  public record UtilityRange(double low, double high, double span) {
    public UtilityRange {
      Require.finite("low", low);
      Require.finite("high", high);
      if (!(low < high)) {
        throw Require.unexpected("high", high, "a number > low = " + low);
      }
      Require.inRange("span", span, 0, (high - low) * (1 + ROUNDING));
    }
  }

  /**
   * Lower bound of the leader's expected utility that trusts the sets alone: E U_L ≥ E min_{a∈C} U_L − alpha
   * · span.
   *
   * <p>For a miss costs at most the span, and happens with probability at most alpha. Where C is empty it is
   * the likeliest action. The expectation is over calibration data too: for one calibration sample this is an
   * estimate of the bound.
   *
   * @param worstCase mean of min_{a∈C} U_L over the given contexts
   * @param penalty alpha · span
   */
  public record RobustValue(BoundedMean worstCase, double penalty) {
    public RobustValue {
      Require.nonNegative("penalty", penalty);
    }

    /** The bound at the sample mean. */
    public double bound() {
      return worstCase.mean() - penalty;
    }
  }

  /** {@link #robustValue(double[][], double[][], int[], double[], UtilityRange)} without weights. */
  public RobustValue robustValue(
      double[][] probabilities, double[][] utilities, int[] sessions, UtilityRange range) {
    requireUnweighted();
    return robustValue(probabilities, utilities, sessions, ones(sessions.length), range);
  }

  /**
   * Robust value of the leader's policy over contexts it was not tuned on.
   *
   * @param probabilities forecast distribution at each context, by action index
   * @param utilities the leader's utility of each action, same shape
   * @param sessions the session of each context
   * @param testWeights weight of each context, as of {@link #threshold}
   * @param range declared range of the utilities
   * @throws IllegalArgumentException if a utility or a context's span leaves the declared range
   */
  public RobustValue robustValue(
      double[][] probabilities,
      double[][] utilities,
      int[] sessions,
      double[] testWeights,
      UtilityRange range) {
    BinaryForecasts.requireLength("utilities", utilities.length, probabilities.length);
    BinaryForecasts.requireLength("testWeights", testWeights.length, probabilities.length);
    double[] worst = new double[utilities.length];
    for (int index = 0; index < worst.length; index++) {
      double[] utility = utilities[index];
      BinaryForecasts.requireLength(
          "utilities[" + index + "]", utility.length, probabilities[index].length);
      Require.atLeast("number of actions", utility.length, 1);
      for (double value : utility) {
        Require.inRange("utilities[" + index + "]", value, range.low(), range.high());
      }
      double least = Arrays.stream(utility).min().orElseThrow();
      double most = Arrays.stream(utility).max().orElseThrow();
      Require.inRange(
          "span of utilities[" + index + "]", most - least, 0, range.span() * (1 + ROUNDING));
      List<Integer> set = responseSet(probabilities[index], testWeights[index]);
      worst[index] = set.stream()
          .mapToDouble(action -> utility[action])
          .min()
          .orElse(utility[ActionForecasts.likeliest(probabilities[index])]);
    }
    return new RobustValue(
        BoundedMean.of(worst, sessions, range.low(), range.high()), alpha * range.span());
  }

  private void requireUnweighted() {
    if (weighted) {
      throw Require.unexpected("test weight", "missing", "one per test point, for weighted sets");
    }
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }
}
