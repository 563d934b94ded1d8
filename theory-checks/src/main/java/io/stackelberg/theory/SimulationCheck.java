package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Error of a value over several turns from the errors of one (simulation lemma, theory T4d).
 *
 * <pre>|V_R − V_S| ≤ T ε_U + U ε_P T(T − 1)/2</pre>
 *
 * <p>For a fixed policy and expected utilities of a turn. Source: Kearns and Singh (2002) [kearns2002near],
 * finite horizon.
 */
public final class SimulationCheck {
  private static final String NAME = "simulation lemma (T4d)";

  private SimulationCheck() {}

  /**
   * States under a fixed policy.
   *
   * @param transitions probability of the next state, by state; rows sum to 1
   * @param utilities expected utility of a turn, by state
   */
  public record Chain(List<List<Double>> transitions, List<Double> utilities) {
    public Chain {
      utilities = List.copyOf(Require.nonEmpty("U", utilities));
      List<List<Double>> rows = new ArrayList<>();
      Require.inRange(
          "number of rows of P", transitions.size(), utilities.size(), utilities.size());
      for (List<Double> row : transitions) {
        rows.add(List.copyOf(row));
        requireDistribution("P[" + (rows.size() - 1) + "]", row, utilities.size());
      }
      transitions = List.copyOf(rows);
      utilities.forEach(utility -> Require.finite("U", utility));
    }
  }

  private static void requireDistribution(String name, List<Double> law, int size) {
    Require.inRange("number of " + name, law.size(), size, size);
    double sum = 0;
    for (double probability : law) {
      sum += Require.inUnitInterval(name, probability);
    }
    Require.inRange("sum of " + name, sum, 1 - 1e-9, 1 + 1e-9);
  }

  /**
   * The bound from its constants; {@link Rigour#SAMPLED} constants never give {@code Holds}.
   *
   * @param utilityError ε_U, largest error of the expected utility of a turn, at least 0
   * @param transitionError ε_P, largest total variation of the next state, in [0, 1]
   * @param width U, width of an interval that holds both expected utilities, at least 0
   * @param turns T, at least 1
   * @param rigour of the weakest constant
   */
  public static CheckResult check(
      double utilityError, double transitionError, double width, int turns, Rigour rigour) {
    double bound = bound(utilityError, transitionError, width, turns);
    List<Quantity> quantities = List.of(Quantity.of("value_error_bound", bound));
    if (rigour == Rigour.SAMPLED) {
      return new CheckResult.Inconclusive(
          NAME,
          rigour,
          "constants that bound the true ones from above",
          "A sampled maximum is a lower bound of a supremum; the sum " + bound + " bounds nothing.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        rigour,
        0,
        "The values over " + turns + " turns differ by at most " + bound + ", given the constants.",
        quantities);
  }

  /**
   * The bound against the error itself, both from the chains.
   *
   * @param start probability of the first state
   * @param turns T, at least 1
   */
  public static CheckResult check(Chain real, Chain surrogate, List<Double> start, int turns) {
    int states = real.utilities().size();
    Require.inRange("number of surrogate states", surrogate.utilities().size(), states, states);
    requireDistribution("start", start, states);
    double utilityError = 0;
    double transitionError = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int state = 0; state < states; state++) {
      double one = real.utilities().get(state);
      double other = surrogate.utilities().get(state);
      utilityError = Math.max(utilityError, Math.abs(one - other));
      low = Math.min(low, Math.min(one, other));
      high = Math.max(high, Math.max(one, other));
      double distance = 0;
      for (int next = 0; next < states; next++) {
        distance += Math.abs(real.transitions().get(state).get(next)
                - surrogate.transitions().get(state).get(next))
            / 2;
      }
      transitionError = Math.max(transitionError, Math.min(1, distance));
    }
    double bound = bound(utilityError, transitionError, high - low, turns);
    double error = Math.abs(value(real, start, turns) - value(surrogate, start, turns));
    List<Quantity> quantities = List.of(
        Quantity.of("eps_U", utilityError),
        Quantity.of("eps_P", transitionError),
        Quantity.of("value_error", error),
        Quantity.of("value_error_bound", bound));
    double slack = 1e-12 * turns * (1 + Math.abs(low) + Math.abs(high));
    return error > bound + slack
        ? new CheckResult.Violated(
            NAME,
            Rigour.EXACT,
            "|V_R - V_S| = " + error,
            "The value error exceeds the bound " + bound + ".",
            quantities)
        : new CheckResult.Holds(
            NAME,
            Rigour.EXACT,
            Math.max(0, bound - error),
            "The value error " + error + " is at most " + bound + ".",
            quantities);
  }

  private static double bound(
      double utilityError, double transitionError, double width, int turns) {
    Require.atLeast("T", turns, 1);
    return turns * Require.nonNegative("eps_U", utilityError)
        + Require.nonNegative("U", width)
            * Require.inUnitInterval("eps_P", transitionError)
            * turns
            * (turns - 1.0)
            / 2;
  }

  /** Sum of expected utilities, the law of the state pushed forward turn by turn. */
  private static double value(Chain chain, List<Double> start, int turns) {
    List<Double> law = start;
    double value = 0;
    for (int turn = 0; turn < turns; turn++) {
      List<Double> next = new ArrayList<>();
      for (int state = 0; state < law.size(); state++) {
        value += law.get(state) * chain.utilities().get(state);
        double mass = 0;
        for (int from = 0; from < law.size(); from++) {
          mass += law.get(from) * chain.transitions().get(from).get(state);
        }
        next.add(mass);
      }
      law = next;
    }
    return value;
  }
}
