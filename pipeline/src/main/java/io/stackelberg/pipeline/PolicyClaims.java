package io.stackelberg.pipeline;

import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.DeltaLedger;
import io.stackelberg.pipeline.io.DeployedPolicy;
import io.stackelberg.response.ope.NonNegativeBetting;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Certificate.Assumption;
import io.stackelberg.theory.Certificate.Claim;
import io.stackelberg.theory.Certificate.Conclusion;
import io.stackelberg.theory.Certificate.Constant;
import io.stackelberg.theory.Certificate.Scope;
import io.stackelberg.theory.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Certifies a policy against the one that wrote the log, from the log alone.
 *
 * <p>With weight w, target over logging probability of what was done, and reward r in [0, 1], a session's mean
 * of w r + 1 − r is nonnegative and has mean at most 1 + V(policy) − V(log), whether or not the log covers the
 * policy; betting on nonnegative values bounds it from below at the number of sessions at hand without any bound
 * on the weights. For the other end, the mean of w (1 − r) + r is at most 1 − V(policy) + V(log). For a saving, r is
 * the part of the cap that a turn left unspent.
 *
 * @param log decisions at contexts of the policy's schema
 * @param declared what was declared
 * @param scope where the claims are said to hold
 */
record PolicyClaims(TurnLog log, DeployedPolicy policy, Declared declared, Scope scope) {
  private static final AssumptionStatus ASSUMED = new AssumptionStatus.Assumed();
  private static final AssumptionStatus PROVED = new AssumptionStatus.Proved();
  private static final AssumptionStatus UNKNOWN = new AssumptionStatus.Unknown();

  /** Savings that are looked at: a bound is the last of them that is excluded, in order. */
  private static final int STEPS = 400;

  /**
   * What is declared before the log is seen.
   *
   * @param margin loss of quality that counts as none
   * @param minSaving saving claimed to be exceeded
   * @param costCap largest cost of a turn; empty where none is known
   * @param delta error probability of both claims together
   * @param isHeldOut whether the sessions are known to have had no part in the policy
   * @param isFitted whether the log is the one the policy was made from
   * @param estimatedPropensities turns whose probability is itself an estimate
   * @param sources where qualities come from
   */
  record Declared(
      double margin,
      double minSaving,
      OptionalDouble costCap,
      double delta,
      boolean isHeldOut,
      boolean isFitted,
      int estimatedPropensities,
      String sources) {}

  /** Terms of one session. */
  private record Session(double weighted, double plain, double weight) {}

  /** Saving and quality, in this order. */
  List<Certificate> certificates() {
    return List.of(saving(declared.delta() / 2), quality(declared.delta() / 2));
  }

  private Certificate quality(double delta) {
    Claim claim = new Claim(
        "quality-non-inferiority",
        "The policy's quality is not below that of the logging policy by " + declared.margin()
            + " or more.");
    Conclusion open = Conclusion.unknown(
        "change of quality, policy - logging policy, at the log's contexts, sessions weighing equally",
        "quality per turn",
        -declared.margin());
    List<Assumption> assumptions = shared();
    assumptions.add(new Assumption(
        "A4", "Quality lies in [0, 1].", PROVED, "Values outside are refused on reading."));
    List<String> needs = new ArrayList<>();
    missing("quality", turn -> turn.outcome().quality(), needs);
    List<Session> sessions =
        needs.isEmpty() ? sessions(turn -> turn.outcome().quality().orElseThrow()) : List.of();
    if (sessions.isEmpty()) {
      return certificate(claim, open, assumptions, List.of(), delta, needs);
    }
    double lower = -1
        + NonNegativeBetting.lowerBound(
            terms(sessions, session -> session.weighted() + 1 - session.plain()), delta / 2);
    double upper = 1
        - NonNegativeBetting.lowerBound(
            terms(sessions, session -> session.weight() - session.weighted() + session.plain()),
            delta / 2);
    double estimate = mean(sessions, session -> session.weighted() - session.plain());
    return certificate(
        claim,
        new Conclusion(
            open.quantity(),
            open.units(),
            open.threshold(),
            Math.min(lower, upper),
            Math.max(lower, upper)),
        assumptions,
        List.of(constant(estimate, lower, upper, delta, sessions.size())),
        delta,
        needs);
  }

