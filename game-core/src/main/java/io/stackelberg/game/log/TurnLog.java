package io.stackelberg.game.log;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Logged turns, in order, over one set of actions.
 *
 * @param actions every action that occurs
 * @param turns the turns; those of a session in the order they were played
 */
public record TurnLog(ActionSet actions, List<Turn> turns) {
  public TurnLog {
    turns = List.copyOf(turns);
    for (Turn turn : turns) {
      if (!actions.contains(turn.action().id())) {
        throw Require.unexpected("action", "\"" + turn.action().id() + "\"", "one of " + actions);
      }
    }
  }

  /** The turns of one part; parts never share a session. */
  public TurnLog split(SplitPlan plan, SplitPlan.Part part) {
    List<Turn> kept = new ArrayList<>();
    for (Turn turn : turns) {
      if (plan.part(turn.context().session()) == part) {
        kept.add(turn);
      }
    }
    return new TurnLog(actions, kept);
  }

  /** Ids of the sessions, in order of first appearance. */
  public Set<String> sessions() {
    Set<String> sessions = new LinkedHashSet<>();
    for (Turn turn : turns) {
      sessions.add(turn.context().session());
    }
    return sessions;
  }
}
