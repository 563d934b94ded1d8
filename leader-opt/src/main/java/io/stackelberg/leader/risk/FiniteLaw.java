package io.stackelberg.leader.risk;

import java.util.Arrays;
import java.util.Comparator;

/** A payoff with finitely many values: its mean, variance and lower tail, from the definitions. */
final class FiniteLaw {
  private final double[] values;
  private final double[] probability;

  FiniteLaw(double[] values, double[] probability) {
    this.values = values;
    this.probability = probability;
  }

  /** The law of the payoff of a lottery. */
  static FiniteLaw of(ScenarioPayoffs payoffs, double[] lottery, Randomisation randomisation) {
    int scenarios = payoffs.scenarios();
    if (randomisation == Randomisation.AVERAGED) {
      double[] probability = new double[scenarios];
      Arrays.setAll(probability, payoffs::probability);
      return new FiniteLaw(payoffs.expected(lottery), probability);
    }
    double[] values = new double[scenarios * lottery.length];
    double[] probability = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      int scenario = index / lottery.length;
      int commitment = index % lottery.length;
      values[index] = payoffs.payoff(scenario, commitment);
      probability[index] = payoffs.probability(scenario) * lottery[commitment];
    }
    return new FiniteLaw(values, probability);
  }

  double mean() {
    double sum = 0;
    for (int index = 0; index < values.length; index++) {
      sum += probability[index] * values[index];
    }
    return sum;
  }

  double variance() {
    double mean = mean();
    double sum = 0;
    for (int index = 0; index < values.length; index++) {
      sum += probability[index] * (values[index] - mean) * (values[index] - mean);
    }
    return sum;
  }

  /** Mean of the worst share of the probability. */
  double lowerTailMean(double share) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, index -> index);
    Arrays.sort(order, Comparator.comparingDouble(index -> values[index]));
    double left = share;
    double sum = 0;
    double worst = 0;
    for (int index : order) {
      double taken = Math.min(left, probability[index]);
      sum += taken * values[index];
      left -= taken;
      worst = values[index];
      if (left <= 0) {
        return sum / share;
      }
    }
    // Probabilities that sum to a little less than 1 leave a rest, which belongs to the last value.
    return (sum + left * worst) / share;
  }

  double value(RiskMeasure measure) {
    if (measure instanceof RiskMeasure.MeanVariance quadratic) {
      return mean() - 0.5 * quadratic.aversion() * variance();
    }
    return lowerTailMean(((RiskMeasure.ConditionalValueAtRisk) measure).tailShare());
  }
}
