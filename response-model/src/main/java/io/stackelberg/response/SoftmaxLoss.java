package io.stackelberg.response;

import io.stackelberg.response.model.Exponential;

/** The softmax of scores and its log-loss, on plain arrays and the same on every platform. */
final class SoftmaxLoss {
  private SoftmaxLoss() {}

  /**
   * Turns scores into probabilities in place.
   *
   * @return the log-loss of {@code label} in nats; finite for finite scores
   */
  static double softmax(double[] scores, int label) {
    double best = scores[0];
    for (double score : scores) {
      best = Math.max(best, score);
    }
    double own = scores[label];
    double sum = 0;
    for (int index = 0; index < scores.length; index++) {
      scores[index] = Exponential.ofNonPositive(scores[index] - best);
      sum += scores[index];
    }
    for (int index = 0; index < scores.length; index++) {
      scores[index] /= sum;
    }
    return StrictMath.log(sum) + best - own;
  }
}
