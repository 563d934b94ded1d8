package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.stats.DeltaLedger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Selects, per context cell, the commitments whose quality loss and cost are shown to be within limits.
 *
 * <p>A candidate is a member if UCB(quality loss) ≤ margin and UCB(cost) ≤ cap (theory T3e). With K candidates over
 * all cells every bound has level δ/(2K), δ/K without a cap, so that with probability at least 1 − δ no member of
 * any cell violates a limit, whatever was chosen from the data (finite-sample bounds; asymptotically for
 * Student's). A candidate with fewer values than {@code minValues} is not a member; its level is spent all the same.
 *
 * @param bound how bounds are computed
 * @param minValues least number of independent values, at least 2
 */
public record SafeSetCertification(LowerBound bound, int minValues) {
  public SafeSetCertification {
    Require.atLeast("minValues", minValues, 2);
  }

  /**
   * What was seen of one commitment in one cell; values are of independent units, such as sessions.
   *
   * @param cell the context cell
   * @param commitment the commitment
   * @param qualityLosses quality of the baseline less quality, in [−1, 1]
   * @param costs costs in [0, {@code largestCost}]; as many as losses, or none where no cap applies
   * @param largestCost declared in advance, above 0
   */
  public record Candidate(
      String cell,
      Commitment commitment,
      List<Double> qualityLosses,
      List<Double> costs,
      double largestCost) {
    public Candidate {
      Require.nonBlank("cell", cell);
      qualityLosses = List.copyOf(qualityLosses);
      costs = List.copyOf(costs);
      Require.positive("largestCost", largestCost);
    }
  }

  /**
   * Finding on one candidate.
   *
   * @param candidate what was tested
   * @param lossBound upper bound on its mean quality loss; +infinity with too few values
   * @param costBound upper bound on its mean cost; empty without a cap
   * @param isMember whether both are within their limits
   */
  public record Finding(
      Candidate candidate, double lossBound, OptionalDouble costBound, boolean isMember) {}

  /**
   * Certified sets.
   *
   * @param findings one per candidate, in order
   * @param ledger what was spent on which bound
   */
  public record Certified(List<Finding> findings, DeltaLedger ledger) {
    public Certified {
      findings = List.copyOf(findings);
    }

    /** Members of every cell that has any, the baseline first with lower bound 0; others keep the baseline. */
    public Map<String, SafeSet> byCell(Commitment baseline) {
      Map<String, SafeSet> sets = new LinkedHashMap<>();
      for (Finding finding : findings) {
        if (finding.isMember() && !finding.candidate().commitment().equals(baseline)) {
          SafeSet known = sets.getOrDefault(
              finding.candidate().cell(), new SafeSet(List.of(baseline), List.of(0.0)));
          List<Commitment> members = new ArrayList<>(known.members());
          List<Double> bounds = new ArrayList<>(known.lowerBounds());
          members.add(finding.candidate().commitment());
          bounds.add(-finding.lossBound());
          sets.put(finding.candidate().cell(), new SafeSet(members, bounds));
        }
      }
      return sets;
    }
  }

  /**
   * Certifies.
   *
   * @param candidates all that may become members, fixed before their values were seen
   * @param margin largest mean quality loss allowed
   * @param cap largest mean cost allowed; empty for none
   * @param delta probability that any member violates a limit, in (0, 1)
   */
  public Certified certify(
      List<Candidate> candidates, double margin, OptionalDouble cap, double delta) {
    Require.finite("margin", margin);
    List<String> statements = new ArrayList<>();
    for (Candidate candidate : Require.nonEmpty("candidates", candidates)) {
      String name = candidate.commitment().label() + " in " + candidate.cell();
      statements.add("quality loss of " + name);
      if (cap.isPresent()) {
        statements.add("cost of " + name);
        if (candidate.costs().size() != candidate.qualityLosses().size()) {
          throw Require.unexpected(
              "number of costs of " + name,
              candidate.costs().size(),
              candidate.qualityLosses().size() + ", one per quality loss");
        }
      }
    }
    DeltaLedger ledger = DeltaLedger.of(delta).spendEqually(statements);
    double each = ledger.entries().get(0).delta();
    List<Finding> findings = new ArrayList<>();
    for (Candidate candidate : candidates) {
      double loss = upper(candidate.qualityLosses(), -1, 1, each);
      OptionalDouble cost = cap.isPresent()
          ? OptionalDouble.of(upper(candidate.costs(), 0, candidate.largestCost(), each))
          : OptionalDouble.empty();
      boolean isCheap = cap.isEmpty() || cost.getAsDouble() <= cap.getAsDouble();
      findings.add(new Finding(candidate, loss, cost, loss <= margin && isCheap));
    }
    return new Certified(findings, ledger);
  }

  private double upper(List<Double> values, double low, double high, double delta) {
    return values.size() < minValues
        ? Double.POSITIVE_INFINITY
        : -bound.of(values.stream().mapToDouble(value -> -value).toArray(), -high, -low, delta);
  }
}
