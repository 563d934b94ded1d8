package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.stats.DeltaLedger;
import io.stackelberg.pipeline.io.CandidatesCsv;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.CandidateValues;
import io.stackelberg.theory.CandidateValues.Seen;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Certificate.Assumption;
import io.stackelberg.theory.Certificate.Claim;
import io.stackelberg.theory.Certificate.Conclusion;
import io.stackelberg.theory.Certificate.Constant;
import io.stackelberg.theory.Certificate.Scope;
import io.stackelberg.theory.Certificate.Sense;
import io.stackelberg.theory.CertificateCheck;
import io.stackelberg.theory.CertificateCheck.Bounds;
import io.stackelberg.theory.CertificateCheck.Candidate;
import io.stackelberg.theory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Certifies how far the surrogate misses, and how far the repaired policy may be from the best candidate.
 *
 * <p>Candidates are the constants of the menu and the policies of the run, all fixed before the evaluation part. Their
 * value is quality − price × cost per turn, sessions weighing equally, the price fixed on the fitting part. All three
 * statements hold on one event: every candidate's interval covers, each at δ/K (rule R3).
 */
final class CandidateClaims {
  /**
   * What was declared.
   *
   * @param isSimulated whether the outcomes were drawn by the simulator
   * @param cap largest cost of a turn
   * @param tolerance regret and value gap that count as none, in units of quality
   * @param lipschitz L_V of the real value in the commitment, assumed; empty where none is claimed
   * @param delta error probability of all intervals together
   * @param truncation of the bets
   */
  record Declared(
      boolean isSimulated,
      double cap,
      double tolerance,
      OptionalDouble lipschitz,
      double delta,
      double truncation) {}

  private static final AssumptionStatus PROVED = SessionAssumptions.PROVED;
  private static final AssumptionStatus ASSUMED = SessionAssumptions.ASSUMED;
  private static final String UNITS = "quality per turn";

  private final Declared declared;
  private final Scope scope;
  private final double price;
  private final OptionalDouble projection;
  private final List<Seen> seen = new ArrayList<>();
  private final List<Assumption> assumptions = new ArrayList<>();
  private final Optional<String> refusal;
  private final int sessions;
  private int chosen = -1;
  private int learned = -1;

  /**
   * The candidates of a run.
   *
   * @param evidence the run's {@code evidence.json}
   * @param rows its {@code candidates.csv}
   * @param overlap a session that both chose and scores policies
   * @param turns evaluation turns of the baseline
   */
  CandidateClaims(
      Declared declared,
      Scope scope,
      JsonNode evidence,
      Map<String, List<CandidatesCsv.Row>> rows,
      Optional<String> overlap,
      int turns) {
    this.declared = declared;
    this.scope = scope;
    this.price = evidence.path("price").asDouble();
    JsonNode moved = evidence.path("projection");
    projection = moved.isNumber() ? OptionalDouble.of(moved.asDouble()) : OptionalDouble.empty();
    Optional<String> aboveCap = Optional.empty();
    int incomplete = 0;
    for (JsonNode candidate : evidence.path("candidates")) {
      String name = candidate.path("name").asText();
      List<Double> values = new ArrayList<>();
      int own = 0;
      for (CandidatesCsv.Row row : rows.getOrDefault(name, List.of())) {
        own += row.turns();
        double cost = row.cost() / row.turns();
        if (!(cost >= 0 && cost <= declared.cap()) && aboveCap.isEmpty()) {
          aboveCap = Optional.of("session " + row.session() + " of candidate " + name);
        }
        values.add(Math.min(1, row.quality() / row.turns()) - price * cost);
      }
      incomplete += own > 0 && own < turns ? 1 : 0;
      chosen = name.equals(SessionClaims.POLICY) ? seen.size() : chosen;
      learned = name.equals("learned") ? seen.size() : learned;
      seen.add(new Seen(
          name,
          candidate.path("surrogateQuality").asDouble()
              - price * candidate.path("surrogateCost").asDouble(),
          values));
    }
    if (chosen < 0 || seen.get(chosen).values().isEmpty()) {
      throw InputException.invalid("candidate \"" + SessionClaims.POLICY
          + "\" is missing, expected it with its sessions (" + CandidatesCsv.NAME + ").");
    }
    sessions = seen.get(chosen).values().size();
    assumptions.addAll(SessionAssumptions.shared(declared.isSimulated(), overlap));
    assumptions.add(
        new Assumption(
            "A3",
            "The candidates' outcomes were observed; no logged propensities are needed.",
            incomplete == 0 ? PROVED : ASSUMED,
            incomplete == 0
                ? "Every candidate has the outcomes of all evaluation turns, or of none and then the whole range as"
                    + " interval."
                : incomplete + " of " + seen.size()
                    + " candidates lack some evaluation turns; these are assumed to be like the rest."));
    assumptions.add(new Assumption(
        "A4",
        "A session's mean cost per turn is at most " + declared.cap() + ", quality lies in [0, 1].",
        aboveCap
            .<AssumptionStatus>map(witness -> new AssumptionStatus.Violated(witness))
            .orElse(ASSUMED),
        "The cap of the saving's claim; qualities outside are refused on reading."));
    refusal = overlap.isPresent()
        ? Optional.of("evaluation sessions that did not choose the policies (rule R3)")
        : aboveCap.map(
            witness -> "a larger cap on the cost of a turn, declared before new sessions are seen");
  }

