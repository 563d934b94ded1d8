package io.stackelberg.pipeline;

import io.stackelberg.game.stats.DeltaLedger;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.EvaluationCsv.Row;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Certificate.Assumption;
import io.stackelberg.theory.Certificate.Claim;
import io.stackelberg.theory.Certificate.Conclusion;
import io.stackelberg.theory.Certificate.Constant;
import io.stackelberg.theory.Certificate.Scope;
import io.stackelberg.theory.PairedClaims;
import io.stackelberg.theory.PairedClaims.Bounds;
import io.stackelberg.theory.PairedClaims.Pair;
import io.stackelberg.theory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Certifies what the sessions of a run say of its repaired policy. */
final class SessionClaims {
  /** The one policy that is certified: naming another after the fact would be a choice on its own data. */
  static final String POLICY = "repaired";

  /** Cap on a turn's cost where none is declared, in means of the baseline on the calibration part. */
  static final double CAP_FACTOR = 5;

  private static final AssumptionStatus PROVED = SessionAssumptions.PROVED;
  private static final AssumptionStatus ASSUMED = SessionAssumptions.ASSUMED;

  /**
   * What was declared.
   *
   * @param isSimulated whether the outcomes were drawn by the simulator
   * @param costUnit tokens or usd
   * @param costCap largest cost of a turn, in that unit
   * @param minSaving saving claimed to be exceeded
   * @param margin largest loss of quality that counts as none
   * @param delta error probability of both claims together
   * @param options of the bounds
   */
  record Declared(
      boolean isSimulated,
      String costUnit,
      OptionalDouble costCap,
      double minSaving,
      double margin,
      double delta,
      PairedClaims.Options options) {}

  private final Declared declared;
  private final Scope scope;
  private final List<Row> own;
  private final List<Pair> pairs;
  private final double cap;
  private final List<Assumption> shared = new ArrayList<>();
  private final Optional<String> overlap;
  private final int evaluationTurns;

  SessionClaims(Declared declared, Scope scope, List<Row> rows) {
    this.declared = declared;
    this.scope = scope;
    own = rows.stream()
        .filter(row -> row.part().equals("evaluate") && row.policy().equals(POLICY))
        .toList();
    if (own.isEmpty()) {
      throw InputException.invalid("sessions of policy \"" + POLICY
          + "\" are 0, expected at least one (" + EvaluationCsv.NAME + ").");
    }
    pairs = own.stream().map(SessionClaims::pair).toList();
    cap = declared.costCap().orElseGet(() -> CAP_FACTOR * calibrationCost(rows));
    overlap = SessionAssumptions.overlap(rows);
    shared.addAll(SessionAssumptions.shared(declared.isSimulated(), overlap));
    evaluationTurns = rows.stream()
        .filter(row -> row.part().equals("evaluate") && row.policy().equals(EvaluationCsv.BASELINE))
        .mapToInt(Row::turns)
        .sum();
    shared.add(observed());
  }

  private static Pair pair(Row row) {
    double turns = row.turns();
    return new Pair(
        row.cost() / turns,
        unitMean(row.quality() / turns),
        row.baselineCost() / turns,
        unitMean(row.baselineQuality() / turns));
  }

  /** A mean of qualities, which rounding alone may have put above 1. */
  private static double unitMean(double mean) {
    return mean > 1 && mean < 1 + 1e-9 ? 1 : mean;
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
    if (!(cost > 0)) {
      throw InputException.invalid("cost of the baseline on the calibration part is " + cost
          + ", expected a number > 0 for a cap (" + EvaluationCsv.NAME
          + ").\nMaybe declare --cost-cap.");
    }
    return cost / turns;
  }

  private Assumption observed() {
    int turns = own.stream().mapToInt(Row::turns).sum();
    int all = evaluationTurns;
    return new Assumption(
        "A3",
        "The policy's outcomes were observed; no logged propensities are needed.",
        turns == all ? PROVED : ASSUMED,
        turns == all
            ? "All " + all + " evaluation turns have the outcomes of the policy's own actions."
            : (all - turns) + " of " + all
                + " evaluation turns lack such an outcome; they are assumed to be like the rest.");
  }

  /** Cap on a turn's cost, declared or from the calibration part. */
  double cap() {
    return cap;
  }

  /** Turns of the baseline on the evaluation part. */
  int evaluationTurns() {
    return evaluationTurns;
  }

  /** The certificates, in a fixed order, each with its share of the declared error probability. */
  List<Certificate> certificates() {
    DeltaLedger both = DeltaLedger.of(declared.delta()).spendEqually(List.of("saving", "quality"));
    return List.of(
        saving(both.entries().get(0).delta()), quality(both.entries().get(1).delta()));
  }

