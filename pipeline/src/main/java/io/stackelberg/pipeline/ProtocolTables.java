package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.Holm;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.PairedClaims;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The tables of one study under the protocol: cost and quality of every policy, the certificate, the checks.
 *
 * <p>The turns behind the tables go to the findings' details, so that every number can be computed again.
 */
final class ProtocolTables {
  /** The control on permuted features: no candidate, hence not in the family of tests. */
  private static final String CONTROL = "shuffled";

  private final Findings findings;
  private final String id;
  private final StudyResult result;
  private final boolean isSimulated;
  private final Map<String, ProtocolRow> rows = new LinkedHashMap<>();
  private final Map<String, Double> adjusted = new LinkedHashMap<>();
  private final String baseline;

  /**
   * Computes the rows of a study.
   *
   * @param id begins the ids of its tables
   */
  ProtocolTables(Findings findings, String id, StudyResult result, SeedSplitter seeds) {
    this.findings = findings;
    this.id = id;
    this.result = result;
    isSimulated = result.config().environment().type().equals("simulated");
    baseline = "fixed:" + result.config().baseline();
    StudyConfig.Tests tests = result.config().evaluation().tests();
    Map<String, Double> family = new LinkedHashMap<>();
    for (PolicyRow row : shown()) {
      ProtocolRow own = ProtocolRow.of(
          ProtocolRow.Turns.of(row.play(), result.board().baseline()),
          tests.margin(),
          tests.alpha(),
          seeds.task(id));
      rows.put(row.name(), own);
      if (!row.name().equals(baseline) && !row.name().equals(CONTROL) && !row.isOptimistic()) {
        family.put(row.name(), own.nonInferiority().p());
      }
    }
    double[] holm =
        Holm.adjusted(family.values().stream().mapToDouble(Double::doubleValue).toArray());
    int index = 0;
    for (String name : family.keySet()) {
      adjusted.put(name, holm[index++]);
    }
  }

  /** The baseline, then every policy that is no fixed action; all have a known cost. */
  private List<PolicyRow> shown() {
    return result.board().rows().stream()
        .filter(row -> row.name().equals(baseline) || !row.name().startsWith("fixed:"))
        .filter(row -> Double.isFinite(Play.mean(row.play().cost())))
        .toList();
  }

  /** The row of a policy. */
  ProtocolRow row(String policy) {
    return rows.get(policy);
  }

  /** Whether quality was shown to hold, after Holm's correction; only then is cost tested. */
  boolean isNonInferior(String policy) {
    return adjusted.get(policy) < result.config().evaluation().tests().alpha();
  }

  /** Whether the fixed sequence ends with a saving. */
  boolean isSaving(String policy) {
    return isNonInferior(policy) && rows.get(policy).saving().low() > 0;
  }

  /** Adds the tables and the turns behind them. */
  void add(String title) {
    var cost = findings.table(
        id + "-cost",
        title + ": cost per turn in " + result.config().costUnit()
            + "; saving with a 95 % interval by bootstrap over sessions (BCa). Cost is tested only where quality was"
            + " shown to hold. The Welch test on turns takes them as independent and stands for comparison only",
        "policy",
        "cost",
        "saving",
        "low",
        "high",
        "Welch p, sessions",
        "Welch p, turns",
        "cost of pass",
        "turns",
        "sessions",
        "saves?");
    var quality = findings.table(
        id + "-quality",
        title + ": quality, its change and the test that no more than "
            + result.config().evaluation().tests().margin()
            + " is lost (one-sided, paired t on session means; by sign flips; after Holm's correction)",
        "policy",
        "quality",
        "change",
        "low",
        "high",
        "p",
        "sign-flip p",
        "Holm p",
        "Welch p, sessions",
        "Welch p, turns",
        "not worse?");
    rows.forEach((name, row) -> {
      boolean isReference = name.equals(baseline);
      Interval change = row.change().interval(ProtocolRow.CONFIDENCE);
      cost.row(
          name,
          List.of(
              row.meanCost(),
              row.saving().estimate(),
              row.saving().low(),
              row.saving().high(),
              tested(isReference, row.sessionCostP()),
              tested(isReference, row.turnCostP()),
              row.costOfPass(),
              (double) row.turns(),
              (double) row.sessions()),
          costWord(name));
      quality.row(
          name,
          List.of(
              row.meanQuality(),
              change.estimate(),
              change.low(),
              change.high(),
              tested(isReference, row.nonInferiority().p()),
              tested(isReference, row.permutationP()),
              adjusted.getOrDefault(name, Double.NaN),
              tested(isReference, row.sessionQualityP()),
              tested(isReference, row.turnQualityP())),
          word(name));
    });
    keepTurns();
  }

