package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.StudyConfig;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Opens the simulated executor: the log comes from the surrogate, later parts from the "real" system. */
final class SimulatedArenaFactory implements ArenaFactory {
  @Override
  public Opened open(StudyConfig config, List<Path> folders, Tasks tasks) {
    StudyConfig.Environment environment = config.environment();
    if (!SimulationProfile.names().contains(environment.profile())) {
      throw InputException.invalid("environment.profile is \""
          + environment.profile()
          + "\", expected one of "
          + SimulationProfile.names()
          + ".");
    }
    return new Opened(
        arena(config, SimulationProfile.named(environment.profile())),
        environment.type(),
        List.of(),
        List.of(),
        List.of(),
        "T1 simulated",
        "Simulated executor, profile "
            + environment.profile()
            + ": follower, tokens and quality are drawn from declared laws; no model was called.");
  }

  /** The arena of a study. */
  static SimulatedArena arena(StudyConfig config, SimulationProfile profile) {
    StudyConfig.Environment environment = config.environment();
    SeedSplitter seeds = new SeedSplitter(config.seed()).task("arena");
    ActionSet actions = actions(config);
    Map<Part, Integer> sessions = Map.of(
        Part.FIT, environment.sessions().fit(),
        Part.CALIBRATE, environment.sessions().calibrate(),
        Part.EVALUATE, environment.sessions().evaluate());
    Map<Part, SimulatedExecutor> executors = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      executors.put(
          part,
          new SimulatedExecutor(
              part == Part.FIT ? profile : profile.real(),
              actions,
              new SimulatedSessions(
                  part.name().toLowerCase(Locale.ROOT), sessions.get(part), environment.turns()),
              config.seed()));
    }
    return arena(config, executors, seeds);
  }

  /** An arena over other executors, with a study's baseline, menu and unit. */
  static SimulatedArena arena(
      StudyConfig config, Map<Part, SimulatedExecutor> executors, SeedSplitter luck) {
    return new SimulatedArena(
        executors,
        CostUnit.valueOf(config.costUnit().toUpperCase(Locale.ROOT)),
        new Directive(config.baseline()),
        ReplayArenaFactory.menu(config, actions(config)),
        luck);
  }

  /** The follower's actions, the baseline among them. */
  static ActionSet actions(StudyConfig config) {
    ActionSet actions = ActionSet.grid(
        config.actions().context(),
        config.actions().verbosity().stream()
            .map(level -> Verbosity.valueOf(level.toUpperCase(Locale.ROOT)))
            .toList(),
        config.actions().tools());
    if (!actions.contains(config.baseline())) {
      throw InputException.invalid("baseline is \""
          + config.baseline()
          + "\", expected one of "
          + actions.actions().stream().map(action -> action.id()).toList()
          + ".");
    }
    return actions;
  }
}
