package io.stackelberg.leader;

import io.stackelberg.game.Require;
import java.util.Arrays;

/**
 * An {@link AssignmentProblem} whose policy pays for leaving a baseline policy: maximise the mean of reward −
 * strength × divergence from the baseline, within the same limits.
 *
 * <p>At given prices each context is solved alone and exactly: with the half squared distance the lottery is
 * the projection of baseline + score / strength onto the simplex, score being reward − prices · use; with
 * the relative entropy it is proportional to baseline × exp(score / strength). The large arrays are not
 * copied.
 */
public final class RegularisedProblem {
  /** How far a lottery is from the baseline's. */
  public enum Divergence {
    /** ½ Σ (p − b)²: a quadratic program. */
    HALF_SQUARED_DISTANCE,
    /** Σ p log(p / b), in nats: commitments that the baseline never takes stay excluded. */
    RELATIVE_ENTROPY
  }

  private static final double SUM_SLACK = 1e-9;

  private final AssignmentProblem assignment;
  private final double[] baseline;
  private final double strength;
  private final Divergence divergence;

  /**
   * A problem.
   *
   * @param assignment rewards, uses and limits
   * @param baseline probability of each pair, summing to 1 at every context, 0 where the pair is not feasible
   * @param strength price of a unit of divergence, in units of reward, above 0
   * @param divergence from the baseline
   */
  public RegularisedProblem(
      AssignmentProblem assignment, double[] baseline, double strength, Divergence divergence) {
    this.assignment = assignment;
    this.baseline = baseline;
    this.strength = Require.positive("strength", strength);
    this.divergence = divergence;
    int commitments = assignment.commitments();
    if (baseline.length != assignment.contexts() * commitments) {
      throw Require.unexpected(
          "length of baseline", baseline.length, "" + assignment.contexts() * commitments);
    }
    for (int context = 0; context < assignment.contexts(); context++) {
      double sum = 0;
      for (int pair = context * commitments; pair < (context + 1) * commitments; pair++) {
        sum += Require.inUnitInterval("baseline[" + pair + "]", baseline[pair]);
        if (baseline[pair] > 0 && assignment.reward(pair) == Double.NEGATIVE_INFINITY) {
          throw Require.unexpected(
              "baseline[" + pair + "]", baseline[pair], "0 where the pair is not feasible");
        }
      }
      if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
        throw Require.unexpected("sum of the baseline at context " + context, sum, "1");
      }
    }
  }

  /** Rewards, uses and limits. */
  public AssignmentProblem assignment() {
    return assignment;
  }

  /** The baseline's probability of a pair. */
  double baseline(int pair) {
    return baseline[pair];
  }

  /** Price of a unit of divergence. */
  public double strength() {
    return strength;
  }

  /** The lottery over the commitments chosen at a context at these prices; a fresh array. */
  public double[] lottery(int context, PriceVector at) {
    Lottery lottery = new Lottery();
    lottery.choose(context, at.rewardWeight(), at.array());
    return lottery.probability.clone();
  }

  private boolean isAllowed(int pair) {
    return assignment.reward(pair) > Double.NEGATIVE_INFINITY
        && (divergence == Divergence.HALF_SQUARED_DISTANCE || baseline[pair] > 0);
  }

  /** Largest minus smallest reward at a context among the commitments that may be taken. */
  double rewardRange(int context) {
    int commitments = assignment.commitments();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int pair = context * commitments; pair < (context + 1) * commitments; pair++) {
      if (isAllowed(pair)) {
        low = Math.min(low, assignment.reward(pair));
        high = Math.max(high, assignment.reward(pair));
      }
    }
    return high - low;
  }

  /** One context's lottery with buffers for many contexts; one per thread. */
  final class Lottery {
    final double[] probability = new double[assignment.commitments()];
    private final double[] sorted = new double[assignment.commitments()];
    private final double[] centred = new double[assignment.resources()];

    /** Sets the best lottery at these prices; at reward weight 0 the first commitment of least priced use. */
    void choose(int context, double rewardWeight, double[] prices) {
      int base = context * probability.length;
      int best = -1;
      for (int index = 0; index < probability.length; index++) {
        if (!isAllowed(base + index)) {
          probability[index] = Double.NEGATIVE_INFINITY;
          continue;
        }
        double score = rewardWeight * assignment.reward(base + index);
        for (int resource = 0; resource < prices.length; resource++) {
          score -= prices[resource] * assignment.use(resource, base + index);
        }
        probability[index] = score;
        best = best < 0 || score > probability[best] ? index : best;
      }
      double highest = probability[best];
      if (rewardWeight == 0) {
        Arrays.fill(probability, 0);
        probability[best] = 1;
      } else if (divergence == Divergence.HALF_SQUARED_DISTANCE) {
        projectFrom(base, highest);
      } else {
        tiltFrom(base, highest);
      }
    }

    private void projectFrom(int base, double highest) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int index = 0; index < probability.length; index++) {
        probability[index] = baseline[base + index] + (probability[index] - highest) / strength;
        largest = Math.max(largest, probability[index]);
      }
      SimplexProjection.project(probability, 1, largest, sorted);
    }

    private void tiltFrom(int base, double highest) {
      double sum = 0;
      for (int index = 0; index < probability.length; index++) {
        probability[index] =
            baseline[base + index] * StrictMath.exp((probability[index] - highest) / strength);
        sum += probability[index];
      }
      for (int index = 0; index < probability.length; index++) {
        probability[index] /= sum;
      }
    }

    /** Divergence of the lottery from the baseline. */
    double divergence(int context) {
      int base = context * probability.length;
      double sum = 0;
      for (int index = 0; index < probability.length; index++) {
        double p = probability[index];
        double b = baseline[base + index];
        if (divergence == Divergence.HALF_SQUARED_DISTANCE) {
          sum += 0.5 * (p - b) * (p - b);
        } else if (p > 0) {
          sum += p * StrictMath.log(p / b);
        }
      }
      return sum;
    }

    /** Adds reward − strength × divergence, the uses, and the reward to {@code sums}. */
    void addTo(int context, double[] sums) {
      int base = context * probability.length;
      double reward = 0;
      for (int index = 0; index < probability.length; index++) {
        double p = probability[index];
        if (p > 0) {
          reward += p * assignment.reward(base + index);
          for (int resource = 0; resource < centred.length; resource++) {
            sums[resource + 1] += p * assignment.use(resource, base + index);
          }
        }
      }
      sums[0] += reward - strength * divergence(context);
      sums[centred.length + 1] += reward;
    }

    /** Adds the second derivatives of the dual, by rows of the lower triangle, from {@code sums[offset]} on. */
    void addCurvature(int context, double[] sums, int offset) {
      int base = context * probability.length;
      boolean isFlat = divergence == Divergence.HALF_SQUARED_DISTANCE;
      double total = 0;
      Arrays.fill(centred, 0);
      for (int index = 0; index < probability.length; index++) {
        double weight = isFlat && probability[index] > 0 ? 1 : probability[index];
        total += weight;
        for (int resource = 0; weight > 0 && resource < centred.length; resource++) {
          centred[resource] += weight * assignment.use(resource, base + index);
        }
      }
      for (int index = 0; index < probability.length; index++) {
        double weight = isFlat && probability[index] > 0 ? 1 : probability[index];
        int entry = offset;
        for (int row = 0; weight > 0 && row < centred.length; row++) {
          double one = assignment.use(row, base + index) - centred[row] / total;
          for (int column = 0; column <= row; column++) {
            double other = assignment.use(column, base + index) - centred[column] / total;
            sums[entry++] += weight * one * other / strength;
          }
        }
      }
    }
  }
}
