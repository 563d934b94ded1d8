package io.stackelberg.leader.baseline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.log.TurnLog;
import java.util.List;

/**
 * What a baseline may see and try before the evaluation part is opened.
 *
 * @param log turns played by the logging leader, with its propensities where known
 * @param executor plays the sessions of the same part, as often as wished
 * @param menu what the leader may commit to, {@code reference} among it
 * @param reference the directive that savings are measured against
 * @param follower how the follower answers, learned from {@code log} or known
 * @param outcomes what actions yield, learned from {@code log}
 * @param unit what cost is counted in
 * @param slack loss of mean quality that is tolerated, in [0, 1]
 * @param maxTurns turns that may be played while learning, at least 0
 */
public record Practice(
    TurnLog log,
    TurnExecutor executor,
    List<Commitment> menu,
    Directive reference,
    FollowerModel follower,
    OutcomeModel outcomes,
    CostUnit unit,
    double slack,
    int maxTurns) {
  public Practice {
    menu = List.copyOf(Require.nonEmpty("menu", menu));
    Require.inUnitInterval("slack", slack);
    Require.atLeast("maxTurns", maxTurns, 0);
    if (!menu.contains(reference)) {
      throw Require.unexpected("menu", menu, "one with the reference " + reference.label());
    }
  }
}
