package io.stackelberg.pipeline;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.leader.baseline.Baseline;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.repair.RepairedPolicy;
import io.stackelberg.theory.CheckResult;
import java.util.List;
import java.util.Map;

/**
 * The main job: learn how the follower answers, optimise the leader against it, repair the policy, score it
 * beside its rivals, and check what was claimed.
 *
 * <p>{@link #run} is the picture in {@code docs/architecture.md}, line by line.
 */
final class Study {
  /** Where, between the cheapest and the dearest constant commitment, policies are compared. */
  static final double[] FRACTIONS = {0.1, 0.3, 0.5, 0.7, 0.9};

  /** Names of the stages, as shown by progress. */
  static final String[] STAGES = {"logs", "response", "optimize", "repair", "evaluate", "check"};

  /** Expected share of each stage in the whole time. */
  static final double[] SHARES = {0.1, 0.25, 0.25, 0.05, 0.3, 0.05};

  private final Workspace work;
  private final Learner learner;
  private final LeaderSolver solver;
  private final RepairStrategy repairStrategy;
  private final Map<String, Baseline> baselines;
  private final Progress progress;

  Study(
      Workspace work,
      Learner learner,
      LeaderSolver solver,
      RepairStrategy repairStrategy,
      Map<String, Baseline> baselines,
      Progress progress) {
    this.work = work;
    this.learner = learner;
    this.solver = solver;
    this.repairStrategy = repairStrategy;
    this.baselines = baselines;
    this.progress = progress;
  }

  /**
   * What a study decided before it looked at the evaluation part.
   *
   * @param log what was learned from
   * @param optimiser holds the mixtures to compare with
   * @param leader what was optimised
   * @param repaired what repair left of it
   */
  record Decided(TurnLog log, Optimiser optimiser, Leader leader, RepairedPolicy repaired) {
    /** What plays: {@code baseline}, {@code contextual} or {@code mixture}. */
    String kind() {
      if (repaired.isFallback()) {
        return "baseline";
      }
      return leader.isGateOpen() ? "contextual" : "mixture";
    }
  }

  /**
   * What a study learned.
   *
   * @param log what was learned from
   * @param optimiser holds the mixtures to compare with
   * @param leader what was optimised
   */
  record Learned(TurnLog log, Optimiser optimiser, Leader leader) {}

  /** Learns, optimises and repairs. */
  Decided decide() {
    Learned learned = learn();
    return new Decided(
        learned.log(),
        learned.optimiser(),
        learned.leader(),
        repair(learned.leader().policy()));
  }

  /** Learns and optimises. */
  Learned learn() {
    progress.next("");
    TurnLog log = work.arena().log(Part.FIT);
    progress.next(log.turns().size() + " turns, " + log.sessions().size() + " sessions");
    List<Surrogate> surrogates = learner.learn(log);
    progress.next(surrogates.get(0).response().isPresent() ? "follower learned" : "follower obeys");
    Optimiser optimiser = new Optimiser(work, solver);
    Leader leader = optimiser.optimise(surrogates);
    progress.next(leader.solution().stopReason() + gateNote(leader));
    return new Learned(log, optimiser, leader);
  }

  /** Runs every stage; the same seed gives the same result, whatever the number of threads. */
  StudyResult run() {
    Decided decided = decide();
    Optimiser optimiser = decided.optimiser();
    Leader leader = decided.leader();
    Surrogate surrogate = leader.surrogate();
    RepairedPolicy repaired = decided.repaired();
    progress.next(repaired.explanation());
    Solved control = optimiser.solve(learner.learn(
        FeatureShuffle.of(decided.log(), work.seeds().generator("feature shuffle")),
        surrogate.model(),
        "shuffled models"));
    Scoreboard board = new Evaluator(work, optimiser, new Rivals(work, baselines))
        .evaluate(leader, repaired, control);
    progress.next(board.rows().size() + " policies, " + board.baseline().turns() + " turns each");
    List<CheckResult> checks =
        Audit.check(work.arena(), surrogate, leader, board, optimiser.problem(surrogate));
    progress.finish(checks.stream().filter(CheckResult.Holds.class::isInstance).count() + " of "
        + checks.size() + " hold");
    return new StudyResult(work.config(), work.arena(), surrogate, leader, repaired, board, checks);
  }

  private static String gateNote(Leader leader) {
    return leader.isGateOpen() ? "" : ", no use found for the features: the mixture plays";
  }

  private RepairedPolicy repair(LeaderPolicy policy) {
    Arena arena = work.arena();
    StudyConfig config = work.config();
    Play baseline = arena.play(LeaderPolicy.always(arena.baseline()), Part.CALIBRATE);
    return repairStrategy.repair(
        policy,
        arena.baseline(),
        tried -> Evidence.collect(arena.play(tried, Part.CALIBRATE), baseline, arena.baseline()),
        config.evaluation().tests().margin(),
        StudyResult.delta(config));
  }
}
