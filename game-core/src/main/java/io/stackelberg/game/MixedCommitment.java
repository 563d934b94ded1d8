package io.stackelberg.game;

import java.util.ArrayList;
import java.util.List;

/**
 * Lottery over commitments: the leader draws one and announces the draw.
 *
 * @param support the commitments that can be drawn, each once
 * @param probabilities their probabilities, above 0, summing to 1 within 1e-9
 */
public record MixedCommitment(List<Commitment> support, List<Double> probabilities) {
  public MixedCommitment {
    support = List.copyOf(Require.nonEmpty("support", support));
    probabilities = List.copyOf(probabilities);
    if (support.stream().distinct().count() != support.size()) {
      throw Require.unexpected("support", support, "distinct commitments");
    }
    if (support.size() != probabilities.size()) {
      throw Require.unexpected(
          "number of probabilities", probabilities.size(), "" + support.size());
    }
    double sum = 0;
    for (double probability : probabilities) {
      sum += Require.inRange("probability", probability, Double.MIN_VALUE, 1 + 1e-9);
    }
    Require.inRange("sum of probabilities", sum, 1 - 1e-9, 1 + 1e-9);
  }

  /** The lottery that always draws {@code commitment}. */
  public static MixedCommitment pure(Commitment commitment) {
    return new MixedCommitment(List.of(commitment), List.of(1.0));
  }

  /**
   * Draws {@code one} with probability {@code share}, else {@code other}.
   *
   * @param share in [0, 1]; a member without probability is left out
   */
  public static MixedCommitment between(Commitment one, Commitment other, double share) {
    Require.inUnitInterval("share", share);
    if (one.equals(other) || share == 1) {
      return pure(one);
    }
    return share == 0
        ? pure(other)
        : new MixedCommitment(List.of(one, other), List.of(share, 1 - share));
  }

  /** Probability of drawing {@code commitment}. */
  public double probability(Commitment commitment) {
    int index = support.indexOf(commitment);
    return index < 0 ? 0 : probabilities.get(index);
  }

  /**
   * This lottery restricted to what is feasible at the context, {@code fallback} where nothing is.
   *
   * @param context where the leader commits
   * @param fallback drawn with certainty when no member is feasible
   */
  public MixedCommitment feasibleAt(Context context, Commitment fallback) {
    List<Commitment> members = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    double sum = 0;
    for (int member = 0; member < support.size(); member++) {
      if (support.get(member).isFeasible(context)) {
        members.add(support.get(member));
        weights.add(probabilities.get(member));
        sum += probabilities.get(member);
      }
    }
    if (members.size() == support.size()) {
      return this;
    }
    if (members.isEmpty()) {
      return pure(fallback);
    }
    double total = sum;
    weights.replaceAll(weight -> weight / total);
    return new MixedCommitment(members, weights);
  }
}
