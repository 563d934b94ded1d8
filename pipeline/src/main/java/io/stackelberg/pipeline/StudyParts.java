package io.stackelberg.pipeline;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Types;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.leader.baseline.Baseline;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.ResponseEstimator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The implementations that a study names; they keep no state, so that studies may share them.
 *
 * @param arenas opens the arena
 * @param responses estimator of the follower's response
 * @param outcomes estimators of a turn's outcome by name, the simplest first
 * @param solver the leader's solver
 * @param repairs the repair strategy
 * @param baselines policies to compare with by name, in the study's order
 */
record StudyParts(
    ArenaFactory arenas,
    ResponseEstimator responses,
    LinkedHashMap<String, OutcomeEstimator> outcomes,
    LeaderSolver solver,
    RepairStrategy repairs,
    LinkedHashMap<String, Baseline> baselines) {
  /**
   * The parts of a study.
   *
   * @throws InputException if a name is not known; the message lists the known ones
   */
  static StudyParts of(StudyConfig config) {
    return of(config, Extensions.NONE);
  }

  /**
   * The parts of a study that may also name what extensions add.
   *
   * @throws InputException if a name is not known, or an extension cannot be bound, such as under a name that is
   *     taken
   */
  static StudyParts of(StudyConfig config, List<Extension> extensions) {
    Injector injector = injector(config, extensions);
    return new StudyParts(
        named(
            injector,
            ArenaFactory.class,
            "environment.type",
            config.environment().type()),
        named(
            injector,
            ResponseEstimator.class,
            "response_model.type",
            config.responseModel().type()),
        outcomeModels(injector, config),
        named(injector, LeaderSolver.class, "solver.name", config.solver().name()),
        named(injector, RepairStrategy.class, "repair.name", config.repair().name()),
        baselines(injector, config));
  }

  private static Injector injector(StudyConfig config, List<Extension> extensions) {
    List<Module> modules = new ArrayList<>(extensions);
    modules.add(new GovernorModule(config));
    modules.add(new BaselineModule());
    try {
      return Guice.createInjector(modules);
    } catch (CreationException clash) {
      if (extensions.isEmpty()) {
        throw clash;
      }
      String names = String.join(
          ", ",
          extensions.stream().map(extension -> extension.getClass().getName()).toList());
      throw InputException.invalid("an extension of --classpath (" + names
          + ") cannot be bound, expected names that are not taken and nothing that is unbound: "
          + clash.getErrorMessages().iterator().next().getMessage());
    }
  }

  /** A study of these parts. */
  Study study(Workspace work, Progress progress) {
    return new Study(
        work, new Learner(work, responses, outcomes), solver, repairs, baselines, progress);
  }

  /** What a study of these parts decides in an arena, alone on the calling thread and without progress. */
  Study.Decided decide(StudyConfig config, Arena arena) {
    try (Tasks alone = new Tasks(1)) {
      Workspace work = new Workspace(config, arena, new SeedSplitter(config.seed()), alone);
      return study(work, Progress.unseen()).decide();
    }
  }

  /** The simplest outcome model, then the study's. */
  private static LinkedHashMap<String, OutcomeEstimator> outcomeModels(
      Injector injector, StudyConfig config) {
    LinkedHashMap<String, OutcomeEstimator> models = new LinkedHashMap<>();
    for (String model : List.of(Learner.SIMPLE, config.outcomeModel().type())) {
      models.put(model, named(injector, OutcomeEstimator.class, "outcome_model.type", model));
    }
    return models;
  }

  /** Names of all baselines that ship, in their order. */
  static List<String> baselineNames() {
    StudyConfig any = StudyConfigReader.read(
        "version: 1\nexperiment: names\nbaseline: none\n", "names", List.of());
    return List.copyOf(injector(any, Extensions.NONE)
        .getInstance(Key.get(new TypeLiteral<Map<String, Baseline>>() {}))
        .keySet());
  }

  private static LinkedHashMap<String, Baseline> baselines(Injector injector, StudyConfig config) {
    LinkedHashMap<String, Baseline> baselines = new LinkedHashMap<>();
    for (String name : config.evaluation().baselines()) {
      baselines.put(name, named(injector, Baseline.class, "evaluation.baselines", name));
    }
    return baselines;
  }

  /** The implementation that the study names. */
  private static <T> T named(Injector injector, Class<T> contract, String key, String name) {
    @SuppressWarnings("unchecked")
    TypeLiteral<Map<String, T>> type =
        (TypeLiteral<Map<String, T>>) TypeLiteral.get(Types.mapOf(String.class, contract));
    Map<String, T> known = injector.getInstance(Key.get(type));
    T found = known.get(name);
    if (found == null) {
      throw InputException.invalid(
          key + " is \"" + name + "\", expected one of " + new TreeMap<>(known).keySet() + ".");
    }
    return found;
  }
}
