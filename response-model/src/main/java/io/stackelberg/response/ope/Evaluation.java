package io.stackelberg.response.ope;

import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** What all methods share: refuse or estimate, then say what was assumed. */
final class Evaluation {
  private Evaluation() {}

  /**
   * A method's number.
   *
   * @param unitValue in units of a reward in [0, 1]
   * @param intervals in the reward's units
   * @param unitBias bound on the bias, in units of a reward in [0, 1]; empty where none is known
   */
  record Figure(double unitValue, List<ValueInterval> intervals, OptionalDouble unitBias) {}

  static OffPolicyResult run(
      String method,
      LoggedDecisions decisions,
      Set<Finding> stoppedBy,
      Function<DecisionTable, Figure> formula) {
    DecisionTable table = new DecisionTable(decisions);
    var refusal = table.refusal(method, stoppedBy);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Figure figure = formula.apply(table);
    Reward reward = decisions.reward();
    boolean usesModel = stoppedBy.contains(Finding.MISSING_MODEL);
    boolean usesWeights = stoppedBy.contains(Finding.MISSING_PROPENSITY);
    return new Estimated(
        method,
        reward.fromUnit(figure.unitValue()),
        figure.intervals(),
        figure.unitBias().isPresent()
            ? OptionalDouble.of(figure.unitBias().getAsDouble() * reward.width())
            : OptionalDouble.empty(),
        table.weights(),
        usesModel ? table.clippedPredictions() : 0,
        assumptions(table, usesModel, usesWeights));
  }

  /** The figure of terms whose mean is the estimate. */
  static Figure figure(Terms terms, Bounds bounds) {
    return new Figure(
        DecisionTable.mean(terms.values()).mean(),
        bounds.intervals(),
        OptionalDouble.of(terms.replacedMass()));
  }

  /** Bounds on terms that rest on the reward model: finite-sample only if their sessions are independent. */
  static Bounds modelBounds(DecisionTable table, Terms terms, double confidence) {
    Bounds bounds = new Bounds(table.source().reward(), confidence);
    return isCrossFitted(table) ? bounds.student(terms) : bounds.range(terms).student(terms);
  }

  private static boolean isCrossFitted(DecisionTable table) {
    return table.source().model().filter(RewardModel::isCrossFitted).isPresent();
  }

  private static List<String> assumptions(
      DecisionTable table, boolean usesModel, boolean usesWeights) {
    LoggedDecisions source = table.source();
    List<String> assumptions = new ArrayList<>();
    assumptions.add(
        "Sessions are independent, and new ones meet contexts and rewards of the same distribution.");
    assumptions.add("The target policy and the method were fixed without looking at these turns.");
    if (table.sessions() < source.log().turns().size()) {
      assumptions.add(
          "The number of turns of a session depends neither on the leader's draws nor on rewards; the"
              + " target's effect on later contexts of a session is not counted.");
    }
    if (usesWeights) {
      assumptions.add(
          source.logging().isPresent()
              ? "The logging policy is the one declared; overlap was verified at every logged context."
              : "The logged propensities are true, and the logging policy plays whatever the target plays"
                  + " (overlap is assumed: the probabilities of commitments not drawn are unknown).");
    }
    if (usesWeights && source.largestWeight().isPresent()) {
      assumptions.add(
          "No weight can exceed " + source.largestWeight().getAsDouble() + ", at any context.");
    }
    if (usesModel) {
      assumptions.add(
          isCrossFitted(table)
              ? "Each session's predictions come from a model fitted without that session."
              : "The reward model was learned from other data than these turns.");
      if (!usesWeights) {
        assumptions.add("The reward model is right on average under the target policy.");
      }
    }
    return assumptions;
  }
}