  /** The certificates, in a fixed order; all hold on one event. */
  List<Certificate> certificates() {
    Conclusion exact = open("largest error of the surrogate's value over the candidates", 0);
    Conclusion near = open(exact.quantity(), declared.tolerance());
    Conclusion regret =
        open("regret of the repaired policy among the candidates", near.threshold());
    Claim isExact =
        new Claim("surrogate-exact", "The surrogate's value of every candidate is the real one.");
    Claim isNear = new Claim(
        "value-gap",
        "The surrogate's value of every candidate is within " + declared.tolerance()
            + " of the real one.");
    Claim isBest = new Claim(
        "regret",
        "No candidate's value exceeds the repaired policy's by more than " + declared.tolerance()
            + ".");
    if (refusal.isPresent()) {
      return List.of(refused(isExact, exact), refused(isNear, near), refused(isBest, regret));
    }
    List<Candidate> intervals = CandidateValues.intervals(
        seen, -price * declared.cap(), 1, declared.delta(), declared.truncation());
    Bounds bounds = CertificateCheck.bounds(intervals, chosen, CertificateCheck.Cover.NONE);
    List<Constant> constants = constants(intervals);
    double error = 0;
    double rival = 0;
    for (Seen candidate : seen) {
      if (!candidate.values().isEmpty()) {
        error = Math.max(error, Math.abs(candidate.mean() - candidate.surrogate()));
        rival = Math.max(rival, candidate.mean() - seen.get(chosen).mean());
      }
    }
    OptionalDouble chain = chain(bounds);
    double upper = Math.min(bounds.regretUpper(), chain.orElse(Double.POSITIVE_INFINITY));
    List<Constant> bests = new ArrayList<>(constants);
    bests.add(bound("regret by transfer, form T4(c')", bounds.transfer()));
    chain.ifPresent(value -> bests.add(bound("regret by transfer, form T4(c)", value)));
    bests.add(bound("regret by the intervals alone", bounds.direct()));
    bests.add(new Constant(
        "surrogate gap, max V_S - V_S of the repaired policy",
        bounds.surrogateGap(),
        bounds.surrogateGap(),
        bounds.surrogateGap(),
        PROVED,
        "enumeration of the candidates",
        0));
    boolean isChained =
        chain.isPresent() && chain.getAsDouble() == upper && upper < bounds.regretUpper();
    return List.of(
        certificate(
            isExact, exact, bounds.errorLower(), bounds.errorUpper(), error, constants, false),
        certificate(
            isNear, near, bounds.errorLower(), bounds.errorUpper(), error, constants, false),
        certificate(
            isBest, regret, Math.min(bounds.regretLower(), upper), upper, rival, bests, isChained));
  }

