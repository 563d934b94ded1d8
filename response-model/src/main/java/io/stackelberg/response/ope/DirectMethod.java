package io.stackelberg.response.ope;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Direct method: the mean over the log of the reward model's expectation under the target policy, q̂(x, π).
 *
 * <p>Uses neither propensities nor rewards of the log. Its error is that of the model, which nothing in it
 * measures: it has no interval, and its bias bound is the width of the reward's range. Overlap is reported
 * where it is known, and does not stop it.
 *
 * <p>Source: Dudík, Langford and Li (2011) [dudik2011doubly].
 */
public record DirectMethod() implements OffPolicyEstimator {
  @Override
  public OffPolicyResult estimate(LoggedDecisions decisions) {
    return Evaluation.run(
        "DM",
        decisions,
        Finding.STOPS_DIRECT,
        table -> new Evaluation.Figure(
            DecisionTable.mean(table.sessionMeans(DecisionTable.Decision::predictedTarget))
                .mean(),
            List.of(),
            OptionalDouble.of(1)));
  }
}
