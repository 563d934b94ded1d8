package io.stackelberg.leader;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * The leader's problem in the restricted game: contexts drawn uniformly from a list, a finite menu of
 * commitments, a follower that answers by a response model, and a model of what its actions yield.
 *
 * @param contexts at least one; each counts the same
 * @param menu distinct commitments, at least one
 * @param fallback committed to, and counted, where nothing on the menu is feasible
 * @param follower answers each commitment of the menu
 * @param outcomes expected quality and cost of each action
 * @param unit in which cost is counted
 * @param objective what is maximised
 */
public record LeaderProblem(
    List<Context> contexts,
    List<Commitment> menu,
    Commitment fallback,
    FollowerModel follower,
    OutcomeModel outcomes,
    CostUnit unit,
    LeaderObjective objective) {
  public LeaderProblem {
    contexts = List.copyOf(Require.nonEmpty("contexts", contexts));
    menu = List.copyOf(Require.nonEmpty("menu", menu));
    if (menu.stream().distinct().count() != menu.size()) {
      throw Require.unexpected("menu", menu, "distinct commitments");
    }
  }

  /** The same problem with another objective. */
  public LeaderProblem withObjective(LeaderObjective other) {
    return new LeaderProblem(contexts, menu, fallback, follower, outcomes, unit, other);
  }
}