  /** A p-value; none where a policy is compared with itself. */
  private static double tested(boolean isReference, double p) {
    return isReference ? Double.NaN : p;
  }

  private String word(String name) {
    if (name.equals(baseline)) {
      return "reference";
    }
    return !adjusted.containsKey(name) ? "not tested" : isNonInferior(name) ? "shown" : "not shown";
  }

  private String costWord(String name) {
    return !word(name).equals("shown") ? "not tested" : isSaving(name) ? "shown" : "not shown";
  }

  /** Session, cost and quality of every turn of every row. */
  private void keepTurns() {
    ObjectNode kept = findings.details().putObject(id);
    StudyConfig.Tests tests = result.config().evaluation().tests();
    kept.put("baseline", baseline).put("margin", tests.margin()).put("alpha", tests.alpha());
    ObjectNode policies = kept.putObject("turns");
    for (PolicyRow row : shown()) {
      policies.set(
          row.name(),
          ProtocolRow.Turns.of(row.play(), result.board().baseline()).tree());
    }
  }

  /** Adds the certificate of the repaired policy and returns it. */
  List<Certificate> certify(String title) {
    SessionClaims claims = claims(result.config(), isSimulated, SessionSums.of(result));
    findings.details().withObject(id).put("costCap", claims.cap());
    List<Certificate> certificates = claims.certificates();
    var table = findings.table(
        id + "-certificate",
        title
            + ": what is certified of the repaired policy, by bounds that hold at every number of sessions",
        "claim",
        "threshold",
        "lower",
        "upper",
        "verdict",
        "rests on");
    for (Certificate certificate : certificates) {
      Certificate.Conclusion conclusion = certificate.conclusion();
      table.row(
          certificate.claim().id(),
          List.of(conclusion.threshold(), conclusion.lower(), conclusion.upper()),
          certificate.verdict().name(),
          String.join(
              ", ",
              certificate.assumptions().stream()
                  .map(one -> one.id() + " " + mark(one))
                  .toList()));
    }
    return certificates;
  }

  private static String mark(Certificate.Assumption assumption) {
    return assumption
        .status()
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=.)([A-Z])", " $1")
        .toLowerCase(Locale.ROOT);
  }

  /** Adds what the checks found. */
  void addChecks(String title) {
    var table = findings.table(
        id + "-checks",
        title + ": the guarantees checked on this run",
        "check",
        "result",
        "detail");
    for (CheckResult check : result.checks()) {
      table.words(
          check.check(),
          check instanceof CheckResult.Holds
              ? "holds"
              : check instanceof CheckResult.Violated ? "violated" : "inconclusive",
          check.detail());
    }
  }

  /** The session claims of a policy whose sessions are known. */
  static SessionClaims claims(
      StudyConfig config, boolean isSimulated, List<EvaluationCsv.Row> rows) {
    return new SessionClaims(
        new SessionClaims.Declared(
            isSimulated,
            config.costUnit(),
            OptionalDouble.empty(),
            0,
            config.evaluation().tests().margin(),
            StudyResult.delta(config),
            PairedClaims.Options.DEFAULT),
        new Certificate.Scope(
            "sessions like those of the evaluation part",
            "the repaired policy against " + config.baseline(),
            isSimulated ? "none, simulated" : "that of the recorded outcomes",
            config.experiment()),
        rows);
  }
}
