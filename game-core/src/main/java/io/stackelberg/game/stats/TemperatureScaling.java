package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * One temperature that softens or sharpens all forecasts: P ↦ softmax(z/T), z scores or log P.
 *
 * <p>Fitted by least mean log-loss. The loss is convex in 1/T, so its slope changes sign once and bisection
 * finds where. The order of actions never changes. On the data of the fit the loss is at most that of T = 1,
 * where the bracket holds 1 and up to rounding; judge the map on other data. Source: Guo et al. (2017)
 * [guo2017calibration]. Cost: O(n · actions) per step, at most 200 steps.
 *
 * @param temperature T, above 0; 1 where the data cannot tell
 * @param ending what the temperature is
 * @param separable whether the action taken always has the top score, so that the loss falls as T → 0 and has
 *     no minimiser
 * @param impossible forecasts that gave no probability to what happened
 * @param lossAtOne mean log-loss at T = 1, possibly +infinity
 * @param loss mean log-loss at T, possibly +infinity
 */
public record TemperatureScaling(
    double temperature,
    Ending ending,
    boolean separable,
    int impossible,
    double lossAtOne,
    double loss) {
  private static final int STEPS = 200;

  public TemperatureScaling {
    Require.positive("temperature", temperature);
    Require.atLeast("impossible", impossible, 0);
    Require.inRange("lossAtOne", lossAtOne, 0, Double.POSITIVE_INFINITY);
    Require.inRange("loss", loss, 0, Double.POSITIVE_INFINITY);
  }

  /** How a fit ended. */
  public enum Ending {
    /** The temperature minimises the loss. */
    MINIMUM,
    /** The loss still falls at this end of the bracket: there is no minimiser, or it lies beyond. */
    BRACKET_END,
    /** Every forecast is uniform over its possible actions: no temperature changes anything. */
    FLAT,
    /** Something happened that was given no probability: the loss is infinite at every temperature. */
    INFINITE_LOSS
  }

  /**
   * Bracket of the search.
   *
   * @param lowest least temperature, above 0
   * @param highest largest temperature, above {@code lowest}
   */
  public record Options(double lowest, double highest) {
    /** From 0.001 to 1000, for log-probabilities; scores in other units may need another bracket. */
    public static final Options DEFAULT = new Options(1e-3, 1e3);

    public Options {
      Require.positive("lowest", lowest);
      Require.positive("highest", highest);
      if (lowest >= highest) {
        throw Require.unexpected("highest", highest, "a number > lowest = " + lowest);
      }
    }

    /** These options with another bracket. */
    public Options withBracket(double lowest, double highest) {
      return new Options(lowest, highest);
    }
  }

  /** Fits forecasts of one event; z is (log(1 − p), log p), whose difference is the logit of p. */
  public static TemperatureScaling fit(BinaryForecasts forecasts, Options options) {
    double[][] scores = new double[forecasts.size()][];
    double[][] targets = new double[forecasts.size()][];
    for (int index = 0; index < scores.length; index++) {
      double probability = forecasts.probability(index);
      double outcome = forecasts.outcome(index);
      scores[index] = new double[] {StrictMath.log1p(-probability), StrictMath.log(probability)};
      targets[index] = new double[] {1 - outcome, outcome};
    }
    return fit(scores, targets, options);
  }

  /** Fits forecasts of actions; z is log P. */
  public static TemperatureScaling fit(ActionForecasts forecasts, Options options) {
    double[][] scores = new double[forecasts.size()][];
    int[] actions = new int[forecasts.size()];
    for (int index = 0; index < scores.length; index++) {
      scores[index] = logs(forecasts.probabilities(index));
      actions[index] = forecasts.action(index);
    }
    return fit(scores, actions, options);
  }

  /**
   * Fits scores, such as the utilities or logits of a response model.
   *
   * @param scores one row per forecast, one entry per action, finite or −infinity (never taken), not all
   *     −infinity
   * @param actions index of the action taken
   */
  public static TemperatureScaling fit(double[][] scores, int[] actions, Options options) {
    Require.atLeast("number of scores", scores.length, 1);
    BinaryForecasts.requireLength("actions", actions.length, scores.length);
    double[][] targets = new double[scores.length][];
    for (int index = 0; index < scores.length; index++) {
      requireScores("scores[" + index + "]", scores[index]);
      ActionForecasts.requireAction(index, actions[index], scores[index].length);
      targets[index] = new double[scores[index].length];
      targets[index][actions[index]] = 1;
    }
    return fit(scores, targets, options);
  }

  /** Calibrated probability of a forecast in [0, 1]; 0 and 1 stay. */
  public double apply(double probability) {
    Require.inUnitInterval("probability", probability);
    double logit = StrictMath.log(probability) - StrictMath.log1p(-probability);
    return 1 / (1 + StrictMath.exp(-logit / temperature));
  }

  /** Calibrated distribution of a forecast; actions of probability 0 keep it. */
  public double[] apply(double[] probabilities) {
    for (int action = 0; action < probabilities.length; action++) {
      BinaryForecasts.requireUnit("probabilities", action, probabilities[action]);
    }
    return applyToScores(logs(probabilities));
  }

  /** softmax(scores/T); a score of −infinity has probability 0. */
  public double[] applyToScores(double[] scores) {
    requireScores("scores", scores);
    double best = max(scores);
    double[] distribution = new double[scores.length];
    double sum = 0;
    for (int action = 0; action < scores.length; action++) {
      distribution[action] = StrictMath.exp((scores[action] - best) / temperature);
      sum += distribution[action];
    }
    for (int action = 0; action < scores.length; action++) {
      distribution[action] /= sum;
    }
    return distribution;
  }

  private static TemperatureScaling fit(double[][] scores, double[][] targets, Options options) {
    // Scores relative to the best of their row; target[i] is that of the action taken.
    double[][] relative = new double[scores.length][];
    double[] target = new double[scores.length];
    int impossible = 0;
    boolean flat = true;
    boolean separable = true;
    for (int index = 0; index < scores.length; index++) {
      double best = max(scores[index]);
      relative[index] = new double[scores[index].length];
      for (int action = 0; action < scores[index].length; action++) {
        double score = scores[index][action] - best;
        relative[index][action] = score;
        flat &= score == 0 || score == Double.NEGATIVE_INFINITY;
        if (targets[index][action] > 0) {
          target[index] += targets[index][action] * score;
        }
      }
      impossible += target[index] == Double.NEGATIVE_INFINITY ? 1 : 0;
      separable &= target[index] == 0;
    }
    if (impossible > 0) {
      double infinite = Double.POSITIVE_INFINITY;
      return new TemperatureScaling(1, Ending.INFINITE_LOSS, false, impossible, infinite, infinite);
    }
    double lossAtOne = loss(relative, target, 1);
    if (flat) {
      return new TemperatureScaling(1, Ending.FLAT, false, 0, lossAtOne, lossAtOne);
    }
    double sharp = 1 / options.lowest();
    double soft = 1 / options.highest();
    double temperature;
    Ending ending = Ending.BRACKET_END;
    if (slope(relative, target, sharp) <= 0) {
      temperature = options.lowest();
    } else if (slope(relative, target, soft) >= 0) {
      temperature = options.highest();
    } else {
      temperature = 1 / root(relative, target, soft, sharp);
      ending = Ending.MINIMUM;
    }
    double loss = loss(relative, target, 1 / temperature);
    return new TemperatureScaling(temperature, ending, separable, 0, lossAtOne, loss);
  }

  /** The precision 1/T between {@code soft} and {@code sharp} at which the slope changes sign. */
  private static double root(double[][] relative, double[] target, double soft, double sharp) {
    double low = soft;
    double high = sharp;
    for (int step = 0; step < STEPS && high - low > 1e-15 * high; step++) {
      double middle = Math.sqrt(low) * Math.sqrt(high);
      if (slope(relative, target, middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Mean of log Σ exp(precision · z) − precision · z_taken. */
  private static double loss(double[][] relative, double[] target, double precision) {
    double loss = 0;
    for (int index = 0; index < target.length; index++) {
      double sum = 0;
      for (double score : relative[index]) {
        sum += StrictMath.exp(precision * score);
      }
      loss += StrictMath.log(sum) - precision * target[index];
    }
    return loss / target.length;
  }

  /** Derivative of the loss: mean of E z − z_taken. */
  private static double slope(double[][] relative, double[] target, double precision) {
    double slope = 0;
    for (int index = 0; index < target.length; index++) {
      double sum = 0;
      double moment = 0;
      for (double score : relative[index]) {
        double weight = StrictMath.exp(precision * score);
        sum += weight;
        moment += weight == 0 ? 0 : weight * score;
      }
      slope += moment / sum - target[index];
    }
    return slope / target.length;
  }

  private static double[] logs(double[] probabilities) {
    double[] logs = new double[probabilities.length];
    for (int action = 0; action < logs.length; action++) {
      logs[action] = StrictMath.log(probabilities[action]);
    }
    return logs;
  }

  private static void requireScores(String name, double[] scores) {
    for (double score : scores) {
      if (!(score < Double.POSITIVE_INFINITY)) {
        throw Require.unexpected(name, score, "a finite number or -Infinity");
      }
    }
    Require.finite("largest of " + name, max(scores));
  }

  private static double max(double[] scores) {
    double best = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      best = Math.max(best, score);
    }
    return best;
  }
}