  /** ε_opt + 2 ε_value + L_V d_proj among the candidates, where a Lipschitz constant was declared. */
  private OptionalDouble chain(Bounds bounds) {
    if (declared.lipschitz().isEmpty() || projection.isEmpty() || learned < 0) {
      return OptionalDouble.empty();
    }
    double top = seen.stream().mapToDouble(Seen::surrogate).max().orElseThrow();
    return OptionalDouble.of(top
        - seen.get(learned).surrogate()
        + 2 * bounds.errorUpper()
        + declared.lipschitz().getAsDouble() * projection.getAsDouble());
  }

  private static Conclusion open(String quantity, double threshold) {
    return new Conclusion(
        quantity,
        UNITS,
        threshold,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Sense.AT_MOST);
  }

  private Constant bound(String name, double value) {
    return new Constant(
        name,
        value,
        value,
        value,
        new AssumptionStatus.Estimated(declared.delta()),
        "from simultaneous intervals",
        sessions);
  }

  private List<Constant> constants(List<Candidate> intervals) {
    List<Constant> constants = new ArrayList<>();
    constants.add(new Constant(
        "price of a unit of cost, in quality", price, price, price, PROVED, "fitting part", 0));
    double each = declared.delta() / seen.size();
    for (int index = 0; index < seen.size(); index++) {
      Seen candidate = seen.get(index);
      double surrogate = candidate.surrogate();
      constants.add(new Constant(
          "V_S of " + candidate.name(),
          surrogate,
          surrogate,
          surrogate,
          PROVED,
          "fitting part",
          0));
      double lower = intervals.get(index).lower();
      double upper = intervals.get(index).upper();
      double mean = candidate.values().isEmpty() ? (lower + upper) / 2 : candidate.mean();
      constants.add(new Constant(
          "V_R of " + candidate.name(),
          mean,
          Math.min(mean, lower),
          Math.max(mean, upper),
          new AssumptionStatus.Estimated(each),
          candidate.values().isEmpty()
              ? "the whole range, nothing was observed"
              : "hedged betting, truncation " + declared.truncation(),
          candidate.values().size()));
    }
    return constants;
  }

  private Certificate certificate(
      Claim claim,
      Conclusion open,
      double lower,
      double upper,
      double estimate,
      List<Constant> constants,
      boolean isChained) {
    Conclusion conclusion =
        new Conclusion(open.quantity(), open.units(), open.threshold(), lower, upper, open.sense());
    List<Assumption> all = new ArrayList<>(assumptions);
    if (isChained) {
      all.add(new Assumption(
          "A6",
          "The real value is Lipschitz in the commitment with constant "
              + declared.lipschitz().getAsDouble() + ".",
          ASSUMED,
          "Declared; form T4(c) gave the least bound."));
    }
    return new Certificate(
        claim,
        conclusion,
        scope,
        all,
        constants,
        DeltaLedger.of(declared.delta()).spend("intervals of all candidates", declared.delta()),
        conclusion.finding() == Verdict.Finding.OPEN
            ? List.of(need(conclusion, estimate))
            : List.of());
  }

  private String need(Conclusion conclusion, double estimate) {
    double distance = conclusion.threshold() - estimate;
    if (!(distance > 0)) {
      return "nothing that sessions can give: the estimate " + estimate
          + " itself is not below the threshold";
    }
    double ratio = (conclusion.upper() - estimate) / distance;
    return "about " + Math.max(sessions + 1L, (long) Math.ceil(sessions * ratio * ratio))
        + " sessions of every candidate instead of " + sessions + ", or fewer candidates than "
        + seen.size() + "; an estimate from the means observed";
  }

  private Certificate refused(Claim claim, Conclusion conclusion) {
    return new Certificate(
        claim,
        conclusion,
        scope,
        assumptions,
        List.of(),
        DeltaLedger.of(declared.delta()),
        List.of(refusal.orElseThrow()));
  }
}
