package io.stackelberg.response.ope;

import io.stackelberg.game.Require;

/**
 * SWITCH: the mean of w r where w is at most the threshold τ, plus, for every turn, the reward model's part of
 * the commitments with weight above τ: Σ_l π(l|x) q̂(x, l) 1{w(x, l) > τ}.
 *
 * <p>Equals {@link InversePropensity} as τ → ∞ and {@link DirectMethod} at τ = 0. Its bias is at most the
 * target's probability of {w > τ}, reported as {@code biasBound}. Every interval holds for the value, not
 * for the method's expectation: its ends are bounds on terms in which the model's part is replaced by the
 * worst and the best reward, two shifts that together are that probability.
 *
 * <p>Needs the logging probability of every commitment the target may draw. A commitment of logging
 * probability 0 is refused here too. Finite-sample: empirical Bernstein and betting on terms in [0, 1 + τ],
 * betting on the kept w r and w (1 − r). None of them uses the model. Asymptotic: Student's t.
 *
 * <p>Source: Wang, Agarwal and Dudík (2017) [wang2017optimal]; there the bias enters the choice of τ, here τ
 * is fixed in advance.
 *
 * @param options the options
 */
public record Switch(Options options) implements OffPolicyEstimator {
  /**
   * Choices made before the data are seen.
   *
   * @param threshold τ, largest weight that is used, at least 0, possibly +infinity
   * @param confidence level of each two-sided interval, in (0, 1)
   */
  public record Options(double threshold, double confidence) {
    /** Weights up to 10, intervals at 95 %. */
    public static final Options DEFAULT = new Options(10, 0.95);

    public Options {
      if (!(threshold >= 0)) {
        throw Require.unexpected("threshold", threshold, "a number >= 0");
      }
      Require.inOpenUnitInterval("confidence", confidence);
    }

    /** These options with another threshold. */
    public Options withThreshold(double threshold) {
      return new Options(threshold, confidence);
    }

    /** These options at another level. */
    public Options withConfidence(double confidence) {
      return new Options(threshold, confidence);
    }
  }

  /** With the default options. */
  public Switch() {
    this(Options.DEFAULT);
  }

  @Override
  public OffPolicyResult estimate(LoggedDecisions decisions) {
    double threshold = options.threshold();
    return Evaluation.run("SWITCH(" + threshold + ")", decisions, Finding.STOPS_SWITCH, table -> {
      Terms terms = Terms.switching(table, threshold);
      return Evaluation.figure(
          terms,
          new Bounds(decisions.reward(), options.confidence())
              .range(terms)
              .nonNegative(table, threshold)
              .student(terms));
    });
  }
}
