package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Off-policy estimates recomputed from their definitions (theory 4.2), for logged actions of the leader.
 *
 * <p>Overlap comes first: without the propensities, or where the target plays what was never played, there is
 * no number. Sources: Dudík, Langford and Li (2011) [dudik2011doubly]; Wang, Agarwal and Dudík (2017)
 * [wang2017optimal].
 */
public final class OffPolicyCheck {
  private static final String NAME = "off-policy evaluation (4.2)";

  private OffPolicyCheck() {}

  /**
   * A logged turn.
   *
   * @param arm index of the leader's action that was played
   * @param propensities μ of each action; empty where it was not logged
   * @param target π of each action, at least one, summing to 1
   * @param reward r, in [0, 1]
   * @param predictions q̂ of each action, in [0, 1], from other data
   */
  public record Turn(
      int arm,
      List<Double> propensities,
      List<Double> target,
      double reward,
      List<Double> predictions) {
    public Turn {
      propensities = List.copyOf(propensities);
      target = List.copyOf(Require.nonEmpty("pi", target));
      predictions = List.copyOf(predictions);
      Require.inRange("arm", arm, 0, target.size() - 1);
      Require.inUnitInterval("r", reward);
      Require.inRange("number of q_hat", predictions.size(), target.size(), target.size());
      predictions.forEach(prediction -> Require.inUnitInterval("q_hat", prediction));
      requireDistribution("pi", target);
      if (!propensities.isEmpty()) {
        Require.inRange("number of mu", propensities.size(), target.size(), target.size());
        requireDistribution("mu", propensities);
      }
    }

    private static void requireDistribution(String name, List<Double> law) {
      double sum = 0;
      for (double probability : law) {
        sum += Require.inUnitInterval(name, probability);
      }
      Require.inRange("sum of " + name, sum, 1 - 1e-9, 1 + 1e-9);
    }
  }

  /**
   * Choices made before the data are seen.
   *
   * @param threshold τ of SWITCH, above 0
   * @param bet λ of the lower bound, above 0; at most ½/m is bet against m
   * @param delta probability that a lower bound exceeds the value, in (0, 1); each bound alone
   * @param largestWeight w_max, no weight of any context exceeds it; empty where none is declared
   */
  public record Options(double threshold, double bet, double delta, OptionalDouble largestWeight) {
    /** τ = 10, λ = ¼, 0.05, no largest weight. */
    public static final Options DEFAULT = new Options(10, 0.25, 0.05);

    /** Options without a largest weight. */
    public Options(double threshold, double bet, double delta) {
      this(threshold, bet, delta, OptionalDouble.empty());
    }

    public Options {
      Require.positive("tau", threshold);
      Require.positive("lambda", bet);
      Require.inOpenUnitInterval("delta", delta);
      if (largestWeight.isPresent()) {
        Require.positive("w_max", largestWeight.getAsDouble());
      }
    }
  }

