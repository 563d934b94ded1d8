package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;
import java.util.Arrays;

/**
 * Common agency under limited liability, term by term from its definition: slow, and shared with no solver.
 *
 * <p>A principal's best payments are (value − c)_+ with the one c at which E (c − value)_+ = temperature under the
 * policy that these payments induce (theory T6); c is found by bisection to the last place.
 */
final class PlainAgency {
  private final CommonAgency game;
  private final double[][] values;

  PlainAgency(CommonAgency game) {
    this.game = game;
    values = new double[game.principals()][];
    Arrays.setAll(values, game::values);
  }

  CommonAgency game() {
    return game;
  }

  int principals() {
    return values.length;
  }

  /** Least value of a principal; its threshold is above. */
  double lowest(int principal) {
    return Arrays.stream(values[principal]).min().orElseThrow();
  }

  /** What a principal's threshold cannot exceed. */
  double highest(int principal) {
    return Arrays.stream(values[principal]).max().orElseThrow() + game.temperature();
  }

  /** Spread of a principal's values plus the temperature: the unit of its tolerances. */
  double scale(int principal) {
    return highest(principal) - lowest(principal);
  }

  double[] payments(int principal, double threshold) {
    return Arrays.stream(values[principal])
        .map(value -> Math.max(value - threshold, 0))
        .toArray();
  }

  double[][] payments(double[] thresholds) {
    double[][] payments = new double[thresholds.length][];
    Arrays.setAll(payments, principal -> payments(principal, thresholds[principal]));
    return payments;
  }

  double[] policy(double[][] payments) {
    return game.respond(total(payments, -1));
  }

  /** Total payments of all principals but one (−1: of all). */
  double[] total(double[][] payments, int without) {
    double[] total = new double[game.outcomes()];
    for (int principal = 0; principal < payments.length; principal++) {
      for (int outcome = 0; outcome < total.length && principal != without; outcome++) {
        total[outcome] += payments[principal][outcome];
      }
    }
    return total;
  }

  /** E (threshold − value)_+ under a policy. */
  double shortfall(int principal, double threshold, double[] policy) {
    double sum = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      sum += policy[outcome] * Math.max(threshold - values[principal][outcome], 0);
    }
    return sum;
  }

  /** The best threshold against the others' total payments. */
  double bestThreshold(int principal, double[] others) {
    double low = lowest(principal);
    double high = highest(principal);
    while (true) {
      double middle = low + 0.5 * (high - low);
      if (middle <= low || middle >= high) {
        return high;
      }
      double[] policy = game.respond(plus(others, payments(principal, middle)));
      if (shortfall(principal, middle, policy) < game.temperature()) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** The threshold with E (threshold − value)_+ = temperature under a fixed policy. */
  double thresholdUnder(int principal, double[] policy) {
    double low = lowest(principal);
    double high = highest(principal);
    while (shortfall(principal, high, policy) < game.temperature()) {
      high += high - low;
    }
    while (true) {
      double middle = low + 0.5 * (high - low);
      if (middle <= low || middle >= high) {
        return high;
      }
      if (shortfall(principal, middle, policy) < game.temperature()) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** What a principal receives from its own payments against the others' total. */
  double payoff(int principal, double[] own, double[] others) {
    return game.payoff(principal, game.respond(plus(others, own)), own);
  }

  /** What a principal gains by its best payments, at least −rounding. */
  double gain(int principal, double[][] payments) {
    double[] others = total(payments, principal);
    double[] best = payments(principal, bestThreshold(principal, others));
    return payoff(principal, best, others) - payoff(principal, payments[principal], others);
  }

  /** E (c_j − value_j)_+ − temperature for every principal j; all 0 at an equilibrium. */
  double[] residuals(double[] thresholds) {
    double[] policy = policy(payments(thresholds));
    double[] residuals = new double[thresholds.length];
    Arrays.setAll(residuals, j -> shortfall(j, thresholds[j], policy) - game.temperature());
    return residuals;
  }

  /** Derivatives of the residuals by the thresholds; M in theory T6, fact 3. */
  double[][] sensitivity(double[] thresholds) {
    double[] policy = policy(payments(thresholds));
    int size = thresholds.length;
    double[][] matrix = new double[size][size];
    for (int j = 0; j < size; j++) {
      double mean = shortfall(j, thresholds[j], policy) / game.temperature();
      for (int k = 0; k < size; k++) {
        double sum = j == k ? 1 : 0;
        for (int outcome = 0; outcome < policy.length; outcome++) {
          if (values[k][outcome] > thresholds[k]) {
            double gap = Math.max(thresholds[j] - values[j][outcome], 0) / game.temperature();
            sum += policy[outcome] * (j == k ? mean - 1 : mean - gap);
          }
        }
        matrix[j][k] = sum;
      }
    }
    return matrix;
  }

  /** Whether no threshold meets a value, so that the sensitivities are derivatives. */
  boolean isRegular(double[] thresholds) {
    for (int j = 0; j < thresholds.length; j++) {
      for (double value : values[j]) {
        if (Math.abs(value - thresholds[j]) <= 1e-9 * scale(j)) {
          return false;
        }
      }
    }
    return true;
  }

  static double[] plus(double[] left, double[] right) {
    double[] sum = left.clone();
    for (int index = 0; index < sum.length; index++) {
      sum[index] += right[index];
    }
    return sum;
  }

  /** Half the sum of absolute differences of two policies. */
  static double totalVariation(double[] one, double[] other) {
    double sum = 0;
    for (int outcome = 0; outcome < one.length; outcome++) {
      sum += Math.abs(one[outcome] - other[outcome]);
    }
    return sum / 2;
  }
}
