package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One study file, resolved: every key of the file is a component of this record, in snake case.
 *
 * <p>What each key means is told in {@code docs/study-file.md}; a section that is absent takes its defaults.
 *
 * @param version version of the format, 1
 * @param experiment name of the study and of its run directory
 * @param description one sentence
 * @param seed seed of the whole run
 * @param environment where turns are played
 * @param data recorded data, for a replay environment
 * @param actions the follower's actions: names, or levels per resource
 * @param baseline id of the action that savings are measured against
 * @param costUnit {@code tokens} or {@code usd}
 * @param follower behaviour of a simulated follower over recorded outcomes
 * @param leader the leader's menu and objective
 * @param responseModel estimator of the follower's response
 * @param outcomeModel estimator of a turn's outcome
 * @param signal when a contextual policy is preferred to the best mixture
 * @param solver the leader's solver
 * @param repair the repair strategy
 * @param evaluation how policies are compared
 * @param report where the report goes
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StudyConfig(
    Integer version,
    String experiment,
    String description,
    Long seed,
    Environment environment,
    Optional<Data> data,
    Actions actions,
    String baseline,
    String costUnit,
    Follower follower,
    Leader leader,
    ResponseModel responseModel,
    OutcomeModel outcomeModel,
    Signal signal,
    Solver solver,
    Repair repair,
    Evaluation evaluation,
    Report report) {
  public StudyConfig {
    if (version == null || version != 1) {
      throw Require.unexpected("version", version == null ? "missing" : version, "1");
    }
    Require.nonBlank("experiment", experiment);
    if (!experiment.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw Require.unexpected(
          "experiment",
          "\"" + experiment + "\"",
          "letters, digits, '.', '_' and '-' (a folder name)");
    }
    description = description == null ? "" : description;
    seed = seed == null ? 20260622L : seed;
    environment = environment == null ? new Environment(null, null, null, null, null) : environment;
    data = data == null ? Optional.empty() : data;
    actions = actions == null ? new Actions(null, null, null, null) : actions;
    Require.nonBlank("baseline", baseline);
    costUnit = oneOf("cost_unit", costUnit == null ? "tokens" : costUnit, "tokens", "usd");
    follower = follower == null ? new Follower(null, null, null, null) : follower;
    leader = leader == null ? new Leader(null, null, null, null, null, null) : leader;
    responseModel = responseModel == null ? new ResponseModel(null, null) : responseModel;
    outcomeModel = outcomeModel == null ? new OutcomeModel(null, null) : outcomeModel;
    signal = signal == null ? new Signal(null) : signal;
    solver = solver == null ? new Solver(null) : solver;
    repair = repair == null ? new Repair(null, null, null, null, null) : repair;
    evaluation = evaluation == null ? new Evaluation(null, null) : evaluation;
    report = report == null ? new Report(Optional.empty()) : report;
    if (environment.type().equals("replay") && data.isEmpty()) {
      throw Require.unexpected("data", "missing", "a section, for a replay environment");
    }
  }

  static String oneOf(String key, String value, String... known) {
    if (!List.of(known).contains(value)) {
      throw Require.unexpected(key, "\"" + value + "\"", "one of " + List.of(known));
    }
    return value;
  }

  /** A list without empty elements; {@code usual} where it is absent. */
  private static <T> List<T> list(String key, List<T> values, List<T> usual) {
    if (values == null) {
      return usual;
    }
    if (values.contains(null)) {
      throw Require.unexpected(key, values, "no empty element");
    }
    return distinct(key, List.copyOf(values));
  }

  private static <T> List<T> distinct(String key, List<T> values) {
    if (new HashSet<>(values).size() < values.size()) {
      throw Require.unexpected(key, values, "distinct elements");
    }
    return values;
  }

  /**
   * Where turns are played.
   *
   * @param type {@code simulated} or {@code replay}
   * @param follower {@code obedient} or {@code quantal}; a simulated environment is always quantal
   * @param profile name of a simulation profile
   * @param sessions sessions to fit, calibrate and evaluate on, for a simulated environment
   * @param turns turns per simulated session
   */
  public record Environment(
      String type, String follower, String profile, SessionCounts sessions, Integer turns) {
    public Environment {
      type = oneOf("environment.type", type == null ? "simulated" : type, "simulated", "replay");
      String usual = type.equals("replay") ? "obedient" : "quantal";
      follower =
          oneOf("environment.follower", follower == null ? usual : follower, "obedient", "quantal");
      if (type.equals("simulated") && follower.equals("obedient")) {
        throw Require.unexpected(
            "environment.follower", "\"obedient\"", "\"quantal\" in a simulated environment");
      }
      profile = profile == null ? "paper-like" : profile;
      sessions = sessions == null ? new SessionCounts(null, null, null) : sessions;
      turns = Require.atLeast("environment.turns", turns == null ? 10 : turns, 1);
    }
  }

  /** Number of simulated sessions per part, each at least 2. */
  public record SessionCounts(Integer fit, Integer calibrate, Integer evaluate) {
    public SessionCounts {
      fit = Require.atLeast("environment.sessions.fit", fit == null ? 400 : fit, 2);
      calibrate =
          Require.atLeast("environment.sessions.calibrate", calibrate == null ? 200 : calibrate, 2);
      evaluate =
          Require.atLeast("environment.sessions.evaluate", evaluate == null ? 200 : evaluate, 2);
    }
  }

  /**
   * Recorded data.
   *
   * @param fit CSV file to learn from; also evaluated on, by split, when {@code evaluate} is absent
   * @param evaluate CSV file to evaluate on
   * @param where keeps the rows whose columns have these values
   * @param check {@code all} refuses malformed values in every row, {@code kept} in kept rows only
   * @param columns which column holds what
   * @param features columns that are known before the answer
   * @param text a text that is known before the answer
   * @param split shares of the parts
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Data(
      String fit,
      Optional<String> evaluate,
      Map<String, String> where,
      String check,
      Columns columns,
      Features features,
      Optional<Text> text,
      Split split) {
    public Data {
      Require.nonBlank("data.fit", fit);
      evaluate = evaluate == null ? Optional.empty() : evaluate;
      where = where == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(where));
      check = oneOf("data.check", check == null ? "all" : check, "all", "kept");
      if (columns == null) {
        throw Require.unexpected("data.columns", "missing", "a section");
      }
      features = features == null ? new Features(null, null) : features;
      text = text == null ? Optional.empty() : text;
      split = split == null ? new Split(null, null, null, null) : split;
      if (text.isPresent() && features.all().contains(text.get().column())) {
        throw Require.unexpected(
            "data.text.column", text.get().column(), "a column that is no other feature");
      }
    }
  }

  /**
   * A text feature, hashed into numbers.
   *
   * @param column column, or field, of the text
   * @param file CSV or JSONL file of id and text; the data files themselves where absent
   * @param dimensions numbers it is hashed into
   * @param norm length of a text's vector beside standardised features
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Text(String column, Optional<String> file, Integer dimensions, Double norm) {
    public Text {
      Require.nonBlank("data.text.column", column);
      file = file == null ? Optional.empty() : file;
      dimensions =
          Require.atLeast("data.text.dimensions", dimensions == null ? 256 : dimensions, 1);
      norm = Require.positive("data.text.norm", norm == null ? 1 : norm);
    }
  }

  /**
   * Column map. Either one row per context and action ({@code action} names the column of the action), or
   * one row per context with columns per action ({@code actions} maps each action to its columns).
   *
   * @param id column that identifies the context
   * @param session column of the unit of independence; the id where absent
   * @param replicate column that tells repeated runs apart
   * @param action column of the action
   * @param actions columns per action
   * @param quality column of the quality in [0, 1]
   * @param inputTokens column of input tokens
   * @param outputTokens column of output tokens
   * @param money column of US dollars
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Columns(
      String id,
      Optional<String> session,
      Optional<String> replicate,
      Optional<String> action,
      Map<String, ActionColumns> actions,
      Optional<String> quality,
      Optional<String> inputTokens,
      Optional<String> outputTokens,
      Optional<String> money) {
    public Columns {
      Require.nonBlank("data.columns.id", id);
      session = session == null ? Optional.empty() : session;
      replicate = replicate == null ? Optional.empty() : replicate;
      action = action == null ? Optional.empty() : action;
      actions =
          actions == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(actions));
      for (var columns : actions.entrySet()) {
        if (columns.getValue() == null) {
          throw Require.unexpected(
              "data.columns.actions." + columns.getKey(), "empty", "a section");
        }
      }
      quality = quality == null ? Optional.empty() : quality;
      inputTokens = inputTokens == null ? Optional.empty() : inputTokens;
      outputTokens = outputTokens == null ? Optional.empty() : outputTokens;
      money = money == null ? Optional.empty() : money;
      if (action.isPresent() == !actions.isEmpty()) {
        throw Require.unexpected(
            "data.columns",
            action.isPresent() ? "\"action\" and \"actions\"" : "without an action",
            "either \"action\" (one row per action) or \"actions\" (columns per action)");
      }
      if (action.isPresent() && quality.isEmpty()) {
        throw Require.unexpected("data.columns.quality", "missing", "the name of a column");
      }
    }
  }

  /** Columns of one action in a file with one row per context. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record ActionColumns(
      String quality,
      Optional<String> inputTokens,
      Optional<String> outputTokens,
      Optional<String> money) {
    public ActionColumns {
      Require.nonBlank("data.columns.actions.<action>.quality", quality);
      inputTokens = inputTokens == null ? Optional.empty() : inputTokens;
      outputTokens = outputTokens == null ? Optional.empty() : outputTokens;
      money = money == null ? Optional.empty() : money;
    }
  }

  /** Names of the feature columns. */
  public record Features(List<String> numeric, List<String> categorical) {
    public Features {
      numeric = list("data.features.numeric", numeric, List.of());
      categorical = list("data.features.categorical", categorical, List.of());
      distinct("data.features", all(numeric, categorical));
    }

    /** Names of all features. */
    List<String> all() {
      return all(numeric, categorical);
    }

    private static List<String> all(List<String> numeric, List<String> categorical) {
      List<String> all = new ArrayList<>(numeric);
      all.addAll(categorical);
      return all;
    }
  }

  /** Shares of the parts, summing to 1, and a salt that gives another split. */
  public record Split(Double fit, Double calibrate, Double evaluate, String salt) {
    public Split {
      fit = fit == null ? 0.5 : fit;
      calibrate = calibrate == null ? 0.2 : calibrate;
      evaluate = evaluate == null ? 0.3 : evaluate;
      salt = salt == null ? "" : salt;
      Require.positive("data.split.fit", fit);
      Require.positive("data.split.calibrate", calibrate);
      Require.inUnitInterval("data.split.evaluate", evaluate);
      Require.inRange("sum of data.split", fit + calibrate + evaluate, 1 - 1e-9, 1 + 1e-9);
    }
  }

  /**
   * The follower's actions.
   *
   * @param names named actions, in order; empty takes those of the data, in order of appearance
   * @param context context retentions, for a simulated environment
   * @param verbosity verbosities
   * @param tools tool budgets
   */
  public record Actions(
      List<String> names, List<Double> context, List<String> verbosity, List<Integer> tools) {
    public Actions {
      names = list("actions.names", names, List.of());
      context = list("actions.context", context, List.of(0.5, 0.75, 1.0));
      Require.nonEmpty("actions.context", context);
      context.forEach(level -> Require.inUnitInterval("actions.context", level));
      verbosity = list("actions.verbosity", verbosity, List.of("concise", "normal", "verbose"));
      Require.nonEmpty("actions.verbosity", verbosity);
      verbosity.forEach(level -> oneOf("actions.verbosity", level, "concise", "normal", "verbose"));
      tools = list("actions.tools", tools, List.of(0, 1, 3));
      Require.nonEmpty("actions.tools", tools);
      tools.forEach(level -> Require.atLeast("actions.tools", level, 0));
    }
  }

  /**
   * A quantal follower over recorded outcomes, which judges actions by noisy cross-fitted estimates.
   *
   * @param temperature noise of its choice, in utility
   * @param qualityWeight utility per unit of quality
   * @param costWeight utility per mean cost of the baseline
   * @param estimateNoise standard deviation of the noise on its quality estimates
   */
  public record Follower(
      Double temperature, Double qualityWeight, Double costWeight, Double estimateNoise) {
    public Follower {
      temperature =
          Require.positive("follower.temperature", temperature == null ? 0.1 : temperature);
      qualityWeight =
          Require.nonNegative("follower.quality_weight", qualityWeight == null ? 1 : qualityWeight);
      costWeight =
          Require.nonNegative("follower.cost_weight", costWeight == null ? 0.1 : costWeight);
      estimateNoise = Require.nonNegative(
          "follower.estimate_noise", estimateNoise == null ? 0.05 : estimateNoise);
    }
  }

  /**
   * The leader.
   *
   * @param qualityTarget announced targets of the menu
   * @param costIncentive announced incentives of the menu
   * @param objective {@code cost-above-floor} or {@code quality-within-budget}
   * @param slack by how much the floor lies below the baseline's quality
   * @param budget share of the baseline's mean cost that may be spent
   * @param directives whether the menu holds a directive for every action too; written only where given
   */
  public record Leader(
      List<Double> qualityTarget,
      List<Double> costIncentive,
      String objective,
      Double slack,
      Double budget,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean directives) {
    public Leader {
      qualityTarget = list("leader.quality_target", qualityTarget, List.of(0.5, 0.6, 0.7, 0.8));
      Require.nonEmpty("leader.quality_target", qualityTarget);
      qualityTarget.forEach(target -> Require.inUnitInterval("leader.quality_target", target));
      costIncentive = list("leader.cost_incentive", costIncentive, List.of(0.0, 0.1, 0.2, 0.4));
      Require.nonEmpty("leader.cost_incentive", costIncentive);
      costIncentive.forEach(offer -> Require.nonNegative("leader.cost_incentive", offer));
      objective = oneOf(
          "leader.objective",
          objective == null ? "cost-above-floor" : objective,
          "cost-above-floor",
          "quality-within-budget");
      slack = Require.inUnitInterval("leader.slack", slack == null ? 0 : slack);
      budget = Require.positive("leader.budget", budget == null ? 0.8 : budget);
    }

    /** Whether every action can be directed. */
    public boolean directsActions() {
      return directives != null && directives;
    }
  }

  /** Response estimator by name. */
  public record ResponseModel(String type, Double penalty) {
    public ResponseModel {
      type = type == null ? "multinomial-logit" : type;
      penalty = Require.nonNegative("response_model.penalty", penalty == null ? 1 : penalty);
    }
  }

  /** Outcome estimator by name. */
  public record OutcomeModel(String type, Integer folds) {
    public OutcomeModel {
      type = type == null ? "ridge" : type;
      folds = Require.atLeast("outcome_model.folds", folds == null ? 5 : folds, 2);
    }
  }

  /** Standard errors by which a contextual policy has to beat the mixture in cross-validation. */
  public record Signal(Double threshold) {
    public Signal {
      threshold = Require.finite("signal.threshold", threshold == null ? 0 : threshold);
    }
  }

  /** Leader solver by name. */
  public record Solver(String name) {
    public Solver {
      name = name == null ? "enumerate" : name;
    }
  }

  /**
   * Repair strategy by name, its safe set, and the steps of a {@code chain}, by name; and what {@code governor
   * repair} plays on real turns.
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Repair(
      String name,
      SafeSet safeSet,
      List<String> steps,
      Optional<ExecutorConfig> executor,
      Optional<CalibrationConfig> calibration) {
    private static final String CHAIN = "chain";

    public Repair {
      name = name == null ? "safe-set-projection" : name;
      safeSet = safeSet == null ? new SafeSet(null, null, null) : safeSet;
      steps = list("repair.steps", steps, List.of());
      executor = executor == null ? Optional.empty() : executor;
      calibration = calibration == null ? Optional.empty() : calibration;
      if (name.equals(CHAIN) == steps.isEmpty()) {
        throw Require.unexpected(
            "repair.steps", steps, "at least one step for a chain, and none otherwise");
      }
      for (String step : steps) {
        oneOf(
            "repair.steps",
            step,
            "safe-set-projection",
            "hcpi",
            "spibb",
            "non-inferiority",
            "none");
      }
    }

    @Override
    public String toString() {
      return "Repair[name=" + name + ", safeSet=" + safeSet
          + (steps.isEmpty() ? "" : ", steps=" + steps) + "]";
    }
  }

  /** Confidence of the safe set, its bound ({@code student}, {@code betting}, ...), least sessions. */
  public record SafeSet(Double confidence, String bound, Integer minSessions) {
    public SafeSet {
      confidence = Require.inOpenUnitInterval(
          "repair.safe_set.confidence", confidence == null ? 0.95 : confidence);
      bound = oneOf(
          "repair.safe_set.bound",
          bound == null ? "student" : bound,
          "student",
          "betting",
          "bernstein",
          "hoeffding");
      minSessions = Require.atLeast(
          "repair.safe_set.min_sessions", minSessions == null ? 20 : minSessions, 2);
    }
  }

  /**
   * How policies are compared.
   *
   * @param tests level and margin
   * @param baselines names of further policies to compare with; written only where there are any
   */
  public record Evaluation(
      Tests tests,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> baselines) {
    public Evaluation {
      tests = tests == null ? new Tests(null, null) : tests;
      baselines = list("evaluation.baselines", baselines, List.of());
    }
  }

  /** Non-inferiority margin in quality, fixed in advance, and the level of the tests. */
  public record Tests(Double margin, Double alpha) {
    public Tests {
      margin = Require.positive("evaluation.tests.margin", margin == null ? 0.05 : margin);
      alpha = Require.inOpenUnitInterval("evaluation.tests.alpha", alpha == null ? 0.05 : alpha);
    }
  }

  /** Where the report goes; {@code runs/<experiment>} where absent. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Report(Optional<String> dir) {
    public Report {
      dir = dir == null ? Optional.empty() : dir;
    }
  }
}
