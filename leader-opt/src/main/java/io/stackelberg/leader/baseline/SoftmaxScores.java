package io.stackelberg.leader.baseline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import java.util.ArrayList;
import java.util.List;

/**
 * Lottery over the menu with log-odds that are linear in the context's features, climbed by Adam.
 *
 * <p>Source: Kingma and Ba (2015) [kingma2015adam] for the steps.
 */
final class SoftmaxScores {
  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;

  private final Arms arms;
  private final Features features;
  private final double[][] weights;
  private final double[][] mean;
  private final double[][] square;
  private int steps;

  /** The uniform lottery. */
  SoftmaxScores(Arms arms, Features features) {
    this.arms = arms;
    this.features = features;
    weights = new double[arms.menu().size()][features.size()];
    mean = new double[arms.menu().size()][features.size()];
    square = new double[arms.menu().size()][features.size()];
  }

  /** A copy that further steps leave alone. */
  SoftmaxScores copy() {
    SoftmaxScores copy = new SoftmaxScores(arms, features);
    for (int arm = 0; arm < weights.length; arm++) {
      copy.weights[arm] = weights[arm].clone();
    }
    return copy;
  }

  /** A gradient of zeros. */
  double[][] zeros() {
    return new double[weights.length][features.size()];
  }

  /** Probabilities of the arms; 0 where not open, of which one must be. */
  double[] probabilities(double[] seen, boolean[] open) {
    double[] probabilities = new double[weights.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int arm = 0; arm < probabilities.length; arm++) {
      probabilities[arm] = RidgeRegression.dot(weights[arm], seen);
      largest = open[arm] ? Math.max(largest, probabilities[arm]) : largest;
    }
    double sum = 0;
    for (int arm = 0; arm < probabilities.length; arm++) {
      probabilities[arm] = open[arm] ? StrictMath.exp(probabilities[arm] - largest) : 0;
      sum += probabilities[arm];
    }
    for (int arm = 0; arm < probabilities.length; arm++) {
      probabilities[arm] /= sum;
    }
    return probabilities;
  }

  /** Adds a multiple of the gradient of log P(arm) to {@code gradient}. */
  static void addScore(
      double[][] gradient, double[] seen, double[] probabilities, int arm, double factor) {
    for (int other = 0; other < gradient.length; other++) {
      double share = factor * ((other == arm ? 1 : 0) - probabilities[other]);
      if (share != 0) {
        for (int column = 0; column < seen.length; column++) {
          gradient[other][column] += share * seen[column];
        }
      }
    }
  }

  /** One step of Adam up the gradient. */
  void ascend(double[][] gradient, double length) {
    steps++;
    double first = 1 - StrictMath.pow(FIRST_DECAY, steps);
    double second = 1 - StrictMath.pow(SECOND_DECAY, steps);
    for (int arm = 0; arm < weights.length; arm++) {
      for (int column = 0; column < weights[arm].length; column++) {
        double slope = gradient[arm][column];
        mean[arm][column] = FIRST_DECAY * mean[arm][column] + (1 - FIRST_DECAY) * slope;
        square[arm][column] =
            SECOND_DECAY * square[arm][column] + (1 - SECOND_DECAY) * slope * slope;
        weights[arm][column] += length
            * (mean[arm][column] / first)
            / (StrictMath.sqrt(square[arm][column] / second) + 1e-8);
      }
    }
  }

  /** The lottery as a policy; the stand-in of {@link Arms#feasible} where no arm is open. */
  LeaderPolicy lottery() {
    return context -> {
      double[] probabilities = at(context);
      List<Commitment> support = new ArrayList<>();
      List<Double> shares = new ArrayList<>();
      for (int arm = 0; arm < probabilities.length; arm++) {
        if (probabilities[arm] > 0) {
          support.add(arms.menu().get(arm));
          shares.add(probabilities[arm]);
        }
      }
      return new MixedCommitment(support, shares);
    };
  }

  /** The most probable arm as a policy, the first of tied ones. */
  LeaderPolicy mode() {
    return context -> {
      double[] probabilities = at(context);
      int best = 0;
      for (int arm = 1; arm < probabilities.length; arm++) {
        best = probabilities[arm] > probabilities[best] ? arm : best;
      }
      return MixedCommitment.pure(arms.menu().get(best));
    };
  }

  private double[] at(Context context) {
    arms.feasible(context, arms.reference());
    return probabilities(features.of(context), arms.open(context));
  }
}
