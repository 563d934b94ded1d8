package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.List;
import java.util.Set;

/**
 * Bound on the regret of a policy chosen on a surrogate (theory T4).
 *
 * <p>From constants the bound is only as good as they are: a supremum found by sampling is a lower bound of the
 * true one, so {@link Rigour#SAMPLED} constants never give {@code Holds}. From tables of both values everything
 * is enumerated.
 */
public final class TransferChainCheck {
  private static final String NAME = "transfer chain (T4)";

  private TransferChainCheck() {}

  /**
   * Constants of the chain, each at least 0.
   *
   * @param optimisation ε_opt, how far the chosen policy may be from the surrogate's optimum
   * @param value ε_value, largest error of the surrogate's value over the comparators
   * @param calibration ε_cal, span of what calibration changed over the comparators
   * @param lipschitz L_V, of the real value in the commitment
   * @param projection mean distance by which repair moved the commitment
   */
  public record Constants(
      double optimisation, double value, double calibration, double lipschitz, double projection) {
    public Constants {
      Require.nonNegative("eps_opt", optimisation);
      Require.nonNegative("eps_value", value);
      Require.nonNegative("eps_cal", calibration);
      Require.nonNegative("L_V", lipschitz);
      Require.nonNegative("d_proj", projection);
    }
  }

  /**
   * The chain ε_opt + 2 ε_value + ε_cal + L_V d_proj (T4c).
   *
   * @param rigour of the weakest constant
   */
  public static CheckResult check(Constants constants, Rigour rigour) {
    return fromConstants(
        constants.optimisation()
            + 2 * constants.value()
            + constants.calibration()
            + constants.lipschitz() * constants.projection(),
        rigour);
  }

  /**
   * The computable form sup V_C − V_C(repaired) + 2 ε_value (T4c'), ε_value covering the repaired policy.
   *
   * @param best sup V_C
   * @param repaired V_C of the repaired policy, at most {@code best}
   * @param value ε_value, at least 0
   * @param rigour of the weakest constant
   */
  public static CheckResult checkComputable(
      double best, double repaired, double value, Rigour rigour) {
    Require.finite("sup_V_C", best);
    Require.nonNegative("eps_value", value);
    double gap =
        Require.nonNegative("sup_V_C - V_C_rep", best - Require.finite("V_C_rep", repaired));
    return fromConstants(gap + 2 * value, rigour);
  }

  private static CheckResult fromConstants(double bound, Rigour rigour) {
    List<Quantity> quantities = List.of(Quantity.of("regret_bound", bound));
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
        "Regret is at most " + bound + ", given the constants and that the comparators contain the"
            + " real optimum and the chosen policy.",
        quantities);
  }

  /**
   * The bound 2 ε_value + (sup V_S − V_S(chosen)) against the regret itself, over all policies of a table.
   *
   * @param real V_R by policy
   * @param surrogate V_S by policy, calibrated if the choice was made on that
   * @param comparators indices of the policies over which ε_value was measured, non-empty
   * @param chosen index of the policy chosen
   */
  public static CheckResult check(
      double[] real, double[] surrogate, Set<Integer> comparators, int chosen) {
    Require.atLeast("number of policies", real.length, 1);
    Require.inRange("number of V_S", surrogate.length, real.length, real.length);
    Require.nonEmpty("Pi0", comparators);
    index("chosen", chosen, real.length);
    int best = 0;
    for (int policy = 0; policy < real.length; policy++) {
      Require.finite("V_R[" + policy + "]", real[policy]);
      Require.finite("V_S[" + policy + "]", surrogate[policy]);
      best = real[policy] > real[best] ? policy : best;
    }
    double value = 0;
    double top = Double.NEGATIVE_INFINITY;
    for (int policy : comparators) {
      index("Pi0", policy, real.length);
      value = Math.max(value, Math.abs(real[policy] - surrogate[policy]));
      top = Math.max(top, surrogate[policy]);
    }
    double optimisation = Math.max(0, top - surrogate[chosen]);
    double bound = 2 * value + optimisation;
    // One-sided sharpening (T4b): only errors that mislead count.
    double sharp = Math.max(0, real[best] - surrogate[best])
        + Math.max(0, surrogate[chosen] - real[chosen])
        + Math.max(0, surrogate[best] - surrogate[chosen]);
    double regret = real[best] - real[chosen];
    List<Quantity> quantities = List.of(
        Quantity.of("eps_value", value),
        Quantity.of("eps_opt", optimisation),
        Quantity.of("regret", regret),
        Quantity.of("regret_bound", bound),
        Quantity.of("regret_bound_one_sided", sharp));
    double slack = 1e-12 * (1 + Math.abs(real[best]) + Math.abs(real[chosen]) + bound);
    if (regret > bound + slack) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "policy " + best + ": V_R = " + real[best] + ", V_S = " + surrogate[best],
          "The regret " + regret + " exceeds the bound " + bound
              + (comparators.contains(best) ? "" : ": the real optimum is not a comparator")
              + (comparators.contains(chosen) ? "." : ", or the chosen policy is not one."),
          quantities);
    }
    if (!comparators.contains(best) && regret > 0 || !comparators.contains(chosen)) {
      return new CheckResult.Inconclusive(
          NAME,
          Rigour.EXACT,
          "comparators that contain policies " + best + " and " + chosen,
          "The regret " + regret + " is within " + bound
              + " by chance: an error was not measured where it counts.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        Math.max(0, bound - regret),
        "The regret " + regret + " of policy " + chosen + " is at most " + bound + ".",
        quantities);
  }

  private static void index(String name, int policy, int count) {
    Require.inRange(name, policy, 0, count - 1);
  }
}
