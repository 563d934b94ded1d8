package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Common agency with payments of any sign that the agent accepts (theory T6, variant IR; C15): every truthful
 * equilibrium has the policy reference × exp(Σ_j value_j / temperature), normalised.
 *
 * <p>Truthful payments value_j − k_j with equal k_j are played; what principal j can get at most against the others
 * is temperature × log Σ reference exp((value_j + Y_{−j}) / temperature), by summing. No principal may gain more than
 * 1e-9 of the spread of all values plus the temperature, nor may any of 200 drawn accepted payments.
 *
 * <p>Quantities: {@code policy}, {@code total_payoff} (Σ_j k_j), {@code participation} (what the agent has beyond
 * its outside option), {@code largest_gain}, {@code largest_drawn_gain}; {@code distance} from a claimed policy.
 *
 * <p>Source: Bernheim and Whinston (1986) [bernheim1986common] with a logit agent.
 */
public final class TruthfulAgencyCheck {
  private static final String NAME = "common agency, participation";
  private static final double TOLERANCE = 1e-9;
  private static final int DRAWS = 200;

  private TruthfulAgencyCheck() {}

  /** Checks the policy of truthful payments. */
  public static CheckResult check(CommonAgency game, RandomGenerator random) {
    return check(game, truthful(game), random);
  }

  /** Checks the claim that a policy is the one of the truthful equilibria. */
  public static CheckResult check(CommonAgency game, double[] claimed, RandomGenerator random) {
    PlainAgency agency = new PlainAgency(game);
    double total = freeEnergy(game, game.totalValues());
    int principals = agency.principals();
    double[][] payments = new double[principals][];
    double scale = 0;
    for (int j = 0; j < principals; j++) {
      payments[j] = minus(game.values(j), total / principals);
      scale = Math.max(scale, agency.scale(j));
    }
    double[] policy = agency.policy(payments);
    double participation = freeEnergy(game, agency.total(payments, -1));
    double worst = 0;
    double drawn = 0;
    for (int j = 0; j < principals; j++) {
      double[] others = agency.total(payments, j);
      double present = game.payoff(j, policy, payments[j]);
      double most = freeEnergy(game, PlainAgency.plus(others, game.values(j)));
      worst = Math.max(worst, (most - present) / scale);
      for (int draw = 0; draw < DRAWS; draw++) {
        double width = scale * StrictMath.pow(10, 1 - 5 * random.nextDouble());
        double[] tried = payments[j].clone();
        for (int outcome = 0; outcome < tried.length; outcome++) {
          tried[outcome] += width * (2 * random.nextDouble() - 1);
        }
        tried = minus(tried, freeEnergy(game, PlainAgency.plus(others, tried)));
        drawn = Math.max(drawn, (agency.payoff(j, tried, others) - present) / scale);
      }
    }
    double distance = PlainAgency.totalVariation(claimed, policy);
    List<Quantity> quantities = List.of(
        Quantity.of("policy", policy),
        Quantity.of("total_payoff", total),
        Quantity.of("participation", participation),
        Quantity.of("largest_gain", worst),
        Quantity.of("largest_drawn_gain", drawn),
        Quantity.of("distance", distance));
    double error =
        Math.max(Math.max(worst, drawn), Math.max(Math.abs(participation) / scale, distance));
    if (!(error <= TOLERANCE)) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          distance > TOLERANCE
              ? "distance " + distance + " from the policy of truthful payments"
              : "gain " + Math.max(worst, drawn) + ", participation " + participation,
          "The policy is not that of a truthful equilibrium.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        TOLERANCE - error,
        "Truthful payments are best replies up to " + worst + " of the largest scale.",
        quantities);
  }

  /** reference × exp(Σ_j value_j / temperature), normalised. */
  private static double[] truthful(CommonAgency game) {
    double[] total = game.totalValues();
    double potential = freeEnergy(game, total);
    double[] policy = new double[total.length];
    for (int outcome = 0; outcome < policy.length; outcome++) {
      policy[outcome] = game.reference(outcome)
          * StrictMath.exp((total[outcome] - potential) / game.temperature());
    }
    return policy;
  }

  /** temperature × log Σ reference exp(payment / temperature). */
  private static double freeEnergy(CommonAgency game, double[] payment) {
    double peak = Double.NEGATIVE_INFINITY;
    for (double value : payment) {
      peak = Math.max(peak, value);
    }
    double sum = 0;
    for (int outcome = 0; outcome < payment.length; outcome++) {
      sum +=
          game.reference(outcome) * StrictMath.exp((payment[outcome] - peak) / game.temperature());
    }
    return peak + game.temperature() * StrictMath.log(sum);
  }

  private static double[] minus(double[] values, double constant) {
    double[] shifted = values.clone();
    for (int index = 0; index < shifted.length; index++) {
      shifted[index] -= constant;
    }
    return shifted;
  }
}
