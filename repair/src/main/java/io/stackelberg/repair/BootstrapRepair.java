package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the raw policy where enough was seen of its commitment, the baseline elsewhere, and keeps the outcome only
 * if it passes on fresh sessions.
 *
 * <p>A commitment is followed if at least {@code minSessions} of every other session used it and quality is not
 * estimated to fall there by more than the margin. The policy that is left is played on the remaining sessions and
 * kept if its lower bound at level δ is at least −margin. The choice may be wrong at no cost to the claim: a
 * policy that loses more than the margin is kept with probability at most δ. Source: after Laroche, Trichelair and
 * Tachet des Combes (2019) [laroche2019safe].
 *
 * @param bound how the lower bound is computed
 * @param minSessions sessions of a commitment, and of the test, below which nothing is followed, at least 2
 */
public record BootstrapRepair(LowerBound bound, int minSessions) implements RepairStrategy {
  public BootstrapRepair {
    Require.atLeast("minSessions", minSessions, 2);
  }

  @Override
  public RepairedPolicy repair(
      LeaderPolicy raw, Commitment baseline, Trials trials, double margin, double delta) {
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("delta", delta);
    SessionTest test = new SessionTest(bound, minSessions);
    CalibrationEvidence all = trials.play(raw);
    CalibrationEvidence choosing = all.part(0, Math.min(2, all.sessions()));
    List<RepairedPolicy.Finding> findings = new ArrayList<>();
    List<RepairedPolicy.Change> changes = new ArrayList<>();
    List<Commitment> followed = new ArrayList<>(List.of(baseline));
    for (int index = 0; index < choosing.commitments().size(); index++) {
      int sessions = 0;
      for (double weight : choosing.weight(index)) {
        sessions += weight > 0 ? 1 : 0;
      }
      RepairedPolicy.Finding one =
          test.alone(choosing, index, margin, delta / choosing.commitments().size());
      boolean isFollowed = sessions >= minSessions && one.change() >= one.allowed();
      findings.add(new RepairedPolicy.Finding(
          one.commitment(),
          one.share(),
          one.change(),
          one.lowerBound(),
          one.allowed(),
          isFollowed));
      if (isFollowed) {
        followed.add(choosing.commitments().get(index));
      } else {
        changes.add(new RepairedPolicy.Change(
            RepairedPolicy.Change.EVERYWHERE,
            one.commitment(),
            baseline.label(),
            sessions + " sessions used it where " + minSessions
                + " are needed; estimated change of mean quality " + one.change() + ", allowed "
                + one.allowed()));
      }
    }
    LeaderPolicy candidate = new Followed(raw, baseline, followed);
    RepairedPolicy.Finding gate = all.sessions() < 2
        ? new RepairedPolicy.Finding(
            "followed commitments", 0, 0, Double.NEGATIVE_INFINITY, -margin, false)
        : test.whole("followed commitments", trials.play(candidate).half(1), margin, delta);
    boolean isKept = followed.size() > 1 && gate.isAdmitted();
    if (!isKept) {
      for (Commitment commitment : followed.subList(1, followed.size())) {
        changes.add(new RepairedPolicy.Change(
            RepairedPolicy.Change.EVERYWHERE,
            commitment.label(),
            baseline.label(),
            "on fresh sessions: " + gate.evidence()));
      }
    }
    return new RepairedPolicy(
        isKept ? candidate : LeaderPolicy.always(baseline),
        "spibb",
        bound.id(),
        bound.rigour(),
        all.sessions(),
        test.whole("raw policy", all, margin, delta),
        findings,
        isKept ? followed : List.of(baseline),
        !isKept && !all.commitments().isEmpty(),
        followed.size() > 1 ? Optional.of(gate) : Optional.empty(),
        changes,
        explanation(isKept, followed.size() - 1, findings.size()));
  }

  private static String explanation(boolean isKept, int followed, int all) {
    if (all == 0) {
      return "The raw policy never leaves the baseline; there was nothing to repair.";
    }
    return isKept
        ? followed + " of " + all
            + " commitments were seen often enough to be followed, and passed on fresh sessions."
        : followed == 0
            ? "NO_SOLUTION: no commitment was seen often enough and harmless; the baseline is kept."
            : "NO_SOLUTION: " + followed + " of " + all
                + " commitments were followed, but did not pass on fresh sessions; the baseline is"
                + " kept.";
  }

  /** Draws the baseline in the place of every commitment that is not followed. */
  private record Followed(LeaderPolicy raw, Commitment baseline, List<Commitment> followed)
      implements LeaderPolicy {
    @Override
    public MixedCommitment commit(Context context) {
      MixedCommitment drawn = raw.commit(context);
      Map<Commitment, Double> kept = new LinkedHashMap<>();
      for (int member = 0; member < drawn.support().size(); member++) {
        Commitment wanted = drawn.support().get(member);
        kept.merge(
            followed.contains(wanted) ? wanted : baseline,
            drawn.probabilities().get(member),
            Double::sum);
      }
      return new MixedCommitment(List.copyOf(kept.keySet()), List.copyOf(kept.values()));
    }
  }
}
