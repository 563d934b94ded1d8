package io.stackelberg.pipeline;

import io.stackelberg.environment.Recording;
import io.stackelberg.environment.ReplayExecutor;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.log.SplitPlan;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RecordedData;
import io.stackelberg.pipeline.io.RecordedDataReader;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.TextFile;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.RegressionOutcomes;
import io.stackelberg.response.model.HashedText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens recorded outcomes for replay: reads the files, keeps fitting and evaluation contexts apart, and
 * builds the follower.
 */
final class ReplayArenaFactory implements ArenaFactory {
  @Override
  public Opened open(StudyConfig config, List<Path> folders, Tasks tasks) {
    StudyConfig.Data data =
        config.data().orElseThrow(() -> new IllegalStateException("a replay study without data."));
    CostUnit unit = CostUnit.valueOf(config.costUnit().toUpperCase(java.util.Locale.ROOT));
    List<DataFile> files = new ArrayList<>();
    Path fitPath = locate(data.fit(), "data.fit", folders);
    RecordedData fit = withText(
        RecordedDataReader.read(fitPath, data, unit, config.actions().names()),
        fitPath,
        data,
        folders);
    Optional<RecordedData> evaluate = data.evaluate().map(name -> {
      Path path = locate(name, "data.evaluate", folders);
      return withText(RecordedDataReader.readLike(path, data, unit, fit), path, data, folders);
    });
    ActionSet actions = fit.actions();
    if (!actions.contains(config.baseline())) {
      throw InputException.invalid("baseline is \""
          + config.baseline()
          + "\", expected a recorded action, one of "
          + actions.actions().stream().map(action -> action.id()).toList()
          + " ("
          + fit.name()
          + ").");
    }
    Parts parts = new Parts(data.split(), new Directive(config.baseline()));
    parts.addAll(fit, evaluate);
    parts.requireLearnable(actions, fit.name());
    ReplayExecutor obedient = new ReplayExecutor(parts.recordings, new ObedientFollower(actions));
    SeedSplitter seeds = new SeedSplitter(config.seed()).task("arena");
    boolean quantal = config.environment().follower().equals("quantal");
    FollowerModel follower = quantal
        ? quantal(config, obedient, parts.contexts, unit, seeds, tasks)
        : obedient.follower();
    RecordedArena arena = new RecordedArena(
        obedient.withFollower(follower),
        parts.contexts,
        unit,
        parts.baseline,
        menu(config, actions),
        seeds);
    requireCostlyBaseline(arena, evaluate.orElse(fit).name());
    files.add(file(evaluate.isPresent() ? "fit" : "fit and evaluate", fit));
    evaluate.ifPresent(recorded -> files.add(file("evaluate", recorded)));
    data.text().flatMap(StudyConfig.Text::file).ifPresent(name -> {
      TextFile read = text(locate(name, "data.text.file", folders), data);
      files.add(new DataFile("text", read.name(), read.sha256(), read.rows(), read.rows(), 0));
    });
    return new Opened(
        arena,
        config.environment().type(),
        files,
        parts.unavailable(actions),
        parts.excluded(),
        "T2 replay",
        quantal
            ? "Follower simulated, outcomes recorded: real outcomes of real models, chosen by a simulated"
                + " self-interested follower."
            : "Outcomes recorded: every action's real outcome is looked up; the follower does what the"
                + " leader directs.");
  }

  /** The data with each context's text, where the study declares one. */
  private static RecordedData withText(
      RecordedData recorded, Path path, StudyConfig.Data data, List<Path> folders) {
    return data.text()
        .map(text -> text(
                text.file().map(name -> locate(name, "data.text.file", folders)).orElse(path), data)
            .join(recorded, text.column()))
        .orElse(recorded);
  }

  private static TextFile text(Path path, StudyConfig.Data data) {
    return TextFile.read(path, data.columns().id(), data.text().orElseThrow().column());
  }

  /** How each text of the study is turned into numbers. */
  static Map<String, HashedText.Options> texts(StudyConfig config) {
    return config
        .data()
        .flatMap(StudyConfig.Data::text)
        .map(text -> Map.of(
            text.column(),
            HashedText.Options.DEFAULT.withDimensions(text.dimensions()).withNorm(text.norm())))
        .orElse(Map.of());
  }

  /** Savings are fractions of the baseline's cost. */
  private static void requireCostlyBaseline(RecordedArena arena, String file) {
    for (Part part : Part.values()) {
      double cost =
          Play.mean(arena.play(LeaderPolicy.always(arena.baseline()), part).cost());
      if (!(cost > 0)) {
        throw InputException.invalid("mean cost of the baseline "
            + arena.baseline().action()
            + " is "
            + cost
            + ", expected a number > 0 "
            + arena.unit().id()
            + " ("
            + file
            + ").");
      }
    }
  }

  /** The menu without the baseline: announcements, targets outermost, then directives where wished. */
  static List<Commitment> menu(StudyConfig config, ActionSet actions) {
    List<Commitment> menu = new ArrayList<>();
    for (double target : config.leader().qualityTarget()) {
      for (double incentive : config.leader().costIncentive()) {
        menu.add(new Announcement(target, incentive));
      }
    }
    if (config.leader().directsActions()) {
      actions.actions().stream()
          .filter(action -> !action.id().equals(config.baseline()))
          .forEach(action -> menu.add(Directive.of(action)));
    }
    return menu;
  }

  private static DataFile file(String role, RecordedData data) {
    return new DataFile(
        role, data.name(), data.sha256(), data.rows(), data.used(), data.unknownFeatures());
  }

