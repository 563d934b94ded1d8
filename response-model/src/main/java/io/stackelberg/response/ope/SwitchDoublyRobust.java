package io.stackelberg.response.ope;

/**
 * SWITCH-DR: the mean of q̂(x, π) + w (r − q̂(x, l)) 1{w ≤ τ}.
 *
 * <p>Equals {@link DoublyRobust} as τ → ∞ and {@link DirectMethod} at τ = 0. Bias, needs and the meaning of the
 * intervals are those of {@link Switch}. Finite-sample, where the model is not cross-fitted: empirical
 * Bernstein and betting on terms in [−τ, 1 + τ]. Asymptotic: Student's t.
 *
 * <p>Source: Wang, Agarwal and Dudík (2017) [wang2017optimal].
 *
 * @param options the options
 */
public record SwitchDoublyRobust(Switch.Options options) implements OffPolicyEstimator {
  /** With the default options. */
  public SwitchDoublyRobust() {
    this(Switch.Options.DEFAULT);
  }

  @Override
  public OffPolicyResult estimate(LoggedDecisions decisions) {
    return Evaluation.run(
        "SWITCH-DR(" + options.threshold() + ")", decisions, Finding.STOPS_SWITCH, table -> {
          Terms terms = Terms.corrected(table, options.threshold());
          return Evaluation.figure(
              terms, Evaluation.modelBounds(table, terms, options.confidence()));
        });
  }
}
