package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.stats.DeltaLedger;
import io.stackelberg.pipeline.io.PolicyCsv;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Certificate.Assumption;
import io.stackelberg.theory.Certificate.Claim;
import io.stackelberg.theory.Certificate.Conclusion;
import io.stackelberg.theory.Certificate.Constant;
import io.stackelberg.theory.Certificate.Scope;
import io.stackelberg.theory.Certificate.Sense;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Certifies what is enumerated, not estimated: existence, follower stability, membership of the safe set. */
final class ExactClaims {
  private static final String UNITS = "quality per turn";
  private static final AssumptionStatus PROVED = SessionAssumptions.PROVED;

  private final JsonNode evidence;
  private final List<PolicyCsv.Row> policy;
  private final double delta;

  /**
   * The claims of a run's {@code evidence.json} and {@code policy.csv}.
   *
   * @param delta error probability declared, of which nothing is spent
   */
  ExactClaims(JsonNode evidence, List<PolicyCsv.Row> policy, double delta) {
    this.evidence = evidence;
    this.delta = delta;
    this.policy = List.copyOf(policy);
  }

  /** The certificates, in a fixed order; stability only where commitments have distances. */
  List<Certificate> certificates() {
    List<Certificate> certificates = new ArrayList<>(List.of(existence(), membership()));
    stability().ifPresent(certificate -> certificates.add(1, certificate));
    return certificates;
  }

  private static Scope scope(String contexts, String policies) {
    return new Scope(contexts, policies, "none, enumerated", "the surrogate, not the real system");
  }

  private static Constant exact(String name, double value, String method, int n) {
    return new Constant(name, value, value, value, PROVED, method, n);
  }

  /** The optimum over a finite menu, recomputed at the maximiser. */
  private Certificate existence() {
    JsonNode found = evidence.path("existence");
    int contexts = found.path("contexts").asInt();
    double difference = Math.abs(
        found.path("optimum").asDouble(Double.NaN) - found.path("recomputed").asDouble(Double.NaN));
    boolean isAttained = found.path("result").asText().equals("HOLDS");
    List<Assumption> assumptions = new ArrayList<>(
        SessionAssumptions.unused("A maximum over finitely many numbers is enumerated."));
    assumptions.add(new Assumption(
        "E1",
        "Menu and actions are finite, responses are distributions, values are finite (T1c).",
        status(found.path("result").asText(), found.path("detail").asText()),
        found.path("detail").asText()));
    assumptions.add(new Assumption(
        "E2",
        "The values of the leader's own policy follow from the surrogate.",
        status(found.path("solution").asText(), found.path("solutionDetail").asText()),
        found.path("solutionDetail").asText()));
    List<Constant> constants = new ArrayList<>();
    if (Double.isFinite(difference)) {
      constants.add(exact(
          "optimum of quality - price x cost per context",
          found.path("optimum").asDouble(),
          "enumeration of " + found.path("menu").asInt() + " commitments",
          contexts));
    }
    if (found.path("gap").isNumber()) {
      constants.add(exact(
          "gap of the solver, in its own objective (" + found.path("stopReason").asText() + ")",
          found.path("gap").asDouble(),
          "proved bound of the solver",
          contexts));
    }
    cover(contexts).ifPresent(constants::add);
    return new Certificate(
        new Claim(
            "existence",
            "On the surrogate some commitment of the menu is optimal at every context of the fitting part, and"
                + " attains the optimum."),
        conclusion(
            "value of the maximum minus its recomputation at the maximiser, absolute",
            UNITS,
            1e-9 * (1 + Math.abs(found.path("optimum").asDouble())),
            isAttained ? difference : Double.NaN),
        scope("the contexts of the fitting part", "all policies over the menu"),
        assumptions,
        constants,
        DeltaLedger.of(delta),
        isAttained ? List.of() : List.of("a menu and a model of which T1(c) holds"));
  }

  /** T1: between the points of a menu that is a grid, a Lipschitz value is at most this much higher. */
  private Optional<Constant> cover(int contexts) {
    JsonNode moves = evidence.path("stability");
    if (!moves.path("tv_stated").isNumber() || !moves.path("coverRadius").isNumber()) {
      return Optional.empty();
    }
    return Optional.of(exact(
        "eps_opt of the menu on the box it covers, L_V times its covering radius (T1, T2f)",
        moves.path("tv_stated").asDouble()
            * moves.path("valueSpan").asDouble()
            * moves.path("coverRadius").asDouble(),
        "stated constant of the model, re-challenged on the menu",
        contexts));
  }