  private Certificate saving(double delta) {
    Claim claim = new Claim(
        "saving",
        "The repaired policy costs less than the baseline by a fraction above "
            + declared.minSaving() + ".");
    String quantity = "saving, 1 - E[cost]/E[baseline's cost], sessions weighing equally";
    Optional<Row> above = own.stream()
        .filter(row -> Math.max(row.cost(), row.baselineCost()) > cap * row.turns())
        .findFirst();
    List<Assumption> assumptions = new ArrayList<>(shared);
    assumptions.add(new Assumption(
        "A4",
        "A session's mean cost per turn is at most " + cap + " " + declared.costUnit() + ".",
        above
            .<AssumptionStatus>map(row -> new AssumptionStatus.Violated("session " + row.session()))
            .orElse(ASSUMED),
        declared.costCap().isPresent()
            ? "Declared."
            : CAP_FACTOR + " times the baseline's mean on the calibration part."));
    if (above.isPresent()) {
      return refused(
          claim,
          Conclusion.unknown(quantity, "fraction", declared.minSaving()),
          assumptions,
          "a larger cap on the cost of a turn, declared before new sessions are seen");
    }
    Bounds bounds =
        PairedClaims.saving(pairs, cap, declared.minSaving(), delta, declared.options());
    return certificate(
        claim,
        new Conclusion(quantity, "fraction", declared.minSaving(), bounds.lower(), bounds.upper()),
        assumptions,
        bounds,
        delta);
  }

  private Certificate quality(double delta) {
    Claim claim = new Claim(
        "quality-non-inferiority",
        "The repaired policy's quality is not below the baseline's by " + declared.margin()
            + " or more.");
    List<Assumption> assumptions = new ArrayList<>(shared);
    assumptions.add(new Assumption(
        "A4", "Quality lies in [0, 1].", PROVED, "Values outside are refused on reading."));
    Bounds bounds = PairedClaims.qualityChange(pairs, declared.margin(), delta, declared.options());
    return certificate(
        claim,
        new Conclusion(
            "change of quality, policy - baseline, sessions weighing equally",
            "quality per turn",
            -declared.margin(),
            bounds.lower(),
            bounds.upper()),
        assumptions,
        bounds,
        delta);
  }

  private Certificate certificate(
      Claim claim,
      Conclusion conclusion,
      List<Assumption> assumptions,
      Bounds bounds,
      double delta) {
    if (overlap.isPresent()) {
      return refused(
          claim,
          conclusion.withoutBounds(),
          assumptions,
          "evaluation sessions that did not choose the policy, or a bound over all candidates (rule R3)");
    }
    List<String> needs = new ArrayList<>();
    if (conclusion.finding() == Verdict.Finding.OPEN) {
      needs.add(
          bounds.sessionsNeeded().isPresent()
              ? "about " + bounds.sessionsNeeded().getAsLong() + " paired sessions instead of "
                  + bounds.sessions() + ", an estimate from the spread and mean observed"
              : bounds.estimate() > conclusion.threshold()
                  ? "more paired sessions than " + bounds.sessions()
                      + "; too little is known to say how many"
                  : "another policy: the estimate " + bounds.estimate()
                      + " itself does not exceed the threshold");
    }
    Constant estimate = new Constant(
        "estimate",
        bounds.estimate(),
        Math.min(bounds.estimate(), conclusion.lower()),
        Math.max(bounds.estimate(), conclusion.upper()),
        new AssumptionStatus.Estimated(delta),
        "hedged betting, truncation " + declared.options().truncation(),
        bounds.sessions());
    Constant asymptotic = new Constant(
        "asymptotic one-sided lower limit, beside and never in place of the bound",
        bounds.estimate(),
        bounds.asymptoticLower(),
        Double.POSITIVE_INFINITY,
        new AssumptionStatus.EstimatedAsymptotic(),
        "Student's t over sessions",
        bounds.sessions());
    return new Certificate(
        claim,
        conclusion,
        scope,
        assumptions,
        List.of(estimate, asymptotic),
        DeltaLedger.of(declared.delta()).spend(claim.id(), delta),
        needs);
  }

  private Certificate refused(
      Claim claim, Conclusion conclusion, List<Assumption> assumptions, String need) {
    return new Certificate(
        claim,
        conclusion,
        scope,
        assumptions,
        List.of(),
        DeltaLedger.of(declared.delta()),
        List.of(need));
  }
}
