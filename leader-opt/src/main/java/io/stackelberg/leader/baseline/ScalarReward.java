package io.stackelberg.leader.baseline;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Turn;
import java.util.random.RandomGenerator;

/**
 * Quality and cost in one number, (quality − reference's) − w · (cost / reference's − 1): 0 for the reference
 * on average, whatever the weight w.
 */
record ScalarReward(double referenceQuality, double referenceCost, double weight) {
  /** Weights that are tried. */
  static final double[] WEIGHTS = {0, 0.05, 0.1, 0.2, 0.4, 0.8};

  /** Learns a policy for a reward by playing at most so many turns. */
  @FunctionalInterface
  interface Learner {
    LeaderPolicy learn(ScalarReward reward, int turns, Rehearsal rehearsal, RandomGenerator random);
  }

  double of(Practice practice, Turn turn) {
    return Rehearsal.quality(turn)
        - referenceQuality
        - weight * (Rehearsal.cost(practice, turn) / referenceCost - 1);
  }

  /**
   * The policy learned under the largest weight that keeps mean quality within the slack; the one of best
   * quality where none does. Each weight learns on one share of the turns, and is scored on another.
   */
  static LeaderPolicy largestWithinSlack(
      Practice practice, RandomGenerator random, Learner learner) {
    Rehearsal rehearsal = new Rehearsal(practice, random);
    int share = rehearsal.share(2 * WEIGHTS.length + 1);
    Rehearsal.Score reference = rehearsal.score(rehearsal.reference(), share);
    ScalarReward free = new ScalarReward(reference.quality(), scale(reference.cost()), 0);
    LeaderPolicy chosen = rehearsal.reference();
    double best = Double.NEGATIVE_INFINITY;
    for (double weight : WEIGHTS) {
      LeaderPolicy policy = learner.learn(
          new ScalarReward(free.referenceQuality(), free.referenceCost(), weight),
          share,
          rehearsal,
          random);
      double change = rehearsal.score(policy, share).quality() - reference.quality();
      if (change >= -practice.slack() || change > best) {
        chosen = policy;
        best = change >= -practice.slack() ? 1 : change;
      }
    }
    return chosen;
  }

  /** A cost to divide by. */
  static double scale(double referenceCost) {
    return referenceCost > 0 ? referenceCost : 1;
  }
}
