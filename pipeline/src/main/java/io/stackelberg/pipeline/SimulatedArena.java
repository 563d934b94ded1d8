package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.Turn;
import io.stackelberg.game.TurnExecutor;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Arena over a simulated executor: policies play whole sessions, turn by turn, each with the same tasks and
 * the same luck as every other policy.
 */
final class SimulatedArena implements Arena {
  private final Map<Part, SimulatedExecutor> executors;
  private final CostUnit unit;
  private final Directive baseline;
  private final List<Commitment> menu;
  private final SeedSplitter seeds;

  /**
   * An arena.
   *
   * @param executors one per part, with disjoint sessions and the same actions
   * @param commitments the menu, to which the baseline is added
   */
  SimulatedArena(
      Map<Part, SimulatedExecutor> executors,
      CostUnit unit,
      Directive baseline,
      List<Commitment> commitments,
      SeedSplitter seeds) {
    this.executors = Map.copyOf(executors);
    this.unit = unit;
    this.baseline = baseline;
    this.seeds = seeds;
    List<Commitment> all = new ArrayList<>(commitments);
    all.add(baseline);
    this.menu = List.copyOf(all);
  }

  @Override
  public ActionSet actions() {
    return executors.get(Part.FIT).actions();
  }

  @Override
  public CostUnit unit() {
    return unit;
  }

  @Override
  public Directive baseline() {
    return baseline;
  }

  @Override
  public List<Commitment> menu() {
    return menu;
  }

  @Override
  public Optional<FollowerModel> knownFollower() {
    return Optional.empty();
  }

  @Override
  public Optional<Truth> truth() {
    return Optional.empty();
  }

  /** Sessions played by a leader that draws uniformly from the menu. */
  @Override
  public TurnLog log(Part part) {
    double propensity = 1.0 / menu.size();
    List<Turn> turns = new ArrayList<>();
    for (Turn turn :
        sessions(part, context -> menu.get(sessions(part).leader(context).nextInt(menu.size())))) {
      turns.add(new Turn(
          turn.context(),
          turn.commitment(),
          OptionalDouble.of(propensity),
          turn.action(),
          turn.outcome()));
    }
    return new TurnLog(actions(), turns);
  }

  @Override
  public List<Context> contexts(Part part) {
    return log(part).turns().stream().map(Turn::context).toList();
  }

  @Override
  public Play play(LeaderPolicy policy, Part part) {
    Play.Builder play = new Play.Builder(unit, actions().size());
    for (Turn turn : turns(policy, part)) {
      sessions(part).add(play, turn);
    }
    return play.build();
  }

  /** The turns of a policy's sessions, in order. */
  List<Turn> turns(LeaderPolicy policy, Part part) {
    SessionPlay play = sessions(part);
    return executors.get(part).sessions().stream()
        .flatMap(session -> play.turns(session, policy).stream())
        .toList();
  }

  /** The same tasks, actions and menu, with other luck. */
  SimulatedArena withLuck(SeedSplitter luck) {
    return new SimulatedArena(executors, unit, baseline, menu.subList(0, menu.size() - 1), luck);
  }

  private SessionPlay sessions(Part part) {
    return new SessionPlay(executors.get(part), seeds);
  }

  private List<Turn> sessions(Part part, Function<Context, Commitment> leader) {
    SessionPlay play = sessions(part);
    return executors.get(part).sessions().stream()
        .flatMap(session -> play.play(session, leader).stream())
        .toList();
  }

  @Override
  public TurnExecutor practice() {
    return executors.get(Part.FIT);
  }

  /** Sees, turn by turn, what each action would yield; blind to what it does to later turns. */
  @Override
  public List<NamedPlay> oracles(Part part) {
    SimulatedExecutor executor = executors.get(part);
    Play.Builder play = new Play.Builder(unit, actions().size());
    for (Turn turn : sessions(part, context -> {
      ResourceAction best = null;
      double bestQuality = Double.NEGATIVE_INFINITY;
      double leastCost = Double.POSITIVE_INFINITY;
      for (ResourceAction action : actions().actions()) {
        Outcome outcome = executor.preview(context, action, sessions(part).luck(context));
        double quality = outcome.quality().orElse(Double.NaN);
        double cost = unit.of(outcome).orElse(Double.NaN);
        if (quality > bestQuality || quality == bestQuality && cost < leastCost) {
          best = action;
          bestQuality = quality;
          leastCost = cost;
        }
      }
      return Directive.of(best);
    })) {
      sessions(part).add(play, turn);
    }
    return List.of(new NamedPlay(
        "oracle",
        play.build(),
        "sees each turn's outcomes before it chooses: best quality, then least cost"));
  }
}
