package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import io.stackelberg.game.stats.DeltaLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Repairs one after another, each on the policy that the one before left.
 *
 * <p>δ is split equally over the steps, and so are the calibration sessions: step i of n sees every n-th session,
 * beginning with the i-th, so that a policy is never tested on sessions that chose it. A chain of testing steps
 * keeps a policy that loses more than the margin with probability at most δ, indeed at most the last testing step's
 * part of it. A step that leaves the baseline alone ends the chain.
 *
 * @param steps at least one
 */
public record RepairChain(List<RepairStrategy> steps) implements RepairStrategy {
  public RepairChain {
    steps = List.copyOf(Require.nonEmpty("steps", steps));
  }

  @Override
  public RepairedPolicy repair(
      LeaderPolicy raw, Commitment baseline, Trials trials, double margin, double delta) {
    int count = steps.size();
    DeltaLedger ledger = DeltaLedger.of(delta)
        .spendEqually(
            IntStream.rangeClosed(1, count).mapToObj(step -> "step " + step).toList());
    List<RepairedPolicy> results = new ArrayList<>();
    LeaderPolicy policy = raw;
    for (int step = 0; step < count; step++) {
      int part = step;
      RepairedPolicy result = steps
          .get(step)
          .repair(
              policy,
              baseline,
              candidate -> trials.play(candidate).part(part, count),
              margin,
              ledger.entries().get(step).delta());
      results.add(result);
      policy = result.policy();
      if (result.isFallback()) {
        break;
      }
    }
    return together(results);
  }

  private static RepairedPolicy together(List<RepairedPolicy> results) {
    RepairedPolicy last = results.get(results.size() - 1);
    List<RepairedPolicy.Finding> findings = new ArrayList<>();
    List<RepairedPolicy.Change> changes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> explanations = new ArrayList<>();
    int sessions = 0;
    boolean isFinite = true;
    for (int step = 0; step < results.size(); step++) {
      RepairedPolicy result = results.get(step);
      names.add(result.strategy());
      findings.addAll(result.findings());
      changes.addAll(result.changes());
      explanations.add(
          "Step " + (step + 1) + ", " + result.strategy() + ": " + result.explanation());
      sessions += result.sessions();
      isFinite &= result.rigour().equals(LowerBound.BETTING.rigour());
    }
    return new RepairedPolicy(
        last.policy(),
        "chain(" + String.join(", ", names) + ")",
        last.bound(),
        isFinite ? last.rigour() : LowerBound.STUDENT.rigour(),
        sessions,
        results.get(0).whole(),
        findings,
        last.safeSet(),
        last.isFallback(),
        last.gate(),
        changes,
        String.join(" ", explanations));
  }
}