  private static Path locate(String name, String key, List<Path> folders) {
    List<String> tried = new ArrayList<>();
    for (Path folder : folders) {
      Path candidate = folder.resolve(name).normalize();
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
      if (!tried.contains(candidate.toString())) {
        tried.add(candidate.toString());
      }
    }
    throw InputException.absent(key
        + " is "
        + name
        + ", expected a data file; looked for "
        + String.join(" and ", tried)
        + ".\nMaybe the recorded data is not there yet: put the file at the first of these places, or"
        + " name another with --set "
        + key
        + "=FILE.");
  }

  /** A follower with a utility of its own, which it computes from noisy out-of-sample estimates. */
  private static FollowerModel quantal(
      StudyConfig config,
      ReplayExecutor executor,
      Map<Part, List<Context>> contexts,
      CostUnit unit,
      SeedSplitter seeds,
      Tasks tasks) {
    RecordedArena recorded = new RecordedArena(
        executor, contexts, unit, new Directive(config.baseline()), List.of(), seeds);
    TurnLog log = recorded.recorded(Part.FIT);
    OutcomeEstimator estimator =
        new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT.withTexts(texts(config)));
    OutcomeModel estimates = CrossFittedOutcomes.fit(
        log,
        estimator.fit(log, seeds.generator("follower")).model(),
        estimator,
        RegressionOutcomes.Options.DEFAULT.folds(),
        seeds.task("follower"),
        tasks);
    double noise = config.follower().estimateNoise();
    OutcomeModel noisy = (context, action) -> {
      ExpectedOutcome expected = estimates.expect(context, action);
      double error =
          noise * seeds.generator("estimate", context.id(), "" + action).nextGaussian();
      return new ExpectedOutcome(expected.quality() + error, expected.tokens(), expected.money());
    };
    Play baseline = recorded.play(
        context -> io.stackelberg.game.MixedCommitment.pure(recorded.baseline()), Part.FIT);
    return new QuantalFollower(
        executor.actions(),
        new QualityCostUtility(
            noisy,
            unit,
            config.follower().qualityWeight(),
            config.follower().costWeight(),
            Play.mean(baseline.cost())),
        config.follower().temperature());
  }

  /** Sorts contexts into parts; a context without the baseline cannot be compared and is left out. */
  private static final class Parts {
    private final SplitPlan plan;
    private final Directive baseline;
    private final Map<Part, List<Context>> contexts = new EnumMap<>(Part.class);
    private final List<Recording> recordings = new ArrayList<>();
    private int withoutBaseline;
    private int alsoFitted;

    Parts(StudyConfig.Split split, Directive baseline) {
      plan = new SplitPlan(split.fit(), split.calibrate(), split.evaluate(), split.salt());
      this.baseline = baseline;
      for (Part part : Part.values()) {
        contexts.put(part, new ArrayList<>());
      }
    }

    void addAll(RecordedData fit, Optional<RecordedData> evaluate) {
      SplitPlan fitPlan = evaluate.isPresent() ? plan.withoutEvaluation() : plan;
      Set<String> fitted = new HashSet<>();
      for (Recording recording : fit.recordings()) {
        add(recording, fitPlan.part(recording.context().session()));
        fitted.add(recording.context().session());
        fitted.add(recording.context().id());
      }
      if (evaluate.isPresent()) {
        for (Recording recording : evaluate.get().recordings()) {
          Context context = recording.context();
          if (fitted.contains(context.session()) || fitted.contains(context.id())) {
            alsoFitted++;
          } else {
            add(recording, Part.EVALUATE);
          }
        }
      }
      for (Part part : Part.values()) {
        if (contexts.get(part).size() < 2) {
          throw InputException.invalid("the "
              + part.name().toLowerCase(java.util.Locale.ROOT)
              + " part has "
              + contexts.get(part).size()
              + " contexts, expected at least 2 ("
              + evaluate.map(RecordedData::name).orElse(fit.name())
              + ").\nMaybe data.where keeps too little, data.split leaves too little to this part, or the"
              + " evaluation file holds the ids of the fitting file ("
              + alsoFitted
              + " were left out for that).");
        }
      }
    }

    private void add(Recording recording, Part part) {
      if (!baseline.isFeasible(recording.context())) {
        withoutBaseline++;
        return;
      }
      recordings.add(recording);
      contexts.get(part).add(recording.context());
    }

    void requireLearnable(ActionSet actions, String file) {
      for (var action : actions.actions()) {
        if (contexts.get(Part.FIT).stream().noneMatch(context -> context.isAvailable(action))) {
          throw InputException.invalid("action \""
              + action.id()
              + "\" is recorded at no context of the fitting part, expected at least one ("
              + file
              + ").\nMaybe the action is too rare to be studied: leave its rows out of the data.");
        }
      }
    }

    List<Count> unavailable(ActionSet actions) {
      List<Count> counts = new ArrayList<>();
      for (var action : actions.actions()) {
        int missing = 0;
        for (Context context : contexts.get(Part.EVALUATE)) {
          missing += context.isAvailable(action) ? 0 : 1;
        }
        if (missing > 0) {
          counts.add(new Count(action.id(), missing));
        }
      }
      return counts;
    }

    List<Count> excluded() {
      List<Count> counts = new ArrayList<>();
      if (withoutBaseline > 0) {
        counts.add(new Count("baseline not recorded", withoutBaseline));
      }
      if (alsoFitted > 0) {
        counts.add(new Count("also in the fitting file", alsoFitted));
      }
      return counts;
    }
  }
}
