package io.stackelberg.leader.agency;

import io.stackelberg.game.CommonAgency;
import java.util.Arrays;

/**
 * Common agency in units of the temperature, with one pass over the outcomes that yields the residuals of all
 * principals and their derivatives. Not for several threads: it owns the buffers of the pass.
 */
final class ScaledAgency {
  private static final int BLOCK = 1024;

  final int principals;
  final int outcomes;
  final double temperature;
  final double[] logReference;
  /** values[principal][outcome] / temperature. */
  final double[][] scaled;

  final double[] lowest;
  final double[] highest;

  /** Probability that the principal pays, after a pass. */
  final double[] share;
  /** E (threshold − value)_+, after a pass. */
  final double[] shortfall;
  /** sensitivity[j][k] = ∂ shortfall[j] / ∂ threshold[k], after a pass. */
  final double[][] sensitivity;

  /** Passes over all outcomes so far, one exponential per outcome each; best replies count as two. */
  long passes;

  private final double[] logits = new double[BLOCK];
  private final double[] payers;
  private final double[][] cross;
  private double shift;
  private double total;

  ScaledAgency(CommonAgency game) {
    principals = game.principals();
    outcomes = game.outcomes();
    temperature = game.temperature();
    logReference = game.reference();
    for (int outcome = 0; outcome < outcomes; outcome++) {
      logReference[outcome] = StrictMath.log(logReference[outcome]);
    }
    scaled = new double[principals][];
    lowest = new double[principals];
    highest = new double[principals];
    for (int principal = 0; principal < principals; principal++) {
      scaled[principal] = game.values(principal);
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int outcome = 0; outcome < outcomes; outcome++) {
        scaled[principal][outcome] /= temperature;
        low = Math.min(low, scaled[principal][outcome]);
        high = Math.max(high, scaled[principal][outcome]);
      }
      lowest[principal] = low;
      highest[principal] = high;
    }
    share = new double[principals];
    shortfall = new double[principals];
    payers = new double[principals];
    sensitivity = new double[principals][principals];
    cross = new double[principals][principals];
  }

  /** One pass: share, shortfall and sensitivity at these thresholds. */
  void evaluate(double[] threshold) {
    passes++;
    shift = Double.NEGATIVE_INFINITY;
    total = 0;
    for (int j = 0; j < principals; j++) {
      share[j] = 0;
      shortfall[j] = 0;
      Arrays.fill(cross[j], 0);
    }
    for (int from = 0; from < outcomes; from += BLOCK) {
      int count = Math.min(BLOCK, outcomes - from);
      weigh(threshold, from, count);
      accumulate(threshold, from, count);
    }
    for (int j = 0; j < principals; j++) {
      share[j] /= total;
      shortfall[j] /= total;
    }
    for (int j = 0; j < principals; j++) {
      for (int k = 0; k < principals; k++) {
        sensitivity[j][k] = j == k
            ? 1 - share[j] * (1 - shortfall[j])
            : share[k] * shortfall[j] - cross[j][k] / total;
      }
    }
  }

  /** Largest absolute value, in temperatures: what rounding of a residual scales with. */
  double span() {
    double largest = 0;
    for (int j = 0; j < principals; j++) {
      largest = Math.max(largest, Math.max(Math.abs(lowest[j]), Math.abs(highest[j])));
    }
    return largest;
  }

  /** Largest |shortfall − 1| of the last pass. */
  double residual() {
    double largest = 0;
    for (double each : shortfall) {
      largest = Math.max(largest, Math.abs(each - 1));
    }
    return largest;
  }

  /** The agent's policy at these thresholds; a fresh array, by plain two-step normalisation. */
  double[] policy(double[] threshold) {
    double[] policy = new double[outcomes];
    double peak = Double.NEGATIVE_INFINITY;
    for (int outcome = 0; outcome < outcomes; outcome++) {
      policy[outcome] = logit(threshold, outcome, -1);
      peak = Math.max(peak, policy[outcome]);
    }
    double sum = 0;
    for (int outcome = 0; outcome < outcomes; outcome++) {
      policy[outcome] = StrictMath.exp(policy[outcome] - peak);
      sum += policy[outcome];
    }
    for (int outcome = 0; outcome < outcomes; outcome++) {
      policy[outcome] /= sum;
    }
    passes++;
    return policy;
  }

  /** log reference + Σ payments of all principals but one (−1: of all), in temperatures. */
  double logit(double[] threshold, int outcome, int without) {
    double sum = logReference[outcome];
    for (int j = 0; j < principals; j++) {
      if (j != without) {
        sum += Math.max(scaled[j][outcome] - threshold[j], 0);
      }
    }
    return sum;
  }

  private void weigh(double[] threshold, int from, int count) {
    System.arraycopy(logReference, from, logits, 0, count);
    for (int j = 0; j < principals; j++) {
      double[] row = scaled[j];
      double level = threshold[j];
      for (int i = 0; i < count; i++) {
        logits[i] += Math.max(row[from + i] - level, 0);
      }
    }
    double peak = shift;
    for (int i = 0; i < count; i++) {
      peak = Math.max(peak, logits[i]);
    }
    if (peak > shift) {
      rescale(StrictMath.exp(shift - peak));
      shift = peak;
    }
    for (int i = 0; i < count; i++) {
      logits[i] = StrictMath.exp(logits[i] - shift);
    }
  }

  private void rescale(double factor) {
    total *= factor;
    for (int j = 0; j < principals; j++) {
      share[j] *= factor;
      shortfall[j] *= factor;
      for (int k = 0; k < principals; k++) {
        cross[j][k] *= factor;
      }
    }
  }

  private void accumulate(double[] threshold, int from, int count) {
    for (int i = 0; i < count; i++) {
      double weight = logits[i];
      total += weight;
      int paying = 0;
      for (int j = 0; j < principals; j++) {
        double gap = threshold[j] - scaled[j][from + i];
        payers[j] = gap;
        if (gap < 0) {
          share[j] += weight;
          paying++;
        } else {
          shortfall[j] += gap * weight;
        }
      }
      if (paying > 0 && paying < principals) {
        pairs(weight);
      }
    }
  }

  private void pairs(double weight) {
    for (int k = 0; k < principals; k++) {
      if (payers[k] < 0) {
        for (int j = 0; j < principals; j++) {
          if (payers[j] > 0) {
            cross[j][k] += payers[j] * weight;
          }
        }
      }
    }
  }
}
