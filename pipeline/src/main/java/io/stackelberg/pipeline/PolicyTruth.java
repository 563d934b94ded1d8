package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.StudyConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a policy truly saves and changes under a simulation profile's real side, by a large simulation that no study
 * sees.
 *
 * <p>Policy and baseline play the same sessions with the same luck. Of each turn's outcome only its exact
 * mean given history, hidden task and action enters (the simulator's law), so that the noise of tokens and judge acts
 * through the history alone; what is left is a sampling error, which is part of the answer. All studies
 * share the sessions, hence their truths err together.
 *
 * <p>Stateless after construction; for many threads.
 */
final class PolicyTruth {
  /**
   * True values, each up to a standard error.
   *
   * @param saving 1 − E[cost]/E[baseline's cost], expectations over sessions of their means per turn
   * @param change of quality, policy − baseline
   */
  record Value(double saving, double savingError, double change, double changeError) {
    /** The true value that a claim is about, by the claim's id; empty where it is not known here. */
    OptionalDouble of(String claim) {
      return switch (claim) {
        case CoverageExperiment.SAVING -> OptionalDouble.of(saving);
        case CoverageExperiment.QUALITY -> OptionalDouble.of(change);
        default -> OptionalDouble.empty();
      };
    }
  }

  private final SimulatedArena arena;
  private final OutcomeModel law;
  private final int turnsPerSession;
  private final double[] baselineCost;
  private final double[] baselineQuality;

  /**
   * The truth of a profile.
   *
   * @param sessions simulated for every policy
   * @param seed of their tasks and luck; no study may use it
   */
  PolicyTruth(StudyConfig config, SimulationProfile profile, int sessions, long seed) {
    turnsPerSession = config.environment().turns();
    SimulatedExecutor executor = new SimulatedExecutor(
        profile.real(),
        SimulatedArenaFactory.actions(config),
        new SimulatedSessions("truth", sessions, turnsPerSession),
        seed);
    law = executor.truth();
    Map<Part, SimulatedExecutor> parts = Map.of(Part.FIT, executor, Part.EVALUATE, executor);
    arena = SimulatedArenaFactory.arena(config, parts, new SeedSplitter(seed).task("truth"));
    baselineCost = new double[sessions];
    baselineQuality = new double[sessions];
    sum(LeaderPolicy.always(arena.baseline()), baselineCost, baselineQuality);
  }

  /** The truth of a policy. */
  Value of(LeaderPolicy policy) {
    int sessions = baselineCost.length;
    double[] cost = new double[sessions];
    double[] change = new double[sessions];
    sum(policy, cost, change);
    for (int session = 0; session < sessions; session++) {
      change[session] -= baselineQuality[session];
    }
    int[] clusters = IntStream.range(0, sessions).toArray();
    MeanEstimate saving = ClusteredMeans.saving(baselineCost, cost, clusters);
    MeanEstimate quality = ClusteredMeans.mean(change, clusters);
    return new Value(
        saving.mean(), saving.standardError(), quality.mean(), quality.standardError());
  }

  /** Mean expected cost and quality per turn of every session. */
  private void sum(LeaderPolicy policy, double[] cost, double[] quality) {
    List<Turn> turns = arena.turns(policy, Part.EVALUATE);
    for (int index = 0; index < turns.size(); index++) {
      Turn turn = turns.get(index);
      ExpectedOutcome expected =
          law.expect(turn.context(), arena.actions().indexOf(turn.action().id()));
      cost[index / turnsPerSession] += expected.cost(arena.unit()) / turnsPerSession;
      quality[index / turnsPerSession] += expected.quality() / turnsPerSession;
    }
  }
}
