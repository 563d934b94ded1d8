package io.stackelberg.pipeline;

import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.RepairedPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The evaluate stage: every policy on the evaluation part, beside its rivals and controls.
 *
 * @param optimiser holds the mixtures to compare with
 * @param rivals the baselines that the study names
 */
record Evaluator(Workspace work, Optimiser optimiser, Rivals rivals) {
  /**
   * Scores every row of the results.
   *
   * @param control what the solver made of permuted features
   */
  Scoreboard evaluate(Leader leader, RepairedPolicy repaired, Solved control) {
    Arena arena = work.arena();
    Map<String, LeaderPolicy> policies = new LinkedHashMap<>();
    Map<String, String> notes = new LinkedHashMap<>();
    for (var action : arena.actions().actions()) {
      policies.put("fixed:" + action.id(), LeaderPolicy.always(Directive.of(action)));
    }
    policies.put("mixture", leader.mixture());
    notes.put(
        "mixture", "best random mixture for the study's objective, chosen on the fitting part");
    policies.put("random", random());
    notes.put("random", "draws uniformly from the leader's menu");
    policies.put("learned", leader.policy());
    notes.put(
        "learned",
        leader.isGateOpen()
            ? "raw policy, before repair"
            : "no use for the features in cross-validation: this is the mixture");
    policies.put("repaired", repaired.policy());
    notes.put("repaired", repaired.explanation());
    policies.put("shuffled", control.policy());
    notes.put("shuffled", "control: the same learner and solver on permuted features");

    rivals.train(leader.surrogate()).forEach((name, policy) -> {
      policies.put("baseline:" + name, policy);
      notes.put("baseline:" + name, rivals.baselines().get(name).summary());
    });

    List<String> names = List.copyOf(policies.keySet());
    List<Play> plays = work.plays(List.copyOf(policies.values()), Part.EVALUATE);
    Play baseline = plays.get(names.indexOf("fixed:" + arena.baseline().action()));
    List<Callable<PolicyRow>> rows = new ArrayList<>();
    for (int index = 0; index < plays.size(); index++) {
      if (plays.get(index).turns() > 0) {
        String name = names.get(index);
        Optional<String> note = Optional.ofNullable(notes.get(name));
        rows.add(row(name, plays.get(index), baseline, false, note));
      }
    }
    for (Arena.NamedPlay oracle : arena.oracles(Part.EVALUATE)) {
      rows.add(row(oracle.name(), oracle.play(), baseline, true, Optional.of(oracle.note())));
    }
    List<EqualCost.Point> learned =
        optimiser.equalCost(work.plays(leader.atBudgets(), Part.EVALUATE), Part.EVALUATE);
    List<EqualCost.Point> shuffled =
        optimiser.equalCost(work.plays(control.atBudgets(), Part.EVALUATE), Part.EVALUATE);
    MeanEstimate gain = EqualCost.mean(learned, baseline.clusters());
    return new Scoreboard(
        baseline,
        policies,
        work.tasks().inOrder(rows),
        learned,
        Optional.of(gain),
        Optional.of(new Contrast(
            gain,
            EqualCost.meanExcess(learned, shuffled, baseline.clusters()),
            1 - work.config().evaluation().tests().alpha())));
  }

  private Callable<PolicyRow> row(
      String name, Play play, Play baseline, boolean optimistic, Optional<String> note) {
    StudyConfig.Tests tests = work.config().evaluation().tests();
    return () ->
        PolicyRow.of(name, play, baseline, tests.margin(), tests.alpha(), optimistic, note);
  }

  private LeaderPolicy random() {
    Arena arena = work.arena();
    double share = 1.0 / arena.menu().size();
    MixedCommitment uniform = new MixedCommitment(
        arena.menu(), arena.menu().stream().map(any -> share).toList());
    return context -> uniform.feasibleAt(context, arena.baseline());
  }
}
