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

/**
 * Admits commitments by lower confidence bounds on the calibration part and projects every other decision
 * onto what was admitted; the baseline is always admitted.
 *
 * <p>With a margin m and an error probability δ fixed beforehand: first the raw policy as a whole is held
 * against −m at level δ/2; if it passes, everything it draws is admitted. Otherwise each of its K
 * commitments has to contribute at least −m/K, each at level δ/(2K). By the union bound the claim "mean
 * quality falls by at most m" then fails with probability at most δ as long as non-admitted decisions go to
 * the baseline. Where a non-admitted commitment has a nearer admitted neighbour of its own class, projection
 * goes there instead, and {@link RepairedPolicy#isCovered()} says that the evidence does not speak about it.
 * A commitment that the evidence never saw goes to the baseline.
 * Fewer than {@code minSessions} sessions admit nothing.
 *
 * <p>Source: projection onto an empirically selected safe set, Wang (2026) [wang2026stackelberg]; the
 * simultaneous bounds are ours, by Bonferroni.
 *
 * @param options the options
 */
public record SafeSetProjection(Options options) implements RepairStrategy {
  /**
   * Options.
   *
   * @param bound how lower bounds are computed
   * @param minSessions sessions below which nothing is admitted, at least 2
   */
  public record Options(LowerBound bound, int minSessions) {
    /** Student's t, at least 20 sessions. */
    public static final Options DEFAULT = new Options(LowerBound.STUDENT, 20);

    public Options {
      Require.atLeast("minSessions", minSessions, 2);
    }

    /** The same options with another bound. */
    public Options withBound(LowerBound other) {
      return new Options(other, minSessions);
    }

    /** The same options with another least number of sessions. */
    public Options withMinSessions(int other) {
      return new Options(bound, other);
    }
  }

  @Override
  public RepairedPolicy repair(
      LeaderPolicy raw,
      Commitment baseline,
      CalibrationEvidence evidence,
      double margin,
      double delta) {
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("delta", delta);
    int commitments = evidence.commitments().size();
    boolean enough = evidence.sessions() >= options.minSessions();
    double share = 0;
    for (int index = 0; index < commitments; index++) {
      share += evidence.share(index);
    }
    RepairedPolicy.Finding whole =
        finding("whole policy", share, evidence.whole(), evidence, -margin, delta / 2, enough);
    List<RepairedPolicy.Finding> findings = new ArrayList<>();
    List<Commitment> members = new ArrayList<>(List.of(baseline));
    List<Double> lowerBounds = new ArrayList<>(List.of(0.0));
    for (int index = 0; index < commitments; index++) {
      RepairedPolicy.Finding alone = finding(
          evidence.commitments().get(index).label(),
          evidence.share(index),
          evidence.contribution(index),
          evidence,
          -margin / commitments,
          delta / (2 * commitments),
          enough);
      boolean admitted = whole.isAdmitted() || alone.isAdmitted();
      findings.add(new RepairedPolicy.Finding(
          alone.commitment(),
          alone.share(),
          alone.change(),
          alone.lowerBound(),
          alone.allowed(),
          admitted));
      if (admitted) {
        members.add(evidence.commitments().get(index));
        lowerBounds.add(alone.lowerBound());
      }
    }
    SafeSet safeSet = new SafeSet(members, lowerBounds);
    boolean covered = evidence.commitments().stream()
        .allMatch(commitment ->
            safeSet.contains(commitment) || safeSet.project(commitment).equals(baseline));
    return new RepairedPolicy(
        whole.isAdmitted() ? raw : new Projected(raw, safeSet, evidence.commitments()),
        "safe-set-projection",
        options.bound().id(),
        options.bound().rigour(),
        evidence.sessions(),
        whole,
        findings,
        members,
        members.size() == 1 && commitments > 0,
        covered,
        explain(whole, members.size() - 1, commitments, evidence.sessions(), enough));
  }

  private RepairedPolicy.Finding finding(
      String label,
      double share,
      double[] values,
      CalibrationEvidence evidence,
      double allowed,
      double delta,
      boolean enough) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double lower = enough
        ? options.bound().of(values, evidence.contributionBound(), delta)
        : Double.NEGATIVE_INFINITY;
    return new RepairedPolicy.Finding(
        label, share, sum / values.length, lower, allowed, lower >= allowed);
  }

  private String explain(
      RepairedPolicy.Finding whole, int admitted, int commitments, int sessions, boolean enough) {
    if (commitments == 0) {
      return "The raw policy never leaves the baseline; there was nothing to repair.";
    }
    if (!enough) {
      return "Only "
          + sessions
          + " calibration sessions, fewer than "
          + options.minSessions()
          + ": nothing can be admitted, the baseline is kept.";
    }
    if (whole.isAdmitted()) {
      return "The raw policy as a whole passed on the calibration part; nothing was changed.";
    }
    return admitted == 0
        ? "No commitment could be shown to cost at most its share of the margin; the baseline is kept."
        : admitted
            + " of "
            + commitments
            + " commitments were admitted; every other decision was projected.";
  }

  /** Plays the raw policy with every draw that was tried projected; what was not goes to the baseline. */
  private record Projected(LeaderPolicy raw, SafeSet safeSet, List<Commitment> tried)
      implements LeaderPolicy {
    @Override
    public MixedCommitment commit(Context context) {
      MixedCommitment drawn = raw.commit(context);
      Map<Commitment, Double> projected = new LinkedHashMap<>();
      for (int member = 0; member < drawn.support().size(); member++) {
        Commitment commitment = drawn.support().get(member);
        Commitment target = tried.contains(commitment)
            ? safeSet.project(commitment)
            : safeSet.members().get(0);
        if (!target.isFeasible(context)) {
          target = safeSet.members().get(0);
        }
        projected.merge(target, drawn.probabilities().get(member), Double::sum);
      }
      return new MixedCommitment(List.copyOf(projected.keySet()), List.copyOf(projected.values()));
    }
  }
}
