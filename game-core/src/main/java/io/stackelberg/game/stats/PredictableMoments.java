package io.stackelberg.game.stats;

/**
 * Mean and variance of the values so far, shrunk to ½ and ¼ with the weight of one value: what a bet may know
 * before the next value.
 *
 * <pre>μ̂_t = (½ + Σ X)/(t+1),  σ̂²_t = (¼ + Σ (X_i − μ̂_i)²)/(t+1)</pre>
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting].
 */
final class PredictableMoments {
  private double sum = 0.5;
  private double squares = 0.25;
  private int count;

  /** Takes in the next value. */
  void add(double unit) {
    count++;
    sum += unit;
    double deviation = unit - mean();
    squares += deviation * deviation;
  }

  double mean() {
    return sum / (count + 1);
  }

  /** √(2 log(1/level)/(σ̂² horizon)), the bet on the next value. */
  double bet(double logThreshold, double horizon) {
    return StrictMath.sqrt(2 * logThreshold / (squares / (count + 1) * horizon));
  }

  /** The bet on the next value in a sequence without end: horizon t log(1 + t). */
  double sequenceBet(double logThreshold) {
    int time = count + 1;
    return bet(logThreshold, time * StrictMath.log1p(time));
  }
}