  private Certificate saving(double delta) {
    Claim claim = new Claim(
        "saving",
        "The policy costs less than the logging policy by a fraction above " + declared.minSaving()
            + ".");
    Conclusion open = Conclusion.unknown(
        "saving, 1 - E[cost]/E[logged cost], at the log's contexts, sessions weighing equally",
        "fraction",
        declared.minSaving());
    List<Assumption> assumptions = shared();
    List<String> needs = new ArrayList<>();
    CostUnit unit = policy.saved().unit();
    missing("cost in " + unit.id(), turn -> unit.of(turn.outcome()), needs);
    Optional<Turn> above = declared.costCap().isEmpty()
        ? Optional.empty()
        : log.turns().stream()
            .filter(
                turn -> unit.of(turn.outcome()).orElse(0) > declared.costCap().getAsDouble())
            .findFirst();
    assumptions.add(
        new Assumption(
            "A4",
            "A turn costs at most the declared cap"
                + (declared.costCap().isPresent() ? ", " + declared.costCap().getAsDouble() : "")
                + ".",
            declared.costCap().isEmpty()
                ? UNKNOWN
                : above
                    .<AssumptionStatus>map(turn ->
                        new AssumptionStatus.Violated("turn " + turn.context().id()))
                    .orElse(ASSUMED),
            declared.costCap().isEmpty()
                ? "No cap is declared, and none is in the policy file."
                : "Declared, or a quarter above the largest cost among the turns the policy was made from."));
    if (declared.costCap().isEmpty()) {
      needs.add("a cap on the cost of a turn, --cost-cap");
    } else if (above.isPresent()) {
      needs.add("a larger cap on the cost of a turn, declared before new sessions are seen");
    }
    if (!needs.isEmpty()) {
      return certificate(claim, open, assumptions, List.of(), delta, needs);
    }
    double cap = declared.costCap().getAsDouble();
    List<Session> sessions = sessions(turn -> 1 - unit.of(turn.outcome()).orElseThrow() / cap);
    if (sessions.isEmpty()) {
      return certificate(claim, open, assumptions, List.of(), delta, needs);
    }
    double lower = savingAbove(sessions, delta / 2);
    double upper = savingBelow(sessions, delta / 2);
    double spent = mean(sessions, session -> session.weight() - session.weighted());
    double before = mean(sessions, session -> 1 - session.plain());
    double estimate = 1 - spent / before;
    return certificate(
        claim,
        new Conclusion(
            open.quantity(),
            open.units(),
            open.threshold(),
            Math.min(lower, upper),
            Math.max(lower, upper)),
        assumptions,
        List.of(constant(estimate, lower, upper, delta, sessions.size())),
        delta,
        needs);
  }

  /**
   * The last saving s of a fixed grid from −1 up such that every one up to it is excluded: a saving of at most s
   * makes the mean of w g + (1 − s)(1 − g) at most 1, g = 1 − cost/cap.
   */
  private static double savingAbove(List<Session> sessions, double alpha) {
    double lower = Double.NEGATIVE_INFINITY;
    for (int step = 0; step <= STEPS; step++) {
      double saving = -1 + 2.0 * step / STEPS;
      double bound = NonNegativeBetting.lowerBound(
          terms(sessions, session -> session.weighted() + (1 - saving) * (1 - session.plain())),
          alpha);
      if (!(bound > 1)) {
        break;
      }
      lower = saving;
    }
    return lower;
  }

  /** From 1 down: a saving of at least s makes the mean of w (1 − g) − (1 − s)(1 − g) + (1 − s) at most 1 − s. */
  private static double savingBelow(List<Session> sessions, double alpha) {
    double upper = 1;
    for (int step = STEPS; step >= 0; step--) {
      double saving = -1 + 2.0 * step / STEPS;
      double bound = NonNegativeBetting.lowerBound(
          terms(
              sessions,
              session -> session.weight() - session.weighted() + (1 - saving) * session.plain()),
          alpha);
      if (!(bound > 1 - saving)) {
        break;
      }
      upper = saving;
    }
    return upper;
  }

  private interface Term {
    double of(Session session);
  }

  private interface Measure {
    OptionalDouble of(Turn turn);
  }

  private interface Known {
    double of(Turn turn);
  }

  private static double[] terms(List<Session> sessions, Term term) {
    // Sums that cancel to nothing may round below it.
    return sessions.stream()
        .mapToDouble(session -> Math.max(0, term.of(session)))
        .toArray();
  }

  private static double mean(List<Session> sessions, Term term) {
    double sum = 0;
    for (Session session : sessions) {
      sum += term.of(session);
    }
    return sum / sessions.size();
  }

