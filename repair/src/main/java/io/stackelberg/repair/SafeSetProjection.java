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
 * Admits commitments by lower confidence bounds on the calibration part, projects every other decision onto
 * what was admitted, and keeps the result only if it passes on sessions that did not choose it.
 *
 * <p>With a margin m and an error probability δ fixed beforehand:
 *
 * <ol>
 *   <li>The raw policy as a whole: if the lower bound on its change of mean quality, at level δ/2 on all
 *       sessions, is at least −m, it is kept as it is.
 *   <li>Otherwise the safe set is chosen on every other session: a commitment is admitted if, on the turns
 *       where the raw policy uses it, quality is not shown to fall by more than m: lower bound, at level
 *       δ/(2K), on the mean of (change + m) over those turns at least 0. The baseline always is.
 *   <li>Decisions outside are projected onto the safe set, and the projected policy is played on the
 *       remaining sessions: it is kept if its lower bound at level δ/2 is at least −m, else the baseline is.
 * </ol>
 *
 * <p>A policy whose mean quality falls by more than m is kept with probability at most δ: step 1 and step 3
 * spend δ/2 each, and step 3 looks at sessions that step 2 has not seen. Fewer than {@code minSessions}
 * sessions in a test admit nothing.
 *
 * <p>Source: projection onto an empirically selected safe set, Wang (2026) [wang2026stackelberg]; the test
 * on fresh sessions follows high-confidence policy improvement, Thomas et al. (2015)
 * [thomas2015confidence].
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
      LeaderPolicy raw, Commitment baseline, Trials trials, double margin, double delta) {
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("delta", delta);
    CalibrationEvidence evidence = trials.play(raw);
    RepairedPolicy.Finding whole = test().whole("raw policy", evidence, margin, delta / 2);
    if (evidence.commitments().isEmpty() || whole.isAdmitted()) {
      List<Commitment> members = new ArrayList<>(List.of(baseline));
      members.addAll(evidence.commitments());
      return result(
          raw,
          evidence,
          whole,
          admittedTogether(evidence, margin, delta),
          members,
          Optional.empty(),
          explainWhole(evidence));
    }
    CalibrationEvidence choosing = evidence.half(0);
    List<RepairedPolicy.Finding> findings = new ArrayList<>();
    List<Commitment> members = new ArrayList<>(List.of(baseline));
    List<Double> lowerBounds = new ArrayList<>(List.of(0.0));
    int commitments = choosing.commitments().size();
    for (int index = 0; index < commitments; index++) {
      RepairedPolicy.Finding alone =
          test().alone(choosing, index, margin, delta / (2 * commitments));
      findings.add(alone);
      if (alone.isAdmitted()) {
        members.add(choosing.commitments().get(index));
        lowerBounds.add(alone.lowerBound());
      }
    }
    if (members.size() == 1) {
      return result(
          LeaderPolicy.always(baseline),
          evidence,
          whole,
          findings,
          members,
          Optional.empty(),
          explainNone(evidence, choosing));
    }
    LeaderPolicy projected =
        new Projected(raw, new SafeSet(members, lowerBounds), choosing.commitments());
    RepairedPolicy.Finding gate =
        test().whole("projected policy", trials.play(projected).half(1), margin, delta / 2);
    return gate.isAdmitted()
        ? result(
            projected,
            evidence,
            whole,
            findings,
            members,
            Optional.of(gate),
            (members.size() - 1)
                + " of "
                + commitments
                + " commitments were admitted, every other decision was projected, and the projected"
                + " policy passed on fresh sessions.")
        : result(
            LeaderPolicy.always(baseline),
            evidence,
            whole,
            findings,
            List.of(baseline),
            Optional.of(gate),
            (members.size() - 1)
                + " of "
                + commitments
                + " commitments were admitted, but the projected policy did not pass on fresh sessions;"
                + " the baseline is kept.");
  }

  /** Findings about the single commitments of a policy that passed as a whole: for information. */
  private List<RepairedPolicy.Finding> admittedTogether(
      CalibrationEvidence evidence, double margin, double delta) {
    List<RepairedPolicy.Finding> findings = new ArrayList<>();
    int commitments = evidence.commitments().size();
    for (int index = 0; index < commitments; index++) {
      RepairedPolicy.Finding alone =
          test().alone(evidence, index, margin, delta / (2 * commitments));
      findings.add(new RepairedPolicy.Finding(
          alone.commitment(),
          alone.share(),
          alone.change(),
          alone.lowerBound(),
          alone.allowed(),
          true));
    }
    return findings;
  }

  private SessionTest test() {
    return new SessionTest(options.bound(), options.minSessions());
  }

  private RepairedPolicy result(
      LeaderPolicy policy,
      CalibrationEvidence evidence,
      RepairedPolicy.Finding whole,
      List<RepairedPolicy.Finding> findings,
      List<Commitment> members,
      Optional<RepairedPolicy.Finding> gate,
      String explanation) {
    return new RepairedPolicy(
        policy,
        "safe-set-projection",
        options.bound().id(),
        options.bound().rigour(),
        evidence.sessions(),
        whole,
        findings,
        members,
        members.size() == 1 && !evidence.commitments().isEmpty(),
        gate,
        changes(whole, findings, members, gate),
        explanation);
  }

  /** What became of every commitment that was not kept. */
  private static List<RepairedPolicy.Change> changes(
      RepairedPolicy.Finding whole,
      List<RepairedPolicy.Finding> findings,
      List<Commitment> members,
      Optional<RepairedPolicy.Finding> gate) {
    List<String> kept = members.stream().map(Commitment::label).toList();
    List<RepairedPolicy.Change> changes = new ArrayList<>();
    for (RepairedPolicy.Finding finding : findings) {
      if (!kept.contains(finding.commitment())) {
        changes.add(new RepairedPolicy.Change(
            RepairedPolicy.Change.EVERYWHERE,
            finding.commitment(),
            kept.size() == 1 ? kept.get(0) : "the nearest of " + kept,
            finding.isAdmitted() ? gate.orElse(whole).evidence() : finding.evidence()));
      }
    }
    return changes;
  }

  private static String explainWhole(CalibrationEvidence evidence) {
    return evidence.commitments().isEmpty()
        ? "The raw policy never leaves the baseline; there was nothing to repair."
        : "The raw policy as a whole passed on the calibration part; nothing was changed.";
  }

  private String explainNone(CalibrationEvidence evidence, CalibrationEvidence choosing) {
    return choosing.sessions() < options.minSessions()
        ? "The raw policy did not pass on the calibration part, and its "
            + evidence.sessions()
            + " sessions are too few to admit single commitments; the baseline is kept."
        : "The raw policy did not pass on the calibration part, and no commitment could be admitted; the"
            + " baseline is kept.";
  }

  /** Plays the raw policy with every draw projected; one that calibration never saw becomes the baseline. */
  private record Projected(LeaderPolicy raw, SafeSet safeSet, List<Commitment> tried)
      implements LeaderPolicy {
    @Override
    public MixedCommitment commit(Context context) {
      MixedCommitment drawn = raw.commit(context);
      Map<Commitment, Double> projected = new LinkedHashMap<>();
      for (int member = 0; member < drawn.support().size(); member++) {
        Commitment wanted = drawn.support().get(member);
        Commitment target = safeSet.project(wanted);
        if (!tried.contains(wanted) || !target.isFeasible(context)) {
          target = safeSet.members().get(0);
        }
        projected.merge(target, drawn.probabilities().get(member), Double::sum);
      }
      return new MixedCommitment(List.copyOf(projected.keySet()), List.copyOf(projected.values()));
    }
  }
}
