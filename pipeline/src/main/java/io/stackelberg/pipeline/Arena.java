package io.stackelberg.pipeline;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import java.util.List;
import java.util.Optional;

/** Where the policies of a study play: its contexts, its follower and what their turns yield. */
interface Arena {
  /** The follower's actions. */
  ActionSet actions();

  /** Cost unit of the study. */
  CostUnit unit();

  /** The directive that savings are measured against; always on the menu. */
  Directive baseline();

  /** What the leader may commit to. */
  List<Commitment> menu();

  /** The follower, where it is known instead of learned. */
  Optional<FollowerModel> knownFollower();

  /** What really happens, where the outcome of every action is recorded; policies are then scored exactly. */
  Optional<Truth> truth();

  /** Turns to learn from, played before any policy exists. */
  TurnLog log(Part part);

  /** Contexts of a part as the logging leader met them. */
  List<Context> contexts(Part part);

  /** Scores a policy on a part; every policy plays the same sessions with the same luck. */
  Play play(LeaderPolicy policy, Part part);

  /** Plays the sessions of the fitting part, as often as wished; a directive is obeyed. */
  TurnExecutor practice();

  /** Scores of players who see the outcomes before they choose: nobody can deploy them. */
  List<NamedPlay> oracles(Part part);

  /**
   * The real law of a turn.
   *
   * @param follower the follower that plays
   * @param outcomes mean recorded outcome of each action, over replicates
   */
  record Truth(FollowerModel follower, OutcomeModel outcomes) {}

  /**
   * A play with its name in the results.
   *
   * @param note what this player sees
   */
  record NamedPlay(String name, Play play, String note) {}
}
