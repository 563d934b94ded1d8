package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;

/**
 * A box that holds every equilibrium of a common agency under limited liability, and the question whether it can
 * hold two.
 *
 * <p>While the thresholds stay in the box each outcome's probability stays between two numbers; with those, the
 * equations E (c − value)_+ = temperature bound each threshold anew. If then Σ_{k≠j} |M_jk| &lt; M_jj for every
 * principal j with each entry at its worst over the box, at most one equilibrium exists (theory T6, fact 5), and
 * one does exist (fact 1). Every bound is widened by 1e-9 of its size, far above rounding.
 */
final class AgencyBox {
  private static final double SLACK = 1e-9;
  private static final int ROUNDS = 60;

  private final CommonAgency game;
  private final double[] low;
  private final double[] high;
  private final double[] least;
  private final double[] most;

  private AgencyBox(PlainAgency agency) {
    game = agency.game();
    low = new double[agency.principals()];
    high = new double[agency.principals()];
    for (int j = 0; j < low.length; j++) {
      low[j] = agency.lowest(j);
      high[j] = agency.highest(j);
    }
    least = new double[game.outcomes()];
    most = new double[game.outcomes()];
  }

  /** Largest ratio Σ_{k≠j} |M_jk| / M_jj over the box and j; below 1 the equilibrium is unique. */
  static double dominance(PlainAgency agency) {
    AgencyBox box = new AgencyBox(agency);
    for (int round = 0; round < ROUNDS; round++) {
      box.boundProbabilities();
      for (int j = 0; j < box.low.length; j++) {
        box.narrow(j);
      }
    }
    box.boundProbabilities();
    double worst = 0;
    for (int j = 0; j < box.low.length; j++) {
      worst = Math.max(worst, box.rowRatio(j));
    }
    return worst;
  }

  private void boundProbabilities() {
    int outcomes = game.outcomes();
    double[] small = new double[outcomes];
    double[] large = new double[outcomes];
    double peak = 0;
    for (int outcome = 0; outcome < outcomes; outcome++) {
      for (int j = 0; j < low.length; j++) {
        small[outcome] += Math.max(game.value(j, outcome) - high[j], 0);
        large[outcome] += Math.max(game.value(j, outcome) - low[j], 0);
      }
      peak = Math.max(peak, large[outcome]);
    }
    double smallSum = 0;
    double largeSum = 0;
    for (int outcome = 0; outcome < outcomes; outcome++) {
      double reference = game.reference(outcome);
      small[outcome] = reference * StrictMath.exp((small[outcome] - peak) / game.temperature());
      large[outcome] = reference * StrictMath.exp((large[outcome] - peak) / game.temperature());
      smallSum += small[outcome];
      largeSum += large[outcome];
    }
    for (int outcome = 0; outcome < outcomes; outcome++) {
      double othersSmall = Math.max(smallSum - small[outcome] - SLACK * smallSum, 0);
      double othersLarge = largeSum - large[outcome] + SLACK * largeSum;
      least[outcome] = (1 - SLACK) * small[outcome] / (small[outcome] + othersLarge);
      most[outcome] = Math.min((1 + SLACK) * large[outcome] / (large[outcome] + othersSmall), 1);
    }
  }

  /** Keeps the thresholds whose equation can hold for some probabilities between the bounds. */
  private void narrow(int j) {
    double least = root(j, this.most);
    double most = root(j, this.least);
    double slack = SLACK * (high[j] - low[j] + Math.abs(low[j]) + Math.abs(high[j]));
    low[j] = Math.max(low[j], least - slack);
    high[j] = Math.min(high[j], most + slack);
  }

  /** The level at which Σ weight (level − value)_+ is the temperature, in the present range. */
  private double root(int j, double[] weights) {
    double from = low[j];
    double to = high[j];
    for (int step = 0; step < 60; step++) {
      double middle = from + 0.5 * (to - from);
      double sum = 0;
      for (int outcome = 0; outcome < weights.length; outcome++) {
        sum += weights[outcome] * Math.max(middle - game.value(j, outcome), 0);
      }
      if (sum < game.temperature()) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return weights == most ? from : to;
  }

  private double rowRatio(int j) {
    double temperature = game.temperature();
    double meanLow = 0;
    double meanHigh = 0;
    for (int outcome = 0; outcome < least.length; outcome++) {
      meanLow += least[outcome] * Math.max(low[j] - game.value(j, outcome), 0) / temperature;
      meanHigh += most[outcome] * Math.max(high[j] - game.value(j, outcome), 0) / temperature;
    }
    double others = 0;
    double own = 1;
    for (int k = 0; k < low.length; k++) {
      double lower = 0;
      double upper = 0;
      for (int outcome = 0; outcome < least.length; outcome++) {
        double value = game.value(j, outcome);
        boolean isOwn = j == k;
        double gapLow = isOwn ? 1 : Math.max(low[j] - value, 0) / temperature;
        double gapHigh = isOwn ? 1 : Math.max(high[j] - value, 0) / temperature;
        boolean isPaid = game.value(k, outcome) > high[k];
        if (game.value(k, outcome) < low[k]) {
          continue;
        }
        double termLow = meanLow - gapHigh;
        double termHigh = meanHigh - gapLow;
        lower += termLow < 0 ? most[outcome] * termLow : isPaid ? least[outcome] * termLow : 0;
        upper += termHigh > 0 ? most[outcome] * termHigh : isPaid ? least[outcome] * termHigh : 0;
      }
      if (j == k) {
        own += lower;
      } else {
        others += Math.max(Math.abs(lower), Math.abs(upper));
      }
    }
    own -= SLACK * (1 + Math.abs(own));
    return own > 0 ? (1 + SLACK) * others / own : Double.POSITIVE_INFINITY;
  }
}
