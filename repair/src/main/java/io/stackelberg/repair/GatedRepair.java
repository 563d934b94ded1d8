package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the raw policy if it is shown to lose no more than the margin, else plays the baseline.
 *
 * <p>The whole of δ goes to one lower bound over all calibration sessions, which is allowed because the raw policy
 * was fixed before any of them was seen. A policy whose mean quality falls by more than the margin is kept with
 * probability at most δ; asymptotically for Student's bound, with which this is the non-inferiority test. Source:
 * Thomas et al. (2015) [thomas2015confidence].
 *
 * @param name {@code hcpi} or {@code non-inferiority}
 * @param bound how the lower bound is computed
 * @param minSessions sessions below which the baseline is played, at least 2
 */
public record GatedRepair(String name, LowerBound bound, int minSessions)
    implements RepairStrategy {
  public GatedRepair {
    Require.nonBlank("name", name);
    Require.atLeast("minSessions", minSessions, 2);
  }

  /** High-confidence policy improvement by a finite-sample bound. */
  public static GatedRepair highConfidence(int minSessions) {
    return new GatedRepair("hcpi", LowerBound.BETTING, minSessions);
  }

  /** The one-sided t-test of non-inferiority over sessions. */
  public static GatedRepair nonInferiority(int minSessions) {
    return new GatedRepair("non-inferiority", LowerBound.STUDENT, minSessions);
  }

  @Override
  public RepairedPolicy repair(
      LeaderPolicy raw, Commitment baseline, Trials trials, double margin, double delta) {
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("delta", delta);
    CalibrationEvidence evidence = trials.play(raw);
    RepairedPolicy.Finding whole =
        new SessionTest(bound, minSessions).whole("raw policy", evidence, margin, delta);
    boolean isKept = evidence.commitments().isEmpty() || whole.isAdmitted();
    List<RepairedPolicy.Change> changes = new ArrayList<>();
    List<Commitment> members = new ArrayList<>(List.of(baseline));
    for (Commitment commitment : evidence.commitments()) {
      if (isKept) {
        members.add(commitment);
      } else {
        changes.add(new RepairedPolicy.Change(
            RepairedPolicy.Change.EVERYWHERE,
            commitment.label(),
            baseline.label(),
            "the policy as a whole: " + whole.evidence()));
      }
    }
    return new RepairedPolicy(
        isKept ? raw : LeaderPolicy.always(baseline),
        name,
        bound.id(),
        bound.rigour(),
        evidence.sessions(),
        whole,
        List.of(),
        members,
        !isKept,
        Optional.empty(),
        changes,
        isKept
            ? "The raw policy as a whole passed on the calibration part; nothing was changed."
            : "NO_SOLUTION: the raw policy was not shown to lose at most " + margin + " ("
                + whole.evidence() + "); the baseline is kept.");
  }
}
