package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.log.SplitPlan;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.pipeline.PolicyOptimiser.Made;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.PolicyFile;
import io.stackelberg.pipeline.io.ReadTurns;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.SavedPolicy;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.pipeline.io.TurnLogReader;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.model.ModelFile;
import io.stackelberg.response.model.SavedModel;
import io.stackelberg.response.model.SavedOutcomes;
import io.stackelberg.response.model.SoftmaxFollower;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor optimize}: a policy from a log, saved in one self-contained file. */
@Command(
    name = "optimize",
    description = "Makes a policy from a log of turns: least cost at no less quality, by a model.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --model, what actions yield is fitted on a part of the sessions (--holdout leaves the rest",
      "for governor evaluate). With --model, LOG may be left out if the model's log lies beside it.",
      "The menu holds what the log tried at least --min-turns times: announcements where every turn carries",
      "one, else the actions themselves. The mean quality and cost aimed at are those of the log, by the",
      "model. What the file promises is the model's word; governor evaluate asks the data.",
      "",
      "Exit code: 0 a policy was made; 1 the data carry no more than the status quo, which is written,",
      "and what is missing is told; 2 wrong usage or a log that cannot be read; 3 a file does not exist.",
      "",
      "Examples:",
      "  governor optimize pilot.turns.jsonl --out policy.json",
      "  governor optimize --model model.json --slack 0.02 --out policy.json"
    })
final class OptimizeCommand implements Callable<Integer> {
  private static final double TOLD_MARGIN = 0.05;

  @Parameters(paramLabel = "LOG", arity = "0..1", description = "Log of turns (turns.jsonl).")
  private Optional<Path> log;

