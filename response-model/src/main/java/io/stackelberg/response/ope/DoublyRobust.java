package io.stackelberg.response.ope;

/**
 * Doubly robust estimation (DR): the mean of q̂(x, π) + w (r − q̂(x, l)). Unbiased under overlap, whatever the
 * reward model, as long as that was learned from other data; the better the model, the smaller the variance.
 *
 * <p>Finite-sample, where a largest weight W is declared and the model is not cross-fitted: empirical
 * Bernstein and betting on the terms rescaled from [−W, 1 + W]. Asymptotic: Student's t.
 *
 * <p>Source: Dudík, Langford and Li (2011) [dudik2011doubly].
 *
 * @param options the options
 */
public record DoublyRobust(Options options) implements OffPolicyEstimator {
  /** With the default options. */
  public DoublyRobust() {
    this(Options.DEFAULT);
  }

  @Override
  public OffPolicyResult estimate(LoggedDecisions decisions) {
    return Evaluation.run("DR", decisions, Finding.STOPS_COMBINED, table -> {
      Terms terms = Terms.corrected(table, Double.POSITIVE_INFINITY);
      return Evaluation.figure(terms, Evaluation.modelBounds(table, terms, options.confidence()));
    });
  }
}