  private Optional<Certificate> stability() {
    JsonNode moves = evidence.path("stability");
    if (!(moves.path("pairs").asDouble() > 0)) {
      return Optional.empty();
    }
    boolean isStated = moves.path("tv_stated").isNumber();
    double menu = moves.path("tv_menu").asDouble();
    double constant = isStated ? moves.path("tv_stated").asDouble() : menu;
    int contexts = (int) moves.path("contexts").asDouble();
    List<Assumption> assumptions = new ArrayList<>(
        SessionAssumptions.unused("Responses of the fitted model are enumerated, not observed."));
    assumptions.add(new Assumption(
        "F1",
        "No pair of commitments moves the response further than the model states.",
        status(moves.path("result").asText(), moves.path("detail").asText()),
        moves.path("detail").asText()));
    List<Constant> constants = new ArrayList<>();
    constants.add(exact(
        "largest change of response, total variation",
        moves.path("tv_jump").asDouble(),
        "all pairs of the menu",
        contexts));
    constants.add(exact(
        "total variation per unit of commitment, on the menu",
        menu,
        "all pairs of the menu",
        contexts));
    if (isStated) {
      constants.add(exact(
          "total variation per unit of commitment, on the menu's box",
          constant,
          "stated by the model",
          contexts));
    }
    if (moves.path("valueSpan").isNumber()) {
      constants.add(exact(
          "L_V of the surrogate's value (T2f)",
          constant * moves.path("valueSpan").asDouble(),
          "span of values times the response's constant",
          contexts));
    }
    return Optional.of(new Certificate(
        new Claim(
            "follower-stability",
            "The fitted follower's response moves by at most " + constant
                + " of total variation per unit of commitment, "
                + (isStated
                    ? "on the menu's box."
                    : "on the menu; the model states nothing in between.")),
        conclusion(
            "largest total variation per unit of commitment over all pairs of the menu",
            "1 / unit of commitment",
            constant,
            menu <= constant * (1 + 1e-9) ? Math.min(menu, constant) : menu),
        scope("the contexts of the fitting part", "all commitments of the menu"),
        assumptions,
        constants,
        DeltaLedger.of(delta),
        List.of()));
  }

  private Certificate membership() {
    JsonNode set = evidence.path("safeSet");
    Set<String> members = new HashSet<>();
    set.path("members").forEach(member -> members.add(member.asText()));
    Set<String> contexts = new HashSet<>();
    Set<String> outside = new HashSet<>();
    Optional<PolicyCsv.Row> witness = Optional.empty();
    for (PolicyCsv.Row row : policy) {
      String context = row.part() + " " + row.context();
      contexts.add(context);
      if (!members.contains(row.commitment())) {
        outside.add(context);
        witness = witness.isPresent() ? witness : Optional.of(row);
      }
    }
    double repair = set.path("delta").asDouble();
    return new Certificate(
        new Claim(
            "safe-set-membership",
            "Every commitment that the repaired policy uses lies in the safe set that repair admitted."),
        conclusion("contexts whose lottery leaves the safe set", "contexts", 0, outside.size()),
        new Scope(
            "the contexts of the fitting and the evaluation part",
            "the repaired policy",
            "none, enumerated",
            "none, commitments alone"),
        SessionAssumptions.unused("Every context's lottery is enumerated."),
        List.of(
            exact("contexts", contexts.size(), "enumeration", contexts.size()),
            exact("members of the safe set", members.size(), "enumeration", 0),
            new Constant(
                "error probability of repair, in admitting a set that loses more than the margin",
                repair,
                repair,
                repair,
                set.path("rigour").asText().equals("finite-sample")
                    ? new AssumptionStatus.Estimated(repair)
                    : new AssumptionStatus.EstimatedAsymptotic(),
                "bounds on the calibration part, " + set.path("rigour").asText(),
                0)),
        DeltaLedger.of(delta),
        witness
            .map(row -> List.of("a policy that stays inside: at context " + row.context()
                + " it commits to " + row.commitment()))
            .orElse(List.of()));
  }

  /** An exact number claimed to be at most a threshold; NaN where it is not known. */
  private static Conclusion conclusion(
      String quantity, String units, double threshold, double value) {
    boolean isKnown = !Double.isNaN(value);
    return new Conclusion(
        quantity,
        units,
        threshold,
        isKnown ? value : Double.NEGATIVE_INFINITY,
        isKnown ? value : Double.POSITIVE_INFINITY,
        Sense.AT_MOST);
  }

  private static AssumptionStatus status(String result, String detail) {
    return result.equals("HOLDS")
        ? PROVED
        : result.equals("VIOLATED")
            ? new AssumptionStatus.Violated(detail)
            : new AssumptionStatus.Unknown();
  }
}
