package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.leader.baseline.Baseline;
import io.stackelberg.leader.baseline.Practice;
import io.stackelberg.pipeline.io.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/**
 * The baselines that a study names, trained on its fitting part.
 *
 * @param baselines by name, in the study's order
 */
record Rivals(Workspace work, Map<String, Baseline> baselines) {
  /** Turns that a baseline may play, in contexts of the fitting part. */
  private static final int PASSES = 5;

  /**
   * Policies by name, in the study's order, each trained with a generator of its own.
   *
   * @throws InputException if a baseline refuses this study, with its reason
   */
  Map<String, LeaderPolicy> train(Surrogate surrogate) {
    Map<String, LeaderPolicy> policies = new LinkedHashMap<>();
    if (baselines.isEmpty()) {
      return policies;
    }
    Practice practice = practice(surrogate);
    List<Callable<LeaderPolicy>> trainings = new ArrayList<>();
    baselines.forEach((name, baseline) -> trainings.add(() -> train(name, baseline, practice)));
    List<LeaderPolicy> trained = work.tasks().inOrder(trainings);
    baselines.keySet().forEach(name -> policies.put(name, trained.get(policies.size())));
    return policies;
  }

  private LeaderPolicy train(String name, Baseline baseline, Practice practice) {
    try {
      return baseline.train(practice, work.seeds().generator("baseline", name));
    } catch (IllegalArgumentException refused) {
      throw InputException.invalid("evaluation.baselines: " + name + " refuses this study: "
          + refused.getMessage()
          + "\nMaybe leave it out of evaluation.baselines.");
    }
  }

  private Practice practice(Surrogate surrogate) {
    Arena arena = work.arena();
    return new Practice(
        log(),
        arena.practice(),
        arena.menu(),
        arena.baseline(),
        surrogate.follower(),
        surrogate.outcomes(),
        arena.unit(),
        work.config().leader().slack(),
        PASSES * arena.contexts(Part.FIT).size());
  }

  /**
   * The fitting log. Where every outcome of a context is recorded, a turn's propensity is its commitment's share
   * of the turns recorded there: a turn drawn at random from them has that law.
   */
  private TurnLog log() {
    TurnLog log = work.arena().log(Part.FIT);
    Map<String, Map<Commitment, Integer>> counts = new HashMap<>();
    for (Turn turn : log.turns()) {
      counts
          .computeIfAbsent(turn.context().id(), id -> new HashMap<>())
          .merge(turn.commitment(), 1, Integer::sum);
    }
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : log.turns()) {
      Map<Commitment, Integer> there = counts.get(turn.context().id());
      int all = there.values().stream().mapToInt(Integer::intValue).sum();
      turns.add(
          turn.commitmentPropensity().isPresent()
              ? turn
              : new Turn(
                  turn.context(),
                  turn.commitment(),
                  OptionalDouble.of(there.get(turn.commitment()) / (double) all),
                  turn.action(),
                  turn.outcome()));
    }
    return new TurnLog(log.actions(), turns);
  }
}
