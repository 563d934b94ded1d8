package io.stackelberg.response.ope;

import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.MeanBounds;
import io.stackelberg.response.ope.ValueInterval.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * Two-sided intervals from one term per session; each end spends half of 1 − confidence.
 *
 * <p>A mean over a session's turns keeps the range of the turns' terms, so the sessions' means are
 * independent values in that range and the bounds of theory 4.1 hold as they stand.
 */
final class Bounds {
  private final Reward reward;
  private final double confidence;
  private final List<ValueInterval> intervals = new ArrayList<>();

  Bounds(Reward reward, double confidence) {
    this.reward = reward;
    this.confidence = confidence;
  }

  List<ValueInterval> intervals() {
    return List.copyOf(intervals);
  }

  /** Adds what a known range allows: empirical Bernstein (two sessions or more) and betting. */
  Bounds range(Terms terms) {
    if (!(terms.highest() - terms.lowest() < Double.POSITIVE_INFINITY)) {
      return this;
    }
    double width = terms.highest() - terms.lowest();
    double[] belows = rescaled(terms.belows(), terms.lowest(), width);
    double[] aboves = rescaled(terms.aboves(), terms.lowest(), width);
    double delta = 1 - confidence;
    if (belows.length > 1) {
      add(
          Bound.EMPIRICAL_BERNSTEIN,
          terms.lowest() + width * (mean(belows) - bernstein(belows, delta)),
          terms.lowest() + width * (mean(aboves) + bernstein(aboves, delta)));
    }
    add(
        Bound.BETTING,
        terms.lowest() + width * BettingBound.lowerBound(belows, delta / 2),
        terms.lowest() + width * BettingBound.upperBound(aboves, delta / 2));
    return this;
  }

  /** Adds betting on kept weighted rewards and losses, which needs no range. */
  Bounds nonNegative(DecisionTable table, double threshold) {
    double alpha = (1 - confidence) / 2;
    double[] gains = table.sessionMeans(decision -> Terms.kept(decision, threshold));
    double[] losses = table.sessionMeans(decision -> Terms.keptLoss(decision, threshold));
    add(
        Bound.NON_NEGATIVE_BETTING,
        NonNegativeBetting.lowerBound(gains, alpha),
        1 - NonNegativeBetting.lowerBound(losses, alpha));
    return this;
  }

  /** Adds Student's t. */
  Bounds student(Terms terms) {
    add(
        Bound.STUDENT,
        DecisionTable.mean(terms.belows()).interval(confidence).low(),
        DecisionTable.mean(terms.aboves()).interval(confidence).high());
    return this;
  }

  /** Where both ends have crossed, no value is left and any interval covers as often. */
  private void add(Bound bound, double low, double high) {
    intervals.add(new ValueInterval(
        bound,
        confidence,
        reward.fromUnit(Math.min(low, high)),
        reward.fromUnit(Math.max(low, high))));
  }

  private static double bernstein(double[] unit, double delta) {
    double mean = mean(unit);
    double squares = 0;
    for (double value : unit) {
      squares += (value - mean) * (value - mean);
    }
    // Unbiased variance of values in [0, 1]: at most 1/2, reached by {0, 1}; the minimum absorbs
    // rounding.
    double variance = Math.min(0.5, squares / (unit.length - 1));
    return MeanBounds.empiricalBernsteinTwoSided(variance, unit.length, delta);
  }

  private static double mean(double[] values) {
    return DecisionTable.mean(values).mean();
  }

  private static double[] rescaled(double[] terms, double lowest, double width) {
    double[] unit = new double[terms.length];
    for (int session = 0; session < unit.length; session++) {
      double value = (terms[session] - lowest) / width;
      if (!(value >= -1e-9 && value <= 1 + 1e-9)) {
        throw new IllegalStateException("term of a session is " + terms[session]
            + ", outside the range that its bound assumes.");
      }
      unit[session] = Math.max(0, Math.min(1, value));
    }
    return unit;
  }
}
