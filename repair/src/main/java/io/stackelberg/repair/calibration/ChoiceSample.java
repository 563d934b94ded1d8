package io.stackelberg.repair.calibration;

import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.Turn;
import java.util.List;

/** One observed choice: log P and the terms of every action, [0] the logarithm, and the action taken. */
record ChoiceSample(double[][] features, int action) {
  static ChoiceSample of(Turn turn, double[] response, int action, List<FollowerUtility> terms) {
    double[][] features = new double[terms.size() + 1][response.length];
    for (int candidate = 0; candidate < response.length; candidate++) {
      features[0][candidate] = StrictMath.log(response[candidate]);
      for (int term = 0; term < terms.size() && response[candidate] > 0; term++) {
        features[term + 1][candidate] =
            terms.get(term).of(turn.context(), turn.commitment(), candidate);
      }
    }
    return new ChoiceSample(features, action);
  }

  double[] logs() {
    return features[0].clone();
  }

  /** Probabilities under sharpness and weights; an action without base probability keeps none. */
  double[] probabilities(double[] weights) {
    double[] scores = new double[features[0].length];
    double best = Double.NEGATIVE_INFINITY;
    for (int candidate = 0; candidate < scores.length; candidate++) {
      if (features[0][candidate] == Double.NEGATIVE_INFINITY) {
        scores[candidate] = Double.NEGATIVE_INFINITY;
      } else {
        for (int feature = 0; feature < features.length; feature++) {
          scores[candidate] += weights[feature] * features[feature][candidate];
        }
        best = Math.max(best, scores[candidate]);
      }
    }
    double sum = 0;
    for (int candidate = 0; candidate < scores.length; candidate++) {
      scores[candidate] = StrictMath.exp(scores[candidate] - best);
      sum += scores[candidate];
    }
    for (int candidate = 0; candidate < scores.length; candidate++) {
      scores[candidate] /= sum;
    }
    return scores;
  }

  double loss(double[] weights) {
    return -StrictMath.log(Math.max(Double.MIN_NORMAL, probabilities(weights)[action]));
  }
}
