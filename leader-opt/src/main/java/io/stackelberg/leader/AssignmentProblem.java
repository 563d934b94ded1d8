package io.stackelberg.leader;

import io.stackelberg.game.Require;

/**
 * The leader's linear program over many contexts with a few coupling constraints, in primitive arrays:
 * choose a lottery over the commitments at every context, maximising the mean reward such that the mean use
 * of each resource stays within its limit.
 *
 * <p>Entry {@code context * commitments + commitment} of each array belongs to that pair; a pair that is not
 * feasible has the reward −infinity and any finite use. The large arrays are <em>not</em> copied: they may
 * fill most of the memory, and must not change while a solver works. A floor on a mean is a limit on its
 * negative.
 */
public final class AssignmentProblem {
  private final int contexts;
  private final int commitments;
  private final double[] reward;
  private final double[][] use;
  private final double[] limits;

  /**
   * A problem.
   *
   * @param contexts number of contexts, at least 1; each counts the same
   * @param commitments number of commitments, at least 1
   * @param reward of each pair, finite or −infinity; every context has a finite one
   * @param use one array per resource, finite
   * @param limits one per resource, finite
   */
  public AssignmentProblem(
      int contexts, int commitments, double[] reward, double[][] use, double[] limits) {
    this.contexts = Require.atLeast("contexts", contexts, 1);
    this.commitments = Require.atLeast("commitments", commitments, 1);
    this.reward = requireLength("reward", reward);
    this.use = use.clone();
    this.limits = limits.clone();
    if (use.length != limits.length) {
      throw Require.unexpected("number of limits", limits.length, "" + use.length);
    }
    for (int resource = 0; resource < use.length; resource++) {
      requireLength("use[" + resource + "]", use[resource]);
      Require.finite("limits[" + resource + "]", limits[resource]);
      for (double value : use[resource]) {
        Require.finite("use[" + resource + "]", value);
      }
    }
    for (int context = 0; context < contexts; context++) {
      boolean feasible = false;
      for (int pair = context * commitments; pair < (context + 1) * commitments; pair++) {
        if (!(reward[pair] < Double.POSITIVE_INFINITY)) {
          throw Require.unexpected("reward[" + pair + "]", reward[pair], "finite or -Infinity");
        }
        feasible |= reward[pair] > Double.NEGATIVE_INFINITY;
      }
      if (!feasible) {
        throw Require.unexpected("feasible commitments at context " + context, 0, "at least one");
      }
    }
  }

  private double[] requireLength(String name, double[] array) {
    if (array.length != (long) contexts * commitments) {
      throw Require.unexpected(
          "length of " + name, array.length, "" + (long) contexts * commitments);
    }
    return array;
  }

  /** Number of contexts. */
  public int contexts() {
    return contexts;
  }

  /** Number of commitments. */
  public int commitments() {
    return commitments;
  }

  /** Number of coupled resources. */
  public int resources() {
    return limits.length;
  }

  /** Limit on the mean use of a resource. */
  public double limit(int resource) {
    return limits[resource];
  }

  /** Reward of a pair, −infinity where it is not feasible. */
  double reward(int pair) {
    return reward[pair];
  }

  /** Use of a resource by a pair. */
  double use(int resource, int pair) {
    return use[resource][pair];
  }

  /** The commitment chosen at a context at these prices; the first of equals. */
  public int choose(int context, PriceVector at) {
    return choose(context, at.rewardWeight(), at.array());
  }

  /** As above, on an array of prices. */
  int choose(int context, double rewardWeight, double[] prices) {
    int base = context * commitments;
    int best = -1;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int commitment = 0; commitment < commitments; commitment++) {
      double gain = reward[base + commitment];
      if (gain == Double.NEGATIVE_INFINITY) {
        continue;
      }
      double score = rewardWeight * gain;
      for (int resource = 0; resource < prices.length; resource++) {
        score -= prices[resource] * use[resource][base + commitment];
      }
      if (best < 0 || score > bestScore) {
        best = commitment;
        bestScore = score;
      }
    }
    return best;
  }

  /** Adds reward and uses of one pair to {@code sums}. */
  void addPair(int pair, double[] sums) {
    sums[0] += reward[pair];
    for (int resource = 0; resource < use.length; resource++) {
      sums[resource + 1] += use[resource][pair];
    }
  }

  /** Adds reward and uses of the choice at each context of a range to {@code sums}. */
  void addChoices(int from, int to, double rewardWeight, double[] prices, double[] sums) {
    if (prices.length == 2 && rewardWeight == 1) {
      addPaired(from, to, prices[0], prices[1], sums);
      return;
    }
    for (int context = from; context < to; context++) {
      addPair(context * commitments + choose(context, rewardWeight, prices), sums);
    }
  }

  /** Two resources, the common case, without the inner loop over resources. */
  private void addPaired(int from, int to, double first, double second, double[] sums) {
    double[] one = use[0];
    double[] two = use[1];
    double rewardSum = 0;
    double oneSum = 0;
    double twoSum = 0;
    int pair = from * commitments;
    for (int context = from; context < to; context++) {
      int best = pair;
      double bestScore = Double.NEGATIVE_INFINITY;
      for (int end = pair + commitments; pair < end; pair++) {
        double score = reward[pair] - first * one[pair] - second * two[pair];
        if (score > bestScore) {
          best = pair;
          bestScore = score;
        }
      }
      rewardSum += reward[best];
      oneSum += one[best];
      twoSum += two[best];
    }
    sums[0] += rewardSum;
    sums[1] += oneSum;
    sums[2] += twoSum;
  }
}
