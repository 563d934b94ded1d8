package io.stackelberg.repair;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.DeltaLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Deploys a candidate only if every constraint is shown to hold, else keeps the baseline and says why.
 *
 * <p>δ is split equally over the constraints; one whose threshold is estimated takes two parts, for the lower bound
 * on the candidate and the upper bound on the baseline. A candidate that violates any constraint is deployed with
 * probability at most δ, provided that it was fixed before these values were seen. Source: Thomas et al. (2015)
 * [thomas2015confidence].
 *
 * @param bound how bounds are computed
 */
public record HighConfidenceGate(LowerBound bound) {
  /**
   * Constraint: mean of the candidate at least the threshold. Costs enter with a minus sign.
   *
   * @param name for the explanation
   * @param values of the candidate, independent, each in [low, high]
   * @param low least value possible
   * @param high largest value possible
   * @param threshold what the mean must reach; added to the baseline's mean where that is estimated
   * @param baseline values of the baseline in the same range, independent; none where the threshold is known
   */
  public record Constraint(
      String name,
      List<Double> values,
      double low,
      double high,
      double threshold,
      List<Double> baseline) {
    public Constraint {
      Require.nonBlank("name", name);
      values = List.copyOf(Require.nonEmpty("values of " + name, values));
      baseline = List.copyOf(baseline);
      Require.finite("threshold of " + name, threshold);
      Require.positive("width of the range of " + name, high - low);
    }

    /** A constraint whose threshold is known. */
    public static Constraint known(
        String name, List<Double> values, double low, double high, double threshold) {
      return new Constraint(name, values, low, high, threshold, List.of());
    }
  }

  /**
   * Finding on one constraint.
   *
   * @param name the constraint
   * @param lowerBound on the candidate's mean
   * @param required the threshold, plus the upper bound on the baseline's mean where that is estimated
   * @param isMet whether the bound reaches it
   */
  public record Finding(String name, double lowerBound, double required, boolean isMet) {}

  /**
   * Decision.
   *
   * @param isDeployed whether every constraint is met; otherwise the answer is NO_SOLUTION and the baseline stays
   * @param findings one per constraint
   * @param ledger what was spent
   * @param explanation which constraints decided it
   */
  public record Decision(
      boolean isDeployed, List<Finding> findings, DeltaLedger ledger, String explanation) {
    public Decision {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Decides.
   *
   * @param constraints at least one
   * @param delta probability of deploying a candidate that violates any, in (0, 1)
   */
  public Decision decide(List<Constraint> constraints, double delta) {
    List<String> statements = new ArrayList<>();
    for (Constraint constraint : Require.nonEmpty("constraints", constraints)) {
      statements.add(constraint.name());
      if (!constraint.baseline().isEmpty()) {
        statements.add(constraint.name() + ", baseline");
      }
    }
    DeltaLedger ledger = DeltaLedger.of(delta).spendEqually(statements);
    double each = ledger.entries().get(0).delta();
    List<Finding> findings = new ArrayList<>();
    for (Constraint constraint : constraints) {
      double lower =
          bound.of(array(constraint.values()), constraint.low(), constraint.high(), each);
      double required = constraint.threshold();
      if (!constraint.baseline().isEmpty()) {
        double[] negated =
            constraint.baseline().stream().mapToDouble(value -> -value).toArray();
        required -= bound.of(negated, -constraint.high(), -constraint.low(), each);
      }
      findings.add(new Finding(constraint.name(), lower, required, lower >= required));
    }
    List<Finding> failed = findings.stream().filter(finding -> !finding.isMet()).toList();
    String explanation = failed.isEmpty()
        ? "Every constraint is met with confidence " + (1 - delta) + "."
        : "NO_SOLUTION, the baseline stays: "
            + failed.stream()
                .map(finding -> finding.name() + " has lower bound " + finding.lowerBound()
                    + " where " + finding.required() + " is required")
                .collect(Collectors.joining("; "))
            + ".";
    return new Decision(failed.isEmpty(), findings, ledger, explanation);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
