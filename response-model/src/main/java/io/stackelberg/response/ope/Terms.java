package io.stackelberg.response.ope;

import io.stackelberg.response.ope.DecisionTable.Arm;
import io.stackelberg.response.ope.DecisionTable.Decision;

/**
 * One method's term per session, in units of a reward in [0, 1], and terms on either side whose mean cannot
 * lie on the wrong side of the value.
 *
 * <p>A decision of weight above the threshold is replaced by the reward model's prediction. What the model
 * adds there, Σ_{w>τ} π q̂, may be wrong by anything between −Σ_{w>τ} π q̂ and Σ_{w>τ} π (1 − q̂). Terms shifted
 * by these two amounts, which sum to the target's mass on {w > τ}, have expectations below and above the
 * value, whatever the model is worth, so that a bound on their means needs no estimate of the bias.
 *
 * @param values one per session; their mean is the estimate
 * @param belows one per session, with expectation at most the value
 * @param aboves one per session, with expectation at least the value
 * @param lowest bound on all of these, −infinity where none is known
 * @param highest bound on all of these, +infinity where none is known
 * @param replacedMass mean target probability on {w &gt; τ}: the bias bound of theory 4.2
 */
record Terms(
    double[] values,
    double[] belows,
    double[] aboves,
    double lowest,
    double highest,
    double replacedMass) {
  /** Terms of a method that replaces nothing. */
  static Terms unbiased(double[] values, double lowest, double highest) {
    return new Terms(values, values, values, lowest, highest, 0);
  }

  /** Weighted rewards up to the threshold, predictions above. */
  static Terms switching(DecisionTable table, double threshold) {
    return new Terms(
        table.sessionMeans(decision -> kept(decision, threshold) + imputed(decision, threshold)),
        table.sessionMeans(decision -> kept(decision, threshold)),
        table.sessionMeans(decision -> kept(decision, threshold) + mass(decision, threshold)),
        0,
        1 + cap(table, threshold),
        replacedMass(table, threshold));
  }

  /** Predictions, corrected by weighted residuals up to the threshold. */
  static Terms corrected(DecisionTable table, double threshold) {
    double cap = cap(table, threshold);
    return new Terms(
        table.sessionMeans(
            decision -> decision.predictedTarget() + keptResidual(decision, threshold)),
        table.sessionMeans(decision -> decision.predictedTarget()
            - imputed(decision, threshold)
            + keptResidual(decision, threshold)),
        table.sessionMeans(decision -> decision.predictedTarget()
            - imputed(decision, threshold)
            + mass(decision, threshold)
            + keptResidual(decision, threshold)),
        -cap,
        1 + cap,
        replacedMass(table, threshold));
  }

  /** w r of a decision whose weight is kept, else 0. */
  static double kept(Decision decision, double threshold) {
    return decision.weight() <= threshold ? decision.weight() * decision.reward() : 0;
  }

  /** w (1 − r) of a decision whose weight is kept, else 0. */
  static double keptLoss(Decision decision, double threshold) {
    return decision.weight() <= threshold ? decision.weight() * (1 - decision.reward()) : 0;
  }

  private static double keptResidual(Decision decision, double threshold) {
    return decision.weight() <= threshold
        ? decision.weight() * (decision.reward() - decision.predictedTaken())
        : 0;
  }

  private static double imputed(Decision decision, double threshold) {
    double sum = 0;
    for (Arm arm : decision.arms()) {
      if (arm.weight() > threshold) {
        sum += arm.target() * arm.prediction();
      }
    }
    return sum;
  }

  private static double mass(Decision decision, double threshold) {
    double sum = 0;
    for (Arm arm : decision.arms()) {
      if (arm.weight() > threshold) {
        sum += arm.target();
      }
    }
    return sum;
  }

  private static double replacedMass(DecisionTable table, double threshold) {
    return DecisionTable.mean(table.sessionMeans(decision -> mass(decision, threshold)))
        .mean();
  }

  /** Bound on a kept weight, known without the data. */
  private static double cap(DecisionTable table, double threshold) {
    return Math.min(threshold, table.source().largestWeight().orElse(Double.POSITIVE_INFINITY));
  }
}