  @Option(names = "--model", paramLabel = "FILE", description = "Model saved by governor fit.")
  private Optional<Path> model;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The policy.")
  private Path out;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "enumerate, or mixture for a policy without features.",
      defaultValue = "enumerate")
  private String solver;

  @Option(
      names = "--slack",
      paramLabel = "QUALITY",
      description = "Loss of mean quality against the log that is allowed, in [-1, 1].",
      defaultValue = "0")
  private double slack;

  @Option(
      names = "--budget",
      paramLabel = "FRACTION",
      description = "Most quality at this fraction of the log's mean cost, instead.")
  private Optional<Double> budget;

  @Option(
      names = "--conservative",
      paramLabel = "LABEL",
      description = "Commitment of last resort; the most often logged where absent.")
  private Optional<String> conservative;

  @Option(
      names = "--min-quality",
      paramLabel = "QUALITY",
      description = "Safe set: commitments whose mean quality is shown to reach this.")
  private Optional<Double> minQuality;

  @Option(
      names = "--min-turns",
      paramLabel = "N",
      description = "Turns that a commitment needs to be on the menu.",
      defaultValue = "10")
  private int minTurns;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      description = "Share of sessions left for evaluation; 0.5, or 0 with --model.")
  private Optional<Double> holdout;

  @Option(
      names = "--cost-unit",
      paramLabel = "UNIT",
      description = "tokens or usd.",
      defaultValue = "tokens")
  private CostUnit unit;

  @Option(names = "--folds", paramLabel = "N", description = "Folds.", defaultValue = "5")
  private int folds;

  @Option(names = "--seed", paramLabel = "N", description = "Seed.", defaultValue = "20260622")
  private long seed;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    check();
    Wiring wiring = new Wiring();
    Optional<SavedModel> saved = model.map(OptimizeCommand::read);
    ReadTurns read = TurnLogReader.read(log.orElseGet(() -> beside(saved)));
    double share = holdout.orElse(model.isPresent() ? 0.0 : 0.5);
    SplitPlan plan = new SplitPlan(1 - share, 0, share, read.sha256());
    GovernableLog whole = governable(read.log(), saved);
    TurnLog part = whole.log().split(plan, Part.FIT);
    if (part.turns().isEmpty()) {
      throw InputException.invalid("sessions of the fitting part is 0 of "
          + whole.log().sessions().size() + ", expected at least 1.\nMaybe lower --holdout.");
    }
    GovernableLog data = new GovernableLog(part, whole.isAnnounced());
    PolicyOptimiser optimiser = new PolicyOptimiser(
        data,
        new PolicyOptimiser.Wish(
            unit, slack, optional(budget), conservative, minTurns, optional(minQuality), seed));
    Optional<SavedModel> fitted = saved.isPresent() ? saved : fit(wiring, read, data);
    List<String> needs = needs(data, optimiser, fitted);
    Made made = needs.isEmpty()
        ? optimiser.solve(
            fitted.orElseThrow(),
            solver.equals(PolicyOptimiser.MIXTURE)
                ? Optional.empty()
                : Optional.of(wiring.solver(solver)))
        : optimiser.statusQuo(needs);
    SavedPolicy policy = new SavedPolicy(
        optimiser.support(),
        data.log().actions(),
        made.menu(),
        made.conservative(),
        unit,
        made.costCap(),
        made.rule(),
        made.predicted().isPresent() ? fitted : Optional.empty(),
        made.safeSet(),
        provenance(read, share, plan, fitted));
    write(policy);
    tell(read, data, made, policy);
    return made.needs().isEmpty() ? 0 : 1;
  }

  private void check() {
    requireIn("--slack", slack, -1, 1);
    budget.ifPresent(value -> requireIn("--budget", value, 0, 1e9));
    minQuality.ifPresent(value -> requireIn("--min-quality", value, 0, 1));
    holdout.ifPresent(value -> requireIn("--holdout", value, 0, 0.95));
    if (folds < 2 || minTurns < 1) {
      throw InputException.invalid("--folds is " + folds + " and --min-turns is " + minTurns
          + ", expected whole numbers >= 2 and >= 1.");
    }
    if (Files.isDirectory(out)) {
      throw InputException.invalid("--out is " + out + ", expected a file (it is a folder).");
    }
    if (log.isEmpty() && model.isEmpty()) {
      throw InputException.invalid("LOG is missing, expected a log of turns, or --model.");
    }
  }

  private static void requireIn(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw InputException.invalid(
          name + " is " + value + ", expected a number in [" + low + ", " + high + "].");
    }
  }

  private static SavedModel read(Path file) {
    if (!Files.exists(file)) {
      throw InputException.absent(
          "--model is " + file + ", expected a model file (it does not exist).");
    }
    try {
      return ModelFile.read(file);
    } catch (IllegalArgumentException refused) {
      throw InputException.invalid(refused.getMessage());
    }
  }

  /** The log that the model was fitted to, if it lies beside it or here, unchanged. */
  private Path beside(Optional<SavedModel> saved) {
    Map<String, String> inputs = saved.orElseThrow().provenance().inputs();
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      Path near = model.orElseThrow().toAbsolutePath().resolveSibling(input.getKey());
      for (Path candidate : List.of(near, Path.of(input.getKey()))) {
        if (Files.isRegularFile(candidate)
            && RunDirectory.hash(candidate).equals(input.getValue())) {
          return candidate;
        }
      }
    }
    throw InputException.invalid(
        "LOG is missing, expected the log whose contexts are to be governed"
            + " (the model was fitted to " + inputs.keySet() + ", not found unchanged beside it).");
  }

  /** The log as decisions that the model, where there is one, can speak about. */
  private static GovernableLog governable(TurnLog log, Optional<SavedModel> saved) {
    GovernableLog own = GovernableLog.of(log);
    if (saved.isEmpty()) {
      return GovernableLog.directed(log);
    }
    Optional<SoftmaxFollower> follower = saved.get().follower();
    if (!own.isAnnounced() || follower.isEmpty()) {
      own = GovernableLog.directed(log);
    }
    List<String> ids =
        log.actions().actions().stream().map(action -> action.id()).toList();
    ActionSet known = follower
        .map(SoftmaxFollower::actions)
        .or(() -> saved.get().outcomes().map(SavedOutcomes::actions))
        .orElseThrow();
    if (!known.actions().stream().map(action -> action.id()).toList().equals(ids)) {
      throw InputException.invalid(
          "actions of LOG are " + ids + ", expected those of the model, " + known + ".");
    }
    return saved.get().outcomes().map(SavedOutcomes::schema).map(own::matched).orElse(own);
  }

  private Optional<SavedModel> fit(Wiring wiring, ReadTurns read, GovernableLog data) {
    return data.counts().size() < 2
        ? Optional.empty()
        : new ModelFit(Map.of(), wiring.outcomes(), folds, seed, stage -> {
              if (!json) {
                spec.commandLine().getErr().println("fitting " + stage);
              }
            })
            .outcomesOnly(read, data.log());
  }

  /** What the data lack for a policy other than the status quo. */
  private List<String> needs(
      GovernableLog data, PolicyOptimiser optimiser, Optional<SavedModel> fitted) {
    List<String> needs = new ArrayList<>();
    int turns = data.log().turns().size();
    Map<Commitment, Integer> counts = data.counts();
    if (counts.size() == 1) {
      needs.add("one action only: all " + turns + " turns took "
          + counts.keySet().iterator().next().label()
          + ", so nothing says what another would yield; "
          + DataNeeds.exploration(2, TOLD_MARGIN));
    } else if (optimiser.menu().size() < 2) {
      needs.add("too few turns: of " + counts.size() + " actions in " + turns
          + " turns, " + optimiser.menu().size() + " were taken at least --min-turns = " + minTurns
          + " times; about " + minTurns * counts.size()
          + " turns, spread evenly, would be a start; "
          + DataNeeds.exploration(counts.size(), TOLD_MARGIN));
    }
    int judged = data.withQuality();
    if (judged > 0
        && counts.size() > 1
        && optimiser.menu().size() > 1
        && !optimiser.menu().contains(optimiser.conservative())) {
      needs.add("the conservative action " + optimiser.conservative().label()
          + " has fewer than " + minTurns + " turns with quality and cost; "
          + DataNeeds.judged(TOLD_MARGIN));
    }
    if (judged == 0) {
      needs.add(
          "no quality: 0 of " + turns + " turns are judged, so no saving can be shown to cost no"
              + " quality; " + DataNeeds.judged(TOLD_MARGIN)
              + " (outcomes that arrive later: governor import --outcomes)");
    } else if (fitted.flatMap(SavedModel::outcomes).isEmpty() && counts.size() > 1) {
      needs.add("no outcome model: " + judged + " of " + turns
          + " turns are judged; turns with both quality and token counts are needed in at least "
          + folds + " sessions (there are " + data.log().sessions().size()
          + " sessions in the fitting part)");
    }
    if (unit == CostUnit.USD
        && data.log().turns().stream().anyMatch(turn -> unit.of(turn.outcome()).isEmpty())) {
      needs.add(
          "unknown costs: not every turn has gov.cost in USD; use --cost-unit tokens, or price"
              + " the log on import");
    }
    return needs;
  }

  private Provenance provenance(
      ReadTurns read, double share, SplitPlan plan, Optional<SavedModel> fitted) {
    TreeMap<String, String> options = new TreeMap<>();
    options.put("solver", solver);
    options.put("slack", "" + slack);
    budget.ifPresent(value -> options.put("budget", "" + value));
    minQuality.ifPresent(value -> options.put("minQuality", "" + value));
    options.put("minTurns", "" + minTurns);
    options.put("holdout", "" + share);
    options.put("salt", plan.salt());
    return new Provenance(
        "stackelberg-governor optimize",
        options,
        seed,
        new TreeMap<>(Map.of(read.name(), read.sha256())),
        StudyRunner.versions(),
        fitted.map(SavedModel::provenance).map(List::of).orElse(List.of()));
  }

  private void write(SavedPolicy policy) {
    try {
      PolicyFile.write(out, policy);
    } catch (UncheckedIOException unwritable) {
      throw InputException.invalid("--out is " + out + ", expected a file that can be written ("
          + unwritable.getCause().getMessage() + ").");
    }
  }

  private void tell(ReadTurns read, GovernableLog data, Made made, SavedPolicy policy) {
    PrintWriter screen = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("policy", out.toString()).put("kind", policy.kind());
      node.put("turns", data.log().turns().size());
      node.put("sessions", data.log().sessions().size());
      made.menu().forEach(commitment -> node.withArray("/menu").add(commitment.label()));
      node.put("conservative", made.conservative().label());
      made.predicted()
          .ifPresent(means -> node.putObject("predicted")
              .put("quality", means.quality())
              .put("cost", means.cost()));
      made.logged()
          .ifPresent(means ->
              node.putObject("logged").put("quality", means.quality()).put("cost", means.cost()));
      made.needs().forEach(need -> node.withArray("/needs").add(need));
      made.notes().forEach(note -> node.withArray("/notes").add(note));
      screen.println(node);
      screen.flush();
      return;
    }
    screen.printf(
        Locale.ROOT,
        "made from %,d turns in %,d sessions of %s (%,d turns in all)%n",
        data.log().turns().size(),
        data.log().sessions().size(),
        read.name(),
        read.log().turns().size());
    if (data.withPropensity() < data.log().turns().size()) {
      screen.printf(
          Locale.ROOT,
          "! propensities known in %,d of %,d turns: the policy rests on the outcome model alone%n",
          data.withPropensity(),
          data.log().turns().size());
    }
    screen.println("policy " + policy.kind() + "  menu "
        + made.menu().stream().map(Commitment::label).toList() + "  conservative "
        + made.conservative().label());
    made.notes().forEach(screen::println);
    made.predicted().ifPresent(means -> {
      PolicyOptimiser.Means logged = made.logged().orElseThrow();
      screen.printf(
          Locale.ROOT,
          "by the model: quality %.3f against %.3f of the log, %.6g %s a turn against %.6g, %.1f %% less%n",
          means.quality(),
          logged.quality(),
          means.cost(),
          unit.id(),
          logged.cost(),
          100 * (1 - means.cost() / logged.cost()));
    });
    if (!made.needs().isEmpty()) {
      screen.println("STATUS QUO KEPT: the log carries no other policy.");
      made.needs().forEach(need -> screen.println("  Needed: " + need + "."));
    }
    screen.println("-> " + out);
    screen.flush();
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** The named solvers and estimators. */
  private static final class Wiring {
    private final Injector injector =
        Guice.createInjector(new GovernorModule(StudyConfigReader.read(
            "version: 1\nexperiment: optimize\nbaseline: none\n", "--set", List.of())));

    LeaderSolver solver(String name) {
      Map<String, LeaderSolver> solvers =
          injector.getInstance(Key.get(new TypeLiteral<Map<String, LeaderSolver>>() {}));
      if (!solvers.containsKey(name)) {
        TreeSet<String> names = new TreeSet<>(solvers.keySet());
        names.add(PolicyOptimiser.MIXTURE);
        throw InputException.invalid(
            "--solver is \"" + name + "\", expected one of " + names + ".");
      }
      return solvers.get(name);
    }

    Map<String, OutcomeEstimator> outcomes() {
      Map<String, OutcomeEstimator> outcomes = new TreeMap<>(
          injector.getInstance(Key.get(new TypeLiteral<Map<String, OutcomeEstimator>>() {})));
      outcomes.keySet().retainAll(FitCommand.SAVED_OUTCOMES);
      return outcomes;
    }
  }
}
