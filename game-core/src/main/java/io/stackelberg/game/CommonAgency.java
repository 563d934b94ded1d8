package io.stackelberg.game;

import java.util.Arrays;

/**
 * Game of several principals who pay one noisy agent for its outcomes.
 *
 * <p>Principal j promises payment y_j[n] for outcome n; the agent answers the total Y = Σ_j y_j with the
 * probabilities π ∝ reference × exp(Y / temperature); principal j receives Σ_n π[n] (value[j][n] − y_j[n]).
 * Which payments are allowed (at least 0, or any that the agent accepts) is no part of this type: the
 * solvers of {@code leader.agency} say it. Immutable.
 *
 * <p>Source: Bernheim and Whinston (1986) [bernheim1986common], with an agent who answers by logit choice.
 */
public final class CommonAgency {
  private static final double SUM_SLACK = 1e-9;

  private final double[] reference;
  private final double temperature;
  private final double[][] values;

  /**
   * A game.
   *
   * @param reference probability of each outcome without payments, each above 0, summing to 1 within 1e-9
   * @param temperature the agent's noise, in units of payment, above 0; τ in the sources
   * @param values values[principal][outcome], finite, at least 1×1
   * @throws IllegalArgumentException if a number is out of range or a row's length is not the number of outcomes
   */
  public CommonAgency(double[] reference, double temperature, double[][] values) {
    Require.atLeast("number of outcomes", reference.length, 1);
    Require.atLeast("number of principals", values.length, 1);
    this.temperature = Require.positive("temperature", temperature);
    this.reference = reference.clone();
    double sum = 0;
    for (int outcome = 0; outcome < reference.length; outcome++) {
      sum += Require.positive("reference[" + outcome + "]", this.reference[outcome]);
    }
    Require.inRange("sum of reference", sum, 1 - SUM_SLACK, 1 + SUM_SLACK);
    this.values = new double[values.length][];
    for (int principal = 0; principal < values.length; principal++) {
      if (values[principal].length != reference.length) {
        throw Require.unexpected(
            "length of values[" + principal + "]", values[principal].length, "" + reference.length);
      }
      this.values[principal] = values[principal].clone();
      for (double value : this.values[principal]) {
        Require.finite("values[" + principal + "]", value);
      }
    }
  }

  /**
   * The game of an agent with utilities of its own: reference ∝ exp(utility / temperature).
   *
   * @param utilities the agent's utility of each outcome, finite, in units of payment; they may differ by at most
   *     700 temperatures, beyond which a reference probability would round to 0
   */
  public static CommonAgency ofAgent(double[] utilities, double temperature, double[][] values) {
    Require.positive("temperature", temperature);
    Require.atLeast("number of outcomes", utilities.length, 1);
    double[] logits = new double[utilities.length];
    for (int outcome = 0; outcome < logits.length; outcome++) {
      logits[outcome] =
          Require.finite("utilities[" + outcome + "]", utilities[outcome]) / temperature;
    }
    return new CommonAgency(softmax(logits), temperature, values);
  }

  /** Number of principals, at least 1. */
  public int principals() {
    return values.length;
  }

  /** Number of outcomes, at least 1. */
  public int outcomes() {
    return reference.length;
  }

  /** The agent's noise, in units of payment, above 0. */
  public double temperature() {
    return temperature;
  }

  /** Probability of an outcome without payments, above 0. */
  public double reference(int outcome) {
    return reference[outcome];
  }

  /** What an outcome is worth to a principal. */
  public double value(int principal, int outcome) {
    return values[principal][outcome];
  }

  /** Probabilities of all outcomes without payments; a fresh array. */
  public double[] reference() {
    return reference.clone();
  }

  /** What each outcome is worth to a principal; a fresh array. */
  public double[] values(int principal) {
    return values[principal].clone();
  }

  /** What each outcome is worth to all principals together; a fresh array. */
  public double[] totalValues() {
    double[] total = new double[outcomes()];
    for (double[] row : values) {
      for (int outcome = 0; outcome < total.length; outcome++) {
        total[outcome] += row[outcome];
      }
    }
    return total;
  }

  /**
   * The agent's answer to a total payment; a fresh array.
   *
   * @param totalPayment one finite number per outcome
   */
  public double[] respond(double[] totalPayment) {
    requireLength("totalPayment", totalPayment);
    double[] logits = new double[outcomes()];
    for (int outcome = 0; outcome < logits.length; outcome++) {
      logits[outcome] = StrictMath.log(reference[outcome])
          + Require.finite("totalPayment[" + outcome + "]", totalPayment[outcome]) / temperature;
    }
    return softmax(logits);
  }

  /** What a principal receives: Σ_n policy[n] (value[n] − payment[n]). */
  public double payoff(int principal, double[] policy, double[] payment) {
    requireLength("policy", policy);
    requireLength("payment", payment);
    double sum = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      sum += policy[outcome] * (values[principal][outcome] - payment[outcome]);
    }
    return sum;
  }

  /** Temperature × Kullback-Leibler divergence of a policy from the reference, at least 0. */
  public double divergenceCost(double[] policy) {
    requireLength("policy", policy);
    double sum = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      if (policy[outcome] > 0) {
        sum += policy[outcome] * StrictMath.log(policy[outcome] / reference[outcome]);
      }
    }
    return temperature * Math.max(sum, 0);
  }

  /**
   * The least constant that makes payments inducing a policy non-negative: temperature × max_n
   * log(reference[n] / policy[n]), at least 0; infinite where the policy has a 0.
   *
   * <p>The least expected total payment that induces the policy is this plus {@link #divergenceCost}.
   */
  public double leastShift(double[] policy) {
    requireLength("policy", policy);
    double highest = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      highest = Math.max(highest, StrictMath.log(reference[outcome] / policy[outcome]));
    }
    return temperature * highest;
  }

  private void requireLength(String name, double[] numbers) {
    if (numbers.length != outcomes()) {
      throw Require.unexpected("length of " + name, numbers.length, "" + outcomes());
    }
  }

  private static double[] softmax(double[] logits) {
    double highest = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (int outcome = 0; outcome < logits.length; outcome++) {
      logits[outcome] = StrictMath.exp(logits[outcome] - highest);
      sum += logits[outcome];
    }
    for (int outcome = 0; outcome < logits.length; outcome++) {
      logits[outcome] /= sum;
    }
    return logits;
  }
}
