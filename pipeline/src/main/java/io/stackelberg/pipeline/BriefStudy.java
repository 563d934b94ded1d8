package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Verdict;
import java.util.List;
import java.util.Map;

/**
 * A simulated study with nothing but the repaired policy and the baseline evaluated.
 *
 * @param kind what plays: {@code baseline}, {@code contextual} or {@code mixture}
 * @param turns of the repaired policy and of the baseline
 * @param row the repaired policy under the protocol
 * @param costCap cap on a turn's cost that the certificate declares
 * @param saving verdict of the certificate on the saving
 * @param quality verdict of the certificate on the quality
 */
record BriefStudy(
    String kind,
    ProtocolRow.Turns turns,
    ProtocolRow row,
    double costCap,
    Verdict saving,
    Verdict quality) {
  /** Runs one, alone on the calling thread. */
  static BriefStudy of(StudyConfig config) {
    SimulatedArena arena = SimulatedArenaFactory.arena(
        config, SimulationProfile.named(config.environment().profile()));
    Study.Decided decided = StudyParts.of(config).decide(config, arena);
    return of(config, decided.kind(), arena, arena, decided.repaired().policy());
  }

  /**
   * Evaluates a given policy.
   *
   * @param own where the policy plays: the baseline's arena, or the same tasks with other luck
   */
  static BriefStudy of(
      StudyConfig config,
      String kind,
      SimulatedArena arena,
      SimulatedArena own,
      LeaderPolicy policy) {
    Play baseline = arena.play(LeaderPolicy.always(arena.baseline()), Part.EVALUATE);
    Play play = own.play(policy, Part.EVALUATE);
    List<EvaluationCsv.Row> sums =
        SessionSums.of(arena, baseline, Map.of(SessionClaims.POLICY, play));
    SessionClaims claims = ProtocolTables.claims(config, true, sums);
    List<Certificate> certificates = claims.certificates();
    ProtocolRow.Turns turns = ProtocolRow.Turns.of(play, baseline);
    StudyConfig.Tests tests = config.evaluation().tests();
    return new BriefStudy(
        kind,
        turns,
        ProtocolRow.of(
            turns, tests.margin(), tests.alpha(), new SeedSplitter(config.seed()).task("protocol")),
        claims.cap(),
        certificates.get(0).verdict(),
        certificates.get(1).verdict());
  }

  /** What it was computed from, for a run's file. */
  ObjectNode tree(StudyConfig config) {
    ObjectNode tree = turns.tree();
    tree.put("profile", config.environment().profile()).put("seed", config.seed());
    return tree.put("costCap", costCap);
  }

  /** Whether quality was shown to hold, one policy being tested. */
  boolean isNonInferior() {
    return row.nonInferiority().established();
  }

  /** Whether a saving is claimed: tested after quality. */
  boolean isSaving() {
    return isNonInferior() && row.saving().low() > 0;
  }

  /** Whether the certificate supports the saving and the quality. */
  boolean isCertified() {
    return saving.compareTo(Verdict.CONDITIONAL) >= 0
        && quality.compareTo(Verdict.CONDITIONAL) >= 0;
  }
}
