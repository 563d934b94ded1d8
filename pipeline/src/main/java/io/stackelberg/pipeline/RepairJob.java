package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.SimulatedExecutor;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.api.ApiExecutor;
import io.stackelberg.environment.api.CallPlan;
import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.http.ModelWatch;
import io.stackelberg.environment.ledger.Caps;
import io.stackelberg.environment.ledger.JournalLedger;
import io.stackelberg.environment.ledger.LedgerException;
import io.stackelberg.environment.ledger.LedgerOptions;
import io.stackelberg.environment.ledger.Totals;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.CalibrationConfig;
import io.stackelberg.pipeline.io.ExecutorConfig;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One {@code governor repair}: learns again, opens the executor, keeps the journal, repairs and writes.
 *
 * @param config the study, its section {@code repair} under the command's options
 * @param folders where relative data paths of the study are looked for
 * @param seed of the split, the order and the draws on the executor
 * @param directory of the result
 * @param threads sessions played at once
 * @param out where a dry run tells its plan
 */
record RepairJob(
    StudyConfig config,
    List<Path> folders,
    long seed,
    Path directory,
    int threads,
    Progress.Mode progress,
    PrintStream err,
    PrintWriter out) {
  private static final int ARMS = 3;

  private static final String LEDGER = "ledger.jsonl";

  private ExecutorConfig executor() {
    return config.repair().executor().orElseThrow();
  }

  private CalibrationConfig calibration() {
    return config
        .repair()
        .calibration()
        .orElseGet(() -> new CalibrationConfig(null, null, null, null));
  }

  private SeedSplitter seeds() {
    return new SeedSplitter(seed).task("repair");
  }

  /** Sessions of calibration, repair and evaluation. */
  private List<List<String>> parts(List<String> sessions) {
    int probes = Math.min(calibration().sessions(), sessions.size() / ARMS);
    List<List<String>> parts = RepairRun.split(sessions, probes, calibration().share(), seeds());
    if (parts.get(1).size() < 2 || parts.get(2).size() < 2) {
      throw InputException.invalid("there are " + sessions.size()
          + " sessions, expected enough for at" + " least 2 that repair and 2 that evaluate.");
    }
    return parts;
  }

  /** Tells how many calls, tokens and how much money the run takes at most, and sends nothing. */
  void dryRun() {
    if (!executor().type().equals(ExecutorConfig.OPENAI)) {
      out.println("executor " + executor().type() + ": no calls, no money.");
      out.flush();
      return;
    }
    RealCalls calls = calls();
    List<List<String>> parts = parts(calls.tasks().sessions());
    requirePriced(calls, parts);
    String row = "%-10s %9s %5s %9s %13s  %s%n";
    out.printf(Locale.ROOT, row, "part", "sessions", "arms", "calls", "tokens", "money, at most");
    long allCalls = 0;
    Optional<Long> allTokens = Optional.of(0L);
    Optional<BigDecimal> allMoney = Optional.of(BigDecimal.ZERO);
    for (int part = 0; part < parts.size(); part++) {
      if (parts.get(part).isEmpty()) {
        continue;
      }
      // Probes name their number themselves and go round the sessions.
      int arms =
          part == 0 ? -Math.floorDiv(-calibration().sessions(), parts.get(0).size()) : ARMS;
      CallPlan once = calls.plan(parts.get(part));
      long number = once.calls() * arms;
      Optional<Long> tokens = once.upper().tokens().isPresent()
          ? Optional.of(once.upper().tokens().getAsLong() * arms)
          : Optional.empty();
      Optional<BigDecimal> money =
          once.upper().money().map(sum -> sum.amount().multiply(BigDecimal.valueOf(arms)));
      out.printf(
          Locale.ROOT,
          row,
          List.of("calibrate", "repair", "evaluate").get(part),
          parts.get(part).size(),
          arms,
          number,
          tokens.map(String::valueOf).orElse("unknown"),
          money(money, calls));
      allCalls += number;
      allTokens = allTokens.flatMap(sum -> tokens.map(more -> sum + more));
      allMoney = allMoney.flatMap(sum -> money.map(sum::add));
    }
    out.printf(
        Locale.ROOT,
        row,
        "total",
        "",
        "",
        allCalls,
        allTokens.map(String::valueOf).orElse("unknown"),
        money(allMoney, calls));
    out.println("Input is estimated (" + TokenEstimator.QUARTER_OF_BYTES.name()
        + "), output taken at its limit, every tool call used. Nothing was sent.");
    out.flush();
  }

  private static String money(Optional<BigDecimal> amount, RealCalls calls) {
    return amount
        .map(sum -> sum.setScale(4, RoundingMode.CEILING).toPlainString() + " " + calls.currency())
        .orElse("unknown: model " + calls.model() + " has no price");
  }

  private RealCalls calls() {
    return new RealCalls(executor(), SimulatedArenaFactory.actions(config), config.baseline());
  }

  private static void requirePriced(RealCalls calls, List<List<String>> parts) {
    try {
      calls
          .caps()
          .requirePriced(calls.model(), calls.plan(parts.get(1).subList(0, 1)).upper());
    } catch (LedgerException unpriced) {
      throw new RunStopped(Main.DATA_ABSENT, unpriced.getMessage());
    }
  }

  /**
   * Runs, or goes on.
   *
   * @param isResumed whether there must be something to go on with
   */
  RepairRun.Done run(boolean isResumed) {
    long began = System.nanoTime();
    boolean isReal = executor().type().equals(ExecutorConfig.OPENAI);
    if (isResumed && !(isReal && Files.exists(journal()))) {
      throw InputException.invalid(
          "--resume finds no journal in " + directory + ", expected one of a stopped run.");
    }
    // What can be refused is refused before anything is learned.
    Optional<RealCalls> calls = isReal ? Optional.of(calls()) : Optional.empty();
    calls.ifPresent(real -> requirePriced(real, parts(real.tasks().sessions())));
    StudyParts studyParts = StudyParts.of(config);
    try (Tasks tasks = new Tasks(threads)) {
      ArenaFactory.Opened own = studyParts.arenas().open(config, folders, tasks);
      Workspace work = new Workspace(config, own.arena(), new SeedSplitter(config.seed()), tasks);
      Study.Learned learned = studyParts
          .study(work, new Progress(err, Progress.Mode.NONE, Study.STAGES, Study.SHARES))
          .learn();
      RepairRun repair = new RepairRun(work, learned, studyParts.repairs());
      if (isReal) {
        return real(calls.orElseThrow(), repair, own, began);
      }
      RepairRun.Done done = repair.run(
          executor().type().equals(ExecutorConfig.SIMULATED)
              ? simulated(own, tasks)
              : recorded(own));
      repair.write(done, directory, timings(began));
      return done;
    }
  }

  private static ObjectNode timings(long began) {
    return JsonNodeFactory.instance.objectNode().put("seconds", (System.nanoTime() - began) / 1e9);
  }

  private RepairRun.Target recorded(ArenaFactory.Opened own) {
    requireType(own, ExecutorConfig.REPLAY);
    return new RepairRun.Target(own, Optional.empty(), List.of());
  }

  private static void requireType(ArenaFactory.Opened own, String wanted) {
    if (!own.type().equals(wanted)) {
      throw InputException.invalid(
          "--executor is " + wanted + ", expected the environment of the run, " + own.type()
              + ", or " + ExecutorConfig.OPENAI + ".");
    }
  }

  private RepairRun.Target simulated(ArenaFactory.Opened own, Tasks tasks) {
    requireType(own, ExecutorConfig.SIMULATED);
    StudyConfig.SessionCounts counts = config.environment().sessions();
    SimulatedExecutor system = new SimulatedExecutor(
        SimulationProfile.named(config.environment().profile()).real(),
        own.arena().actions(),
        new SimulatedSessions(
            "repair",
            counts.calibrate() + counts.evaluate() + calibration().sessions(),
            config.environment().turns()),
        seed);
    List<List<String>> parts = parts(system.sessions());
    RealArena arena = new RealArena(
        own.arena(),
        arm -> system,
        sessions(parts),
        seeds(),
        tasks,
        new CallProgress(err, progress, () -> "no money"));
    return target(own, arena, own.type(), own.tier(), own.note(), parts);
  }

  private static Map<Part, List<String>> sessions(List<List<String>> parts) {
    return Map.of(Part.CALIBRATE, parts.get(1), Part.EVALUATE, parts.get(2));
  }

  private static RepairRun.Target target(
      ArenaFactory.Opened own,
      RealArena arena,
      String type,
      String tier,
      String note,
      List<List<String>> parts) {
    return new RepairRun.Target(
        new ArenaFactory.Opened(arena, type, own.files(), List.of(), List.of(), tier, note),
        Optional.of(arena),
        parts.get(0));
  }

  private Path journal() {
    return directory.resolve(RunDirectory.CALLS).resolve(LEDGER);
  }

  private RepairRun.Done real(
      RealCalls calls, RepairRun repair, ArenaFactory.Opened own, long began) {
    String plan = plan(calls);
    bind(plan);
    Thread farewell = new Thread(() -> {
      err.println("interrupted: what was paid is kept; the same command goes on.");
      err.flush();
    });
    ModelWatch watch = new ModelWatch();
    try (JournalLedger ledger = open(calls)) {
      Runtime.getRuntime().addShutdownHook(farewell);
      List<List<String>> parts = parts(calls.tasks().sessions());
      Function<String, ApiExecutor> executors = calls.executors(
          calls.tasks(),
          calls.endpoint(threads, watch),
          ledger,
          config.experiment() + "-" + plan.substring(0, 12));
      RealArena arena = new RealArena(
          own.arena(),
          executors::apply,
          sessions(parts),
          seeds(),
          repair.work().tasks(),
          new CallProgress(err, progress, () -> spent(ledger.totals(), calls)));
      RepairRun.Done done = repair.run(target(
          own,
          arena,
          RealArena.TYPE,
          "T3 real calls",
          "Calls of model " + calls.model() + ", judged by " + executor().judge()
              + "; what it was learned from: " + own.note(),
          parts));
      done.repair().set("calls", summary(ledger.totals(), calls));
      ObjectNode timings = timings(began);
      timings.put("releasedCalls", ledger.totals().releasedCalls());
      timings.put("ledger", ledger.head());
      repair.write(done, directory, timings);
      warn(calls);
      return done;
    } finally {
      Runtime.getRuntime().removeShutdownHook(farewell);
    }
  }

  private JournalLedger open(RealCalls calls) {
    try {
      return JournalLedger.open(
          journal(),
          new LedgerOptions(calls.caps(), Caps.NONE, calls.currency(), Clock.systemUTC()));
    } catch (LedgerException unusable) {
      throw InputException.invalid(unusable.getMessage());
    }
  }

  /** Hash of all that the calls depend on; caps and rates may change while a run goes on. */
  private String plan(RealCalls calls) {
    List<String> unlimited = new ArrayList<>();
    for (String limit : List.of(
        "max_cost", "max_tokens", "max_calls", "requests_per_minute", "tokens_per_minute")) {
      unlimited.add("repair.executor." + limit + "=null");
    }
    StudyConfig lasting =
        StudyConfigReader.read(StudyConfigReader.write(config), "the plan", unlimited);
    return RunDirectory.hash(String.join(
        "\n",
        StudyConfigReader.write(lasting),
        "" + seed,
        RunDirectory.hash(Path.of(executor().tasks().orElseThrow())),
        calls.digest()));
  }

  /** Ties the folder's journal to the plan. */
  private void bind(String plan) {
    Path file = directory.resolve(RunDirectory.CALLS).resolve("plan.json");
    if (Files.exists(file)) {
      String before = RunDirectory.tree(file).path("plan").asText();
      if (!before.equals(plan)) {
        throw InputException.invalid("--out is " + directory
            + ", which holds the calls of another plan, expected the same study, options, tasks, prices and"
            + " texts.\nMaybe choose another --out; caps, rates and threads may change.");
      }
      return;
    }
    if (Files.exists(journal())) {
      throw InputException.invalid(
          "journal " + journal() + " has no plan beside it, expected " + file + ".");
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    RunDirectory.replace(
        file,
        RunDirectory.json(
            JsonNodeFactory.instance.objectNode().put("schema", "plan/1").put("plan", plan)));
  }

  private String spent(Totals totals, RealCalls calls) {
    return "spent "
        + totals.settledMoney().amount().setScale(4, RoundingMode.HALF_UP).toPlainString()
        + cap(executor().maxCost().map(BigDecimal::toPlainString)) + " " + calls.currency()
        + (totals.callsOfUnknownMoney() > 0
            ? " and " + totals.callsOfUnknownMoney() + " calls without a price"
            : "")
        + ", " + totals.settledTokens() + cap(executor().maxTokens().map(String::valueOf))
        + " tokens, "
        + totals.settledCalls() + cap(executor().maxCalls().map(String::valueOf)) + " calls";
  }

  private static String cap(Optional<String> limit) {
    return limit.map(value -> "/" + value).orElse("");
  }

  private static ObjectNode summary(Totals totals, RealCalls calls) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("model", calls.model());
    node.put("settled", totals.settledCalls());
    node.put("money", totals.settledMoney().amount().toPlainString());
    node.put("currency", calls.currency());
    node.put("callsOfUnknownMoney", totals.callsOfUnknownMoney());
    node.put("tokens", totals.settledTokens());
    node.put("callsOfUnknownTokens", totals.callsOfUnknownTokens());
    node.put("unreadChoices", calls.unreadChoices());
    ObjectNode answered = node.putObject("turnsAnsweredBy");
    calls.answeredBy().forEach(answered::put);
    return node;
  }

  private void warn(RealCalls calls) {
    if (calls.answeredBy().size() > 1) {
      err.println("warning: answers came from " + calls.answeredBy()
          + "; results mix them, and say nothing about each alone.");
    }
    if (calls.unreadChoices() > 0) {
      err.println("warning: in " + calls.unreadChoices()
          + " turns the choice could not be read and the baseline's action was taken.");
    }
    err.flush();
  }
}
