package io.stackelberg.leader.risk;

import io.stackelberg.game.Require;

/**
 * The leader's payoff of every commitment in every scenario; scenarios may be contexts, followers' types or
 * resampled outcomes.
 */
public final class ScenarioPayoffs {
  private static final double SUM_SLACK = 1e-9;

  private final double[] probability;
  private final double[][] payoff;

  /**
   * Payoffs, copied.
   *
   * @param probability of each scenario, at least 0, summing to 1
   * @param payoff one row per scenario, one finite entry per commitment
   */
  public ScenarioPayoffs(double[] probability, double[][] payoff) {
    Require.atLeast("number of scenarios", probability.length, 1);
    if (payoff.length != probability.length) {
      throw Require.unexpected("rows of payoff", payoff.length, "" + probability.length);
    }
    Require.atLeast("number of commitments", payoff[0].length, 1);
    this.probability = probability.clone();
    this.payoff = new double[payoff.length][];
    double sum = 0;
    for (int scenario = 0; scenario < payoff.length; scenario++) {
      sum += Require.inUnitInterval("probability[" + scenario + "]", probability[scenario]);
      if (payoff[scenario].length != payoff[0].length) {
        throw Require.unexpected(
            "length of payoff[" + scenario + "]", payoff[scenario].length, "" + payoff[0].length);
      }
      for (double entry : payoff[scenario]) {
        Require.finite("payoff[" + scenario + "]", entry);
      }
      this.payoff[scenario] = payoff[scenario].clone();
    }
    if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
      throw Require.unexpected("sum of the probabilities", sum, "1");
    }
  }

  /** Number of scenarios. */
  public int scenarios() {
    return probability.length;
  }

  /** Number of commitments. */
  public int commitments() {
    return payoff[0].length;
  }

  /** Probability of a scenario. */
  public double probability(int scenario) {
    return probability[scenario];
  }

  /** Payoff of a commitment in a scenario. */
  public double payoff(int scenario, int commitment) {
    return payoff[scenario][commitment];
  }

  /** Expected payoff of a lottery in each scenario; a fresh array. */
  public double[] expected(double[] lottery) {
    double[] expected = new double[scenarios()];
    for (int scenario = 0; scenario < expected.length; scenario++) {
      for (int commitment = 0; commitment < lottery.length; commitment++) {
        expected[scenario] += lottery[commitment] * payoff[scenario][commitment];
      }
    }
    return expected;
  }

  /** Largest minus smallest payoff. */
  double range() {
    return extreme(1) + extreme(-1);
  }

  /** Largest of sign × payoff. */
  double extreme(int sign) {
    double extreme = Double.NEGATIVE_INFINITY;
    for (double[] row : payoff) {
      for (double entry : row) {
        extreme = Math.max(extreme, sign * entry);
      }
    }
    return extreme;
  }
}