  /** Means over each session's turns; none where a propensity is missing. */
  private List<Session> sessions(Known reward) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Turn turn : log.turns()) {
      if (turn.commitmentPropensity().isEmpty()) {
        return List.of();
      }
      double weight = policy.commit(turn.context()).probability(turn.commitment())
          / turn.commitmentPropensity().getAsDouble();
      double[] sum = sums.computeIfAbsent(turn.context().session(), key -> new double[4]);
      double value = reward.of(turn);
      sum[0] += weight * value;
      sum[1] += value;
      sum[2] += weight;
      sum[3]++;
    }
    return sums.values().stream()
        .map(sum -> new Session(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]))
        .toList();
  }

  private void missing(String name, Measure measure, List<String> needs) {
    long without = log.turns().stream()
        .filter(turn -> turn.commitmentPropensity().isEmpty())
        .count();
    if (without > 0) {
      needs.add("gov.propensity in " + without + " more of " + log.turns().size() + " turns: "
          + DataNeeds.exploration(policy.saved().actions().size(), declared.margin()));
    }
    long unmeasured =
        log.turns().stream().filter(turn -> measure.of(turn).isEmpty()).count();
    if (unmeasured > 0) {
      needs.add(name + " in " + unmeasured + " more of " + log.turns().size()
          + " turns; leaving them out would bias the bound");
    }
  }

  private Constant constant(double estimate, double lower, double upper, double delta, int n) {
    return new Constant(
        "estimate",
        estimate,
        Math.min(estimate, Math.min(lower, upper)),
        Math.max(estimate, Math.max(lower, upper)),
        new AssumptionStatus.Estimated(delta),
        "betting on nonnegative weighted sums of sessions, each end at half of its delta",
        n);
  }

  private Certificate certificate(
      Claim claim,
      Conclusion conclusion,
      List<Assumption> assumptions,
      List<Constant> constants,
      double delta,
      List<String> needs) {
    DeltaLedger ledger = DeltaLedger.of(declared.delta());
    if (!constants.isEmpty()) {
      ledger = ledger.spend(claim.id(), delta);
      if (conclusion.finding() == Verdict.Finding.OPEN) {
        needs.add(sessionsNeeded(conclusion, constants.get(0)));
      }
    }
    if (declared.isFitted() && !declared.isHeldOut()) {
      needs.add("sessions that the policy was not made from: another log, or governor optimize LOG"
          + " with --holdout");
    }
    return new Certificate(claim, conclusion, scope, assumptions, constants, ledger, needs);
  }

  /** Widths shrink with the root of the number of sessions. */
  private static String sessionsNeeded(Conclusion conclusion, Constant estimate) {
    double distance = estimate.value() - conclusion.threshold();
    double width = estimate.value() - conclusion.lower();
    if (!(distance > 0)) {
      return "another policy: the estimate " + estimate.value()
          + " itself does not exceed the threshold " + conclusion.threshold();
    }
    return width < Double.POSITIVE_INFINITY
        ? "about " + (long) Math.ceil(estimate.n() * Math.pow(width / distance, 2))
            + " sessions instead of " + estimate.n()
            + ", if the width shrinks with the root of their number"
        : "more sessions than " + estimate.n() + "; too little is known to say how many";
  }

  private List<Assumption> shared() {
    List<Assumption> shared = new ArrayList<>();
    shared.add(new Assumption(
        "A1",
        "Sessions are independent.",
        ASSUMED,
        "The unit is the session as logged; nothing in the data can show independence."));
    shared.add(new Assumption(
        "A2",
        "Interface and mix of tasks stay as they were.",
        ASSUMED,
        "The log is of the past; a later model or mix may differ."));
    long without = log.turns().stream()
        .filter(turn -> turn.commitmentPropensity().isEmpty())
        .count();
    shared.add(new Assumption(
        "A3",
        "The logged propensities are the probabilities with which decisions were drawn.",
        without > 0 ? UNKNOWN : ASSUMED,
        without > 0
            ? without + " of " + log.turns().size() + " turns carry none."
            : declared.estimatedPropensities() > 0
                ? declared.estimatedPropensities()
                    + " of them are estimates: conditional on the propensity model."
                : "As logged. Where the log never plays what the policy plays, the bounds still hold and"
                    + " are wider."));
    shared.add(
        new Assumption(
            "A5",
            "The policy was fixed before the certifying sessions were seen.",
            declared.isHeldOut()
                ? PROVED
                : declared.isFitted()
                    ? new AssumptionStatus.Violated(
                        "session " + log.turns().get(0).context().session())
                    : ASSUMED,
            declared.isHeldOut()
                ? "By the hash of their ids they are outside the part that the policy was made from."
                : declared.isFitted()
                    ? "The policy was made from this log, these sessions among them."
                    : "The file's hash differs from that of the policy's log; sessions were not compared."));
    shared.add(new Assumption(
        "B1",
        "Options were declared, and the policy chosen, without looking at these results.",
        ASSUMED,
        "A file cannot tell how often it was evaluated."));
    shared.add(new Assumption(
        "B2",
        "A session's number of turns depends neither on draws nor on outcomes; the policy's effect on"
            + " later contexts of a session is not counted.",
        ASSUMED,
        "Nothing in the log shows it."));
    shared.add(new Assumption(
        "A7",
        "The quality score is quality.",
        ASSUMED,
        "Taken as logged (" + declared.sources() + "); no other judge was asked."));
    return shared;
  }
}
