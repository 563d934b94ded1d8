package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.repair.RepairedPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repairs a learned policy on another arena than the one it was learned on, scores it beside the baseline on that
 * arena's evaluation part, and writes a run directory that can be certified.
 *
 * @param work the study with the arena it was learned on
 * @param learned what was learned
 * @param strategy makes the policy safe
 */
record RepairRun(Workspace work, Study.Learned learned, RepairStrategy strategy) {
  /**
   * Where a repair plays.
   *
   * @param opened the arena, as results name it
   * @param real the same arena where turns are played one by one
   * @param probes sessions for calibration
   */
  record Target(ArenaFactory.Opened opened, Optional<RealArena> real, List<String> probes) {}

  /** What a repair came to. */
  record Done(StudyResult result, RunEvidence evidence, ObjectNode tree, ObjectNode repair) {}

  /** Calibrates, repairs, evaluates and checks. */
  Done run(Target target) {
    StudyConfig config = work.config();
    Arena arena = target.opened().arena();
    Workspace onTarget =
        new Workspace(config, arena, new SeedSplitter(config.seed()), work.tasks());
    Leader leader = learned.leader();
    LeaderPolicy candidate = leader.policy();
    Optional<Probing.Calibrated> calibrated = target
        .real()
        .filter(any -> !target.probes().isEmpty())
        .map(real -> new Probing(
                work, learned, config.repair().calibration().orElseThrow(), real, target.probes())
            .run());
    if (calibrated.isPresent()) {
      candidate = calibrated.get().policy();
    }
    LeaderPolicy baseline = LeaderPolicy.always(arena.baseline());
    RepairedPolicy repaired = repair(target, candidate, baseline);
    LeaderPolicy deployed = repaired.isFallback() ? baseline : repaired.policy();

    List<LeaderPolicy> scored = List.of(baseline, leader.policy(), deployed);
    target.real().ifPresent(real -> real.prepare(scored, Part.EVALUATE));
    Scoreboard board = board(onTarget, leader, deployed, repaired, baseline);
    StudyResult result = new StudyResult(
        config,
        arena,
        leader.surrogate(),
        leader,
        repaired,
        board,
        Audit.check(
            arena,
            leader.surrogate(),
            leader,
            board,
            learned.optimiser().problem(leader.surrogate())));
    ObjectNode changes = RunFiles.changes(repaired);
    calibrated.ifPresent(found -> changes.set("calibration", found.tree()));
    target.real().ifPresent(real -> {
      ObjectNode left = changes.putObject("leftOut");
      real.leftOut().forEach(left::put);
    });
    return new Done(
        result,
        RunEvidence.ofPlayed(onTarget, result),
        new ResultsTree(
                result,
                target.opened(),
                StudyRunner.provenance("stackelberg-governor repair", config, target.opened()))
            .tree(),
        changes);
  }

  /** Repairs until no session was left out on the way, for the sessions of a test must not change under it. */
  private RepairedPolicy repair(Target target, LeaderPolicy candidate, LeaderPolicy baseline) {
    StudyConfig config = work.config();
    Arena arena = target.opened().arena();
    while (true) {
      target.real().ifPresent(real -> real.prepare(List.of(baseline, candidate), Part.CALIBRATE));
      int before = target.real().map(real -> real.leftOut().size()).orElse(0);
      RepairedPolicy repaired = strategy.repair(
          candidate,
          arena.baseline(),
          tried -> Evidence.collect(
              arena.play(tried, Part.CALIBRATE),
              arena.play(baseline, Part.CALIBRATE),
              arena.baseline()),
          config.evaluation().tests().margin(),
          StudyResult.delta(config));
      if (before == target.real().map(real -> real.leftOut().size()).orElse(0)) {
        return repaired;
      }
    }
  }

  private static Scoreboard board(
      Workspace work,
      Leader leader,
      LeaderPolicy deployed,
      RepairedPolicy repaired,
      LeaderPolicy baseline) {
    Arena arena = work.arena();
    StudyConfig.Tests tests = work.config().evaluation().tests();
    Map<String, LeaderPolicy> policies = new LinkedHashMap<>();
    policies.put("fixed:" + arena.baseline().action(), baseline);
    policies.put("learned", leader.policy());
    policies.put("repaired", deployed);
    Play before = arena.play(baseline, Part.EVALUATE);
    List<PolicyRow> rows = new ArrayList<>();
    policies.forEach((name, policy) -> rows.add(PolicyRow.of(
        name,
        arena.play(policy, Part.EVALUATE),
        before,
        tests.margin(),
        tests.alpha(),
        false,
        name.equals("repaired")
            ? Optional.of(repaired.explanation())
            : name.equals("learned")
                ? Optional.of("as learned, before calibration and repair")
                : Optional.empty())));
    return new Scoreboard(before, policies, rows, List.of(), Optional.empty(), Optional.empty());
  }

  /** Writes a finished repair. */
  void write(Done done, Path directory, ObjectNode timings) {
    RunFiles.write(
        directory,
        work.config(),
        done.tree(),
        done.result(),
        done.evidence(),
        done.repair(),
        timings);
  }

  /** Sessions in seeded random order: those that calibrate, repair and evaluate. */
  static List<List<String>> split(
      List<String> sessions, int probes, double share, SeedSplitter seeds) {
    List<String> order = new ArrayList<>(new LinkedHashSet<>(sessions));
    var random = seeds.generator("parts");
    for (int left = order.size(); left > 1; left--) {
      java.util.Collections.swap(order, left - 1, random.nextInt(left));
    }
    int rest = order.size() - probes;
    int repair = (int) Math.round(rest * share);
    return List.of(
        List.copyOf(order.subList(0, probes)),
        List.copyOf(order.subList(probes, probes + repair)),
        List.copyOf(order.subList(probes + repair, order.size())));
  }
}
