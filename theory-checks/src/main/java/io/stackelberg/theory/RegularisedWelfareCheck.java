package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Maximiser of the regularised joint welfare of common agency (theory T6, variant REG; C15): ⟨π, Σ_j value_j⟩ − J
 * (temperature × KL(π‖reference) + least shift of π).
 *
 * <p>It is what one principal of the mean value would induce, found by one root; no policy has more than J × (root
 * − temperature). A claimed policy must reach that up to 1e-9 of the spread of values plus temperature, times J;
 * 200 drawn policies must not exceed it. It is no equilibrium of the game with J ≥ 2 in general: {@link #asEquilibrium}
 * says so.
 *
 * <p>Quantities: {@code policy}, {@code threshold}, {@code bound}, {@code welfare} of the claimed policy, {@code
 * least_shift} and {@code divergence_cost} of it, {@code largest_drawn_excess}.
 */
public final class RegularisedWelfareCheck {
  private static final String NAME = "common agency, regularised welfare";
  private static final double TOLERANCE = 1e-9;
  private static final int DRAWS = 200;

  private RegularisedWelfareCheck() {}

  /** Checks that the policy from the root attains the bound. */
  public static CheckResult check(CommonAgency game, RandomGenerator random) {
    return check(game, maximiser(game), random);
  }

  /** Checks the claim that a policy is the maximiser. */
  public static CheckResult check(CommonAgency game, double[] claimed, RandomGenerator random) {
    PlainAgency alone = new PlainAgency(alone(game));
    double threshold = threshold(alone);
    double bound = game.principals() * (threshold - game.temperature());
    double scale = game.principals() * alone.scale(0);
    double[] policy = maximiser(game);
    double welfare = welfare(game, claimed);
    double drawn = Double.NEGATIVE_INFINITY;
    for (int draw = 0; draw < DRAWS; draw++) {
      double width = StrictMath.pow(10, 1 - 5 * random.nextDouble());
      double[] tried = new double[policy.length];
      double sum = 0;
      for (int outcome = 0; outcome < tried.length; outcome++) {
        tried[outcome] = policy[outcome] * StrictMath.exp(width * (2 * random.nextDouble() - 1));
        sum += tried[outcome];
      }
      for (int outcome = 0; outcome < tried.length; outcome++) {
        tried[outcome] /= sum;
      }
      drawn = Math.max(drawn, (welfare(game, tried) - bound) / scale);
    }
    List<Quantity> quantities = new ArrayList<>(List.of(
        Quantity.of("policy", policy),
        Quantity.of("threshold", threshold),
        Quantity.of("bound", bound),
        Quantity.of("welfare", welfare),
        Quantity.of("least_shift", leastShift(game, claimed)),
        Quantity.of("divergence_cost", divergenceCost(game, claimed)),
        Quantity.of("largest_drawn_excess", drawn)));
    double distance = PlainAgency.totalVariation(claimed, policy);
    quantities.add(Quantity.of("distance", distance));
    double shortfall = Math.abs(bound - welfare) / scale;
    if (!(Math.max(shortfall, drawn) <= TOLERANCE)) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "welfare " + welfare + ", attainable " + bound,
          "The policy does not maximise the regularised welfare.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        TOLERANCE - shortfall,
        "The policy attains the largest regularised welfare up to " + shortfall + " of its scale.",
        quantities);
  }

  /** Checks the claim that the maximiser is the policy of an equilibrium under limited liability. */
  public static CheckResult asEquilibrium(CommonAgency game) {
    return LimitedLiabilityCheck.policy(game, maximiser(game));
  }

  private static CommonAgency alone(CommonAgency game) {
    double[] mean = Arrays.stream(game.totalValues())
        .map(value -> value / game.principals())
        .toArray();
    return new CommonAgency(game.reference(), game.temperature(), new double[][] {mean});
  }

  private static double threshold(PlainAgency alone) {
    return alone.bestThreshold(0, new double[alone.game().outcomes()]);
  }

  private static double[] maximiser(CommonAgency game) {
    PlainAgency alone = new PlainAgency(alone(game));
    return alone.policy(alone.payments(new double[] {threshold(alone)}));
  }

  private static double welfare(CommonAgency game, double[] policy) {
    double[] total = game.totalValues();
    double sum = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      sum += policy[outcome] * total[outcome];
    }
    return sum - game.principals() * (divergenceCost(game, policy) + leastShift(game, policy));
  }

  private static double divergenceCost(CommonAgency game, double[] policy) {
    double sum = 0;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      sum += policy[outcome] > 0
          ? policy[outcome] * StrictMath.log(policy[outcome] / game.reference(outcome))
          : 0;
    }
    return game.temperature() * sum;
  }

  private static double leastShift(CommonAgency game, double[] policy) {
    double most = Double.NEGATIVE_INFINITY;
    for (int outcome = 0; outcome < policy.length; outcome++) {
      most = Math.max(most, StrictMath.log(game.reference(outcome) / policy[outcome]));
    }
    return game.temperature() * most;
  }
}
