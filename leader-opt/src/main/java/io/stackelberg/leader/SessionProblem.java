package io.stackelberg.leader;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Require;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.catalog.SessionGame;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Session of several turns on one token budget, with a follower that looks at the present turn only.
 *
 * <p>Each turn the leader commits, the follower draws an action from its response, and the action uses a
 * random number of tokens. The session's state is the turn and what is left of the budget; the follower sees
 * both through the context.
 *
 * @param horizon number of turns T, at least 1
 * @param budget tokens of the whole session, at least 0
 * @param menu distinct commitments, at least one
 * @param follower answers each commitment; its actions are in the order of {@code actions}
 * @param actions what each action may use; their ids are the follower's
 * @param contexts the context of a state
 * @param reward what the leader maximises the sum of
 */
public record SessionProblem(
    int horizon,
    int budget,
    List<Commitment> menu,
    FollowerModel follower,
    List<SessionGame.Action> actions,
    Contexts contexts,
    Reward reward) {
  /** From a session's state to the context the players see. */
  @FunctionalInterface
  public interface Contexts {
    /**
     * The context before a turn.
     *
     * @param turn in 1 … horizon
     * @param tokensLeft what is left of the budget; empty where the budget binds in expectation only
     */
    Context at(int turn, OptionalLong tokensLeft);
  }

  /** The leader's expected reward of a turn. */
  @FunctionalInterface
  public interface Reward {
    /** Expected reward when the follower answers the commitment with this action; finite. */
    double of(int turn, Commitment commitment, int actionIndex);
  }

  public SessionProblem {
    Require.atLeast("horizon", horizon, 1);
    Require.atLeast("budget", budget, 0);
    menu = List.copyOf(Require.nonEmpty("menu", menu));
    if (menu.stream().distinct().count() != menu.size()) {
      throw Require.unexpected("menu", menu, "distinct commitments");
    }
    actions = List.copyOf(actions);
    List<String> ids =
        follower.actions().actions().stream().map(action -> action.id()).toList();
    List<String> own = actions.stream().map(SessionGame.Action::id).toList();
    if (!own.equals(ids)) {
      throw Require.unexpected("actions", own, "the follower's, " + ids);
    }
  }

  /** A session game with a follower that obeys: one directive per action. */
  public static SessionProblem of(SessionGame game, int budget) {
    List<Commitment> menu = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (SessionGame.Action action : game.actions()) {
      menu.add(new Directive(action.id()));
      ids.add(action.id());
    }
    return new SessionProblem(
        game.horizon(),
        budget,
        menu,
        new ObedientFollower(ActionSet.named(ids)),
        game.actions(),
        SessionProblem::plainContext,
        (turn, commitment, action) -> game.reward(action));
  }

  /** A context that shows the session's state and nothing else. */
  public static Context plainContext(int turn, OptionalLong tokensLeft) {
    return new Context(
        "turn " + turn,
        "session",
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        new SessionState(turn - 1, 0, tokensLeft, OptionalDouble.empty()),
        Set.of());
  }

  /** Expected tokens of an action. */
  double expectedTokens(int actionIndex) {
    SessionGame.Action action = actions.get(actionIndex);
    double sum = 0;
    for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
      sum += action.probabilities().get(outcome) * action.tokens().get(outcome);
    }
    return sum;
  }
}