  /** Recomputes the estimates; {@code Violated} without overlap. */
  public static CheckResult check(List<Turn> turns, Options options) {
    Require.nonEmpty("turns", turns);
    double leastPropensity = 1;
    for (int index = 0; index < turns.size(); index++) {
      Turn turn = turns.get(index);
      if (turn.propensities().isEmpty()) {
        return noOverlap("turn " + index + ": no propensities");
      }
      for (int arm = 0; arm < turn.target().size(); arm++) {
        double propensity = turn.propensities().get(arm);
        if (propensity == 0 && (turn.target().get(arm) > 0 || arm == turn.arm())) {
          return noOverlap("turn " + index + ": mu(" + arm + ") = 0, pi(" + arm + ") = "
              + turn.target().get(arm)
              + (arm == turn.arm() ? ", yet it was played" : ""));
        }
        leastPropensity =
            turn.target().get(arm) > 0 ? Math.min(leastPropensity, propensity) : leastPropensity;
      }
    }
    int n = turns.size();
    double[] weights = new double[n];
    double[] weighted = new double[n];
    double weightSum = 0;
    double squares = 0;
    double ips = 0;
    double robust = 0;
    double switched = 0;
    double switchedRobust = 0;
    double bias = 0;
    double[] robustTerms = new double[n];
    double[] switchedTerms = new double[n];
    for (int index = 0; index < n; index++) {
      Turn turn = turns.get(index);
      double weight = weight(turn, turn.arm());
      double model = 0;
      double beyond = 0;
      double mass = 0;
      for (int arm = 0; arm < turn.target().size(); arm++) {
        double term = turn.target().get(arm) * turn.predictions().get(arm);
        model += term;
        if (weight(turn, arm) > options.threshold()) {
          beyond += term;
          mass += turn.target().get(arm);
        }
      }
      double residual = weight * (turn.reward() - turn.predictions().get(turn.arm()));
      boolean kept = weight <= options.threshold();
      bias += mass / n;
      robustTerms[index] = model + residual;
      // Less what the model may have added beyond the threshold: on average at most the value.
      switchedTerms[index] = (kept ? weight * turn.reward() : 0) + beyond - mass;
      weights[index] = weight;
      weighted[index] = weight * turn.reward();
      weightSum += weight;
      squares += weight * weight;
      ips += weighted[index] / n;
      robust += (model + residual) / n;
      switched += ((kept ? weighted[index] : 0) + beyond) / n;
      switchedRobust += (model + (kept ? residual : 0)) / n;
    }
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(Quantity.of("w", weights));
    quantities.add(Quantity.of("ips", ips));
    if (weightSum > 0) {
      quantities.add(Quantity.of("snips_asymptotic", ips * n / weightSum));
      quantities.add(Quantity.of("ess", weightSum * weightSum / squares));
    }
    quantities.add(Quantity.of("dr", robust));
    quantities.add(Quantity.of("switch", switched));
    quantities.add(Quantity.of("switch_dr", switchedRobust));
    quantities.add(Quantity.of("switch_bias_bound", bias));
    quantities.add(Quantity.of("ips_lcb", lowerBound(weighted, options.bet(), options.delta())));
    if (n >= 2) {
      quantities.add(Quantity.of(
          "switch_eb_lcb", bernstein(switchedTerms, -1, 1 + options.threshold(), options.delta())));
    }
    if (options.largestWeight().isPresent()) {
      double largest = options.largestWeight().getAsDouble();
      for (int index = 0; index < n; index++) {
        for (int arm = 0; arm < turns.get(index).target().size(); arm++) {
          double weight = weight(turns.get(index), arm);
          if (weight > largest * (1 + 1e-12)) {
            return new CheckResult.Violated(
                NAME,
                Rigour.EXACT,
                "turn " + index + ": weight " + weight + " of arm " + arm,
                "The declared largest weight " + largest + " is exceeded.",
                quantities);
          }
        }
      }
      if (n >= 2) {
        quantities.add(Quantity.of("ips_eb_lcb", bernstein(weighted, 0, largest, options.delta())));
        quantities.add(Quantity.of(
            "dr_eb_lcb", bernstein(robustTerms, -largest, 1 + largest, options.delta())));
      }
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        leastPropensity,
        "Every action of the target was played with probability at least " + leastPropensity
            + "; snips is biased, its justification asymptotic; dr is unbiased if q_hat is from other"
            + " data; ips_lcb holds with probability " + (1 - options.delta())
            + " for independent turns.",
        quantities);
  }

  private static CheckResult noOverlap(String witness) {
    return new CheckResult.Violated(
        NAME,
        Rigour.EXACT,
        "overlap: " + witness,
        "What the target plays was not played, or nobody knows how often; there is no estimate.");
  }

  /** π/μ; 0 where the target never plays. */
  private static double weight(Turn turn, int arm) {
    double target = turn.target().get(arm);
    return target == 0 ? 0 : target / turn.propensities().get(arm);
  }

  /** One-sided empirical Bernstein bound (Maurer and Pontil 2009) of terms in a range, rescaled and back. */
  private static double bernstein(double[] terms, double low, double high, double delta) {
    int n = terms.length;
    double mean = 0;
    for (double term : terms) {
      mean += term / n;
    }
    double variance = 0;
    for (double term : terms) {
      variance += (term - mean) * (term - mean) / (n - 1);
    }
    double log = Math.log(2 / delta);
    return mean - Math.sqrt(2 * variance * log / n) - (high - low) * 7 * log / (3 * (n - 1.0));
  }

  /**
   * inf{m ≥ 0 : Π (1 + min(λ, ½/m)(z_i − m)) &lt; 1/δ}, which needs no largest weight.
   *
   * @param terms z = w r, at least one, at least 0
   * @param bet λ, above 0
   * @param delta in (0, 1)
   */
  public static double lowerBound(double[] terms, double bet, double delta) {
    double largest = 0;
    for (double term : terms) {
      largest = Math.max(largest, Require.nonNegative("w r", term));
    }
    double threshold = -Math.log(Require.inOpenUnitInterval("delta", delta));
    if (logCapital(terms, bet, 0) < threshold) {
      return 0;
    }
    double excluded = 0;
    double open = largest; // against which no term can win
    for (int step = 0; step < 60; step++) {
      double middle = (excluded + open) / 2;
      if (logCapital(terms, bet, middle) < threshold) {
        open = middle;
      } else {
        excluded = middle;
      }
    }
    return excluded;
  }

  private static double logCapital(double[] terms, double bet, double m) {
    double log = 0;
    for (double term : terms) {
      log += Math.log(1 + Math.min(bet, 0.5 / m) * (term - m));
    }
    return log;
  }
}
