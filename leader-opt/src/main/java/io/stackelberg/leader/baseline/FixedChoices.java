package io.stackelberg.leader.baseline;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Baselines that look at nothing: one action everywhere, or a draw from the menu. */
public final class FixedChoices {
  private FixedChoices() {}

  /** The reference everywhere, after Wang (2026) [wang2026stackelberg]. */
  public static Baseline conservative() {
    return new Described(
        "directs the reference everywhere (Wang 2026)",
        (practice, random) -> Arms.of(practice).policy(context -> practice.reference()));
  }

  /** The action of least predicted cost, the next one where it is unavailable. */
  public static Baseline cheapest() {
    return new Described(
        "directs the available action of least mean predicted cost", (practice, random) -> {
          ActionLadder ladder = ActionLadder.predicted(practice);
          return ladder.firstOf(ladder.rungs());
        });
  }

  /** The action of largest predicted cost, the next one where it is unavailable. */
  public static Baseline dearest() {
    return new Described(
        "directs the available action of largest mean predicted cost", (practice, random) -> {
          ActionLadder ladder = ActionLadder.predicted(practice);
          List<ActionLadder.Rung> order = new ArrayList<>(ladder.rungs());
          Collections.reverse(order);
          return ladder.firstOf(order);
        });
  }

  /** The cheapest action that kept quality within the slack when it was played in practice. */
  public static Baseline bestStatic() {
    return new Described(
        "directs one action: the cheapest whose mean quality stayed within the slack in practice",
        (practice, random) -> {
          ActionLadder ladder = ActionLadder.predicted(practice);
          List<LeaderPolicy> candidates = new ArrayList<>();
          ladder.rungs().forEach(rung -> candidates.add(ladder.always(rung.directive())));
          return new Rehearsal(practice, random).cheapest(candidates);
        });
  }

  /** A uniform draw from what is feasible on the menu. */
  public static Baseline random() {
    return new Described("draws uniformly from the menu", (practice, random) -> {
      double share = 1.0 / practice.menu().size();
      MixedCommitment uniform = new MixedCommitment(
          practice.menu(), practice.menu().stream().map(any -> share).toList());
      return context -> uniform.feasibleAt(context, practice.reference());
    });
  }
}
