package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.SequentialClaims.Ends;
import io.stackelberg.pipeline.io.CoverageStudies.Finished;
import io.stackelberg.pipeline.io.CoverageStudies.Statement;
import io.stackelberg.pipeline.io.EvaluationCsv.Row;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.PairedClaims;
import io.stackelberg.theory.PairedClaims.Pair;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Repeats a study of one scenario with fresh seeds and holds its statements against the truth.
 *
 * <p>A study learns from a log, optimises, repairs, and evaluates what is left beside the baseline; its claims
 * are those of {@code governor certify}. The same sessions serve three modes: all of them, a number fixed
 * beforehand; stopped, at the first look, every {@link #BATCH} sessions, that shows both claims; and every look,
 * the intersection of the intervals of all looks, which misses the truth whenever any of them does: the worst that a
 * stopping rule can do.
 *
 * <p>For many threads: a study's answer depends on the seed and its number alone.
 */
final class CoverageExperiment {
  /** Number of sessions fixed beforehand. */
  static final String FIXED = "fixed";

  /** Stopped when both claims are shown. */
  static final String STOPPED = "stopped";

  /** All looks at once. */
  static final String EVERY_LOOK = "every look";

  /** The asymptotic lower limits that stand beside the bounds of {@link #FIXED}; nothing is required of them. */
  static final String ASYMPTOTIC = "asymptotic";

  static final List<String> MODES = List.of(FIXED, STOPPED, EVERY_LOOK, ASYMPTOTIC);

  /** Sessions between two looks. */
  static final int BATCH = 10;

  /** How many times as many sessions tell the truth of a planted policy, which is asked for once. */
  private static final int PLANTED_FACTOR = 8;

  /** Ids of the claims, as in a certificate. */
  static final String SAVING = "saving";

  static final String QUALITY = "quality-non-inferiority";

  /** Saving claimed to be exceeded. */
  private static final double MIN_SAVING = 0;

  private static final PairedClaims.Options OPTIONS = PairedClaims.Options.DEFAULT;

  private final CoverageScenario scenario;
  private final SimulationProfile profile;
  private final StudyConfig config;
  private final SeedSplitter seeds;
  private final Function<Long, StudyConfig> seeded;
  private final StudyParts parts;
  private final PolicyTruth truth;
  private final Optional<PolicyTruth.Value> planted;

  /**
   * An experiment.
   *
   * @param study text of the study that is repeated
   * @param truthSessions simulated for each learned policy's true values
   */
  CoverageExperiment(CoverageScenario scenario, String study, long seed, int truthSessions) {
    this.scenario = scenario;
    this.profile = SimulationProfile.named(scenario.profile());
    this.seeds = new SeedSplitter(seed).task("coverage", scenario.name());
    this.seeded = own -> StudyConfigReader.read(
        study,
        "the study of the coverage experiment",
        List.of("environment.profile=" + scenario.profile(), "seed=" + own));
    this.config = seeded.apply(seed);
    this.parts = StudyParts.of(config);
    int sessions = scenario.policy().isPresent() ? PLANTED_FACTOR * truthSessions : truthSessions;
    this.truth = new PolicyTruth(config, profile, sessions, seeds.task("truth").seed());
    this.planted = scenario.policy().map(truth::of);
  }

  /** The study of this number, from 0. */
  Finished run(int number) {
    StudyConfig own = seeded.apply(seeds.task("study", "" + number).seed());
    SimulatedArena arena = SimulatedArenaFactory.arena(own, profile);
    LeaderPolicy always = LeaderPolicy.always(arena.baseline());
    Optional<Study.Decided> decided =
        scenario.policy().isPresent() ? Optional.empty() : Optional.of(parts.decide(own, arena));
    LeaderPolicy policy =
        scenario.policy().orElseGet(() -> decided.orElseThrow().repaired().policy());
    SimulatedArena policyArena = scenario.luck() == CoverageScenario.Luck.SHARED
        ? arena
        : arena.withLuck(new SeedSplitter(own.seed()).task("own luck"));
    List<Row> rows = SessionSums.of(
        arena,
        arena.play(always, Part.EVALUATE),
        Map.of(SessionClaims.POLICY, policyArena.play(policy, Part.EVALUATE)));
    PolicyTruth.Value value = planted.orElseGet(() -> truth.of(policy));
    List<Pair> pairs = pairs(rows);
    List<Statement> statements = new ArrayList<>(fixed(rows, pairs.size(), value));
    statements.addAll(sequential(rows, pairs, value));
    MeanEstimate change = ClusteredMeans.mean(
        pairs.stream()
            .mapToDouble(pair -> pair.quality() - pair.baselineQuality())
            .toArray(),
        IntStream.range(0, pairs.size()).toArray());
    return new Finished(
        number,
        decided.map(Study.Decided::kind).orElse("planted"),
        value.savingError(),
        value.changeError(),
        change.standardError(),
        statements);
  }

  private double margin() {
    return config.evaluation().tests().margin();
  }

  /** Error probability of each of two claims that share {@code delta}. */
  static double claimDelta(double delta) {
    return BigDecimal.valueOf(delta).divide(BigDecimal.valueOf(2)).doubleValue();
  }

  /** The statements of a certificate; those of quantities whose truth is not known here are left out. */
  private List<Statement> fixed(List<Row> rows, int sessions, PolicyTruth.Value value) {
    SessionClaims.Declared declared = new SessionClaims.Declared(
        true,
        config.costUnit(),
        OptionalDouble.empty(),
        MIN_SAVING,
        margin(),
        StudyResult.delta(config),
        OPTIONS);
    Certificate.Scope scope = new Certificate.Scope(
        "sessions of profile " + scenario.profile(), "the policy", "none, simulated", "coverage");
    List<Statement> statements = new ArrayList<>();
    for (Certificate certificate : new SessionClaims(declared, scope, rows).certificates()) {
      OptionalDouble known = value.of(certificate.claim().id());
      if (known.isPresent()) {
        Certificate.Conclusion conclusion = certificate.conclusion();
        statements.add(new Statement(
            FIXED,
            certificate.claim().id(),
            sessions,
            conclusion.threshold(),
            conclusion.lower(),
            conclusion.upper(),
            known.getAsDouble()));
        for (Certificate.Constant constant : certificate.constants()) {
          if (constant.status() instanceof AssumptionStatus.EstimatedAsymptotic) {
            statements.add(new Statement(
                ASYMPTOTIC,
                certificate.claim().id(),
                sessions,
                conclusion.threshold(),
                constant.lower(),
                Double.POSITIVE_INFINITY,
                known.getAsDouble()));
          }
        }
      }
    }
    return statements;
  }

  private List<Statement> sequential(List<Row> rows, List<Pair> pairs, PolicyTruth.Value value) {
    double cap = SessionClaims.CAP_FACTOR * calibrationCost(rows);
    SequentialClaims claims =
        new SequentialClaims(cap, claimDelta(StudyResult.delta(config)), OPTIONS);
    Ends unknown = new Ends(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    List<Ends> stopped = List.of();
    int stop = 0;
    List<Ends> every = List.of(unknown, unknown);
    boolean isWithinCap = true;
    for (int session = 1; session <= pairs.size(); session++) {
      Pair pair = pairs.get(session - 1);
      isWithinCap &= Math.max(pair.cost(), pair.baselineCost()) <= cap;
      claims.add(pair);
      if (session % BATCH == 0 || session == pairs.size()) {
        // A cost beyond the declared cap voids the claim on costs, as in a certificate.
        List<Ends> now = List.of(isWithinCap ? claims.saving() : unknown, claims.qualityChange());
        every = List.of(every.get(0).and(now.get(0)), every.get(1).and(now.get(1)));
        boolean isShown = now.get(0).lower() > MIN_SAVING && now.get(1).lower() > -margin();
        if (stop == 0 && (isShown || session == pairs.size())) {
          stop = session;
          stopped = now;
        }
      }
    }
    List<Statement> statements = new ArrayList<>();
    add(statements, STOPPED, stop, stopped, value);
    add(statements, EVERY_LOOK, pairs.size(), every, value);
    return statements;
  }

  private void add(
      List<Statement> statements,
      String mode,
      int sessions,
      List<Ends> ends,
      PolicyTruth.Value value) {
    Ends saving = ends.get(0);
    Ends change = ends.get(1);
    statements.add(new Statement(
        mode, SAVING, sessions, MIN_SAVING, saving.lower(), saving.upper(), value.saving()));
    statements.add(new Statement(
        mode, QUALITY, sessions, -margin(), change.lower(), change.upper(), value.change()));
  }

  private static List<Pair> pairs(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.part().equals("evaluate") && row.policy().equals(SessionClaims.POLICY))
        .map(row -> new Pair(
            row.cost() / row.turns(),
            Math.min(1, row.quality() / row.turns()),
            row.baselineCost() / row.turns(),
            Math.min(1, row.baselineQuality() / row.turns())))
        .toList();
  }

  private static double calibrationCost(List<Row> rows) {
    double cost = 0;
    int turns = 0;
    for (Row row : rows) {
      if (row.part().equals("calibrate")) {
        cost += row.cost();
        turns += row.turns();
      }
    }
    return cost / turns;
  }
}
