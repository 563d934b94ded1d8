package io.stackelberg.response.ope;

import java.util.OptionalDouble;

/**
 * Self-normalised inverse propensity scoring (SNIPS): Σ w r / Σ w, over the sessions' means of w r and w.
 *
 * <p>Stays in the reward's range and moves with it. Biased, by an amount that vanishes with the number of
 * sessions; its one interval is asymptotic, Student's t by linearisation: the error is that of the mean of
 * (w r − value · w)/mean(w).
 *
 * <p>Source: Swaminathan and Joachims (2015) [swaminathan2015self].
 *
 * @param options the options
 */
public record SelfNormalisedInversePropensity(Options options) implements OffPolicyEstimator {
  /** With the default options. */
  public SelfNormalisedInversePropensity() {
    this(Options.DEFAULT);
  }

  @Override
  public OffPolicyResult estimate(LoggedDecisions decisions) {
    return Evaluation.run("SNIPS", decisions, Finding.STOPS_WEIGHTED, table -> {
      double[] weighted = table.sessionMeans(decision -> decision.weight() * decision.reward());
      double[] weights = table.sessionMeans(DecisionTable.Decision::weight);
      double meanWeight = DecisionTable.mean(weights).mean();
      double value = DecisionTable.mean(weighted).mean() / meanWeight;
      double[] linearised = new double[weights.length];
      for (int session = 0; session < weights.length; session++) {
        linearised[session] = value + (weighted[session] - value * weights[session]) / meanWeight;
      }
      Terms terms = Terms.unbiased(linearised, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      return new Evaluation.Figure(
          value,
          new Bounds(decisions.reward(), options.confidence()).student(terms).intervals(),
          OptionalDouble.empty());
    });
  }
}
