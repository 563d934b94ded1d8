package io.stackelberg.response.ope;

/**
 * Inverse propensity scoring (IPS): the mean of w r, w = target probability / logging probability of the
 * commitment taken. Unbiased under overlap.
 *
 * <p>Finite-sample interval without any bound on the weights: betting on z = w r ≥ 0 for the lower end and
 * on w (1 − r) ≥ 0 for the upper. As E[w r] ≤ value ≤ 1 − E[w (1 − r)] whether or not overlap is complete, it
 * holds without complete overlap too. Where a largest weight is declared, also empirical Bernstein and
 * betting on w r rescaled from [0, largest weight]. Asymptotic: Student's t.
 *
 * <p>Source: Horvitz and Thompson (1952) [horvitz1952generalization]; bounds Maurer and Pontil (2009)
 * [maurer2009empirical], Waudby-Smith and Ramdas (2024) [waudbysmith2024betting].
 *
 * @param options the options
 */
public record InversePropensity(Options options) implements OffPolicyEstimator {
  /** With the default options. */
  public InversePropensity() {
    this(Options.DEFAULT);
  }

  @Override
  public OffPolicyResult estimate(LoggedDecisions decisions) {
    return Evaluation.run("IPS", decisions, Finding.STOPS_WEIGHTED, table -> {
      double anyWeight = Double.POSITIVE_INFINITY;
      Terms terms = Terms.unbiased(
          table.sessionMeans(decision -> Terms.kept(decision, anyWeight)),
          0,
          decisions.largestWeight().orElse(anyWeight));
      return Evaluation.figure(
          terms,
          new Bounds(decisions.reward(), options.confidence())
              .range(terms)
              .nonNegative(table, anyWeight)
              .student(terms));
    });
  }
}
