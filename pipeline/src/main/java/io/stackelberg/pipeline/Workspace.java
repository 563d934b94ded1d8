package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.StudyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What every stage of a study works with.
 *
 * @param config the resolved study
 * @param arena where policies play
 * @param seeds generators by task name
 * @param tasks threads
 */
record Workspace(StudyConfig config, Arena arena, SeedSplitter seeds, Tasks tasks) {
  /** Plays of several policies on one part, in the policies' order. */
  List<Play> plays(List<LeaderPolicy> policies, Part part) {
    List<Callable<Play>> plays = new ArrayList<>();
    policies.forEach(policy -> plays.add(() -> arena.play(policy, part)));
    return tasks.inOrder(plays);
  }

  /** The policy that commits to the same wherever it can, to the baseline elsewhere. */
  LeaderPolicy constant(Commitment commitment) {
    return context ->
        MixedCommitment.pure(commitment.isFeasible(context) ? commitment : arena.baseline());
  }
}
