package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All checks by id: each group of checks is one line here, each check one line of descriptions. */
public final class CheckCatalogue {
  /** One line per group of checks. */
  private static final Map<String, CheckRunner> RUNNERS =
      all(GameChecks.runners(), StatisticsChecks.runners(), AgencyChecks.runners());

  /** One line per check, in the order of the catalogue. */
  private static final List<Description> DESCRIPTIONS = Stream.of(
          new Description(
              "C01",
              "sse-matrix",
              "M_L, M_F, [claimed_value], [claimed_commitment], [claimed_replies], ties"),
          new Description(
              "C02",
              "sse-bayes",
              "M_L, M_F (one per type), prior, [claimed_value], [claimed_commitment], [claimed_replies], [ties]"),
          new Description(
              "C03",
              "existence",
              "L_V, h, d, [max_grid], [claimed_error], thresholds, side, box, constants, slope, [M_L], [M_F], [claimed_weak_attained]"),
          new Description("C04", "br-lipschitz", "H, g, p, A, box, [claimed_constant]"),
          new Description("C05", "logit-tv", "W, z, T, l, l2, box, [claimed_constant]"),
          new Description("C06", "margin-ball", "U_F, W, z, l, L_F, L_gap, [claimed_radius]"),
          new Description("C07", "mlp-lipschitz", "layers, biases, box, [claimed_constant]"),
          new Description("C08", "tree-cells", "trees, side, box, [claimed_constant]"),
          new Description("C09", "calibration", "p, y, [region], [B], [tolerance], [delta]"),
          new Description(
              "C10",
              "projection",
              "[S], l, l2, [claimed_point], [claimed_constant], value_loss, L_V"),
          new Description(
              "C11",
              "transfer-chain",
              "eps_opt, eps_value, eps_cal, L_V, d_proj, sup_V_C, V_C_rep, eps_value, V_R, V_S, chosen, [Pi0], [rigour]"),
          new Description(
              "C12", "simulation", "eps_U, eps_P, U, T, rigour, P_R, U_R, P_S, U_S, start"),
          new Description(
              "C13",
              "guidance",
              "J_L, cost, B, null, M_L, M_F, x, y, commitments, D, range, delta"),
          new Description(
              "C14",
              "cage-ll",
              "reference, temperature, values, [weights], [claim: equilibrium|unique], [thresholds|payments|policy], [seed]"),
          new Description(
              "C15",
              "cage-ir/reg",
              "reference, temperature, values, [weights], variant: IR|REG, [claim: policy|equilibrium], [policy], [seed]"),
          new Description(
              "C16",
              "sgn",
              "mu and coupling, or field; [own], [weights], [target], [field], [step, method: euler|runge-kutta]"),
          new Description("C17", "mean-bounds", "X, [times], [lo], [hi], [delta], [claimed]"),
          new Description(
              "C18", "ope", "turns, pi, q_hat, [tau], [lambda], [delta], [w_max], [claimed]"),
          new Description(
              "C19",
              "certificate",
              "mean, n, lower, upper, V_S, chosen, [delta], [delta_each], [selection], L_V, h, d, [rigour], [claimed]"),
          new Description(
              "C20",
              "conformal",
              "scores, alpha, [weights], [w_test], pi_new, mu, P, U_L, q_hat, alpha, claim"),
          new Description(
              "C21",
              "hcpi/spibb",
              "constraints, [delta], [delta_base], selection, test, [n], [b], [V_hat], [N_min], [pi]"),
          new Description(
              "C22",
              "quality/cost",
              "new, base, Delta, [alpha], [claim], [D], [times], [truncation], sigma, [d_true], power, [claimed_n], [claimed]"),
          new Description(
              "C23", "session-dp", "T, price, B, actions, P, [claimed_value], [claimed_first]"),
          new Description("C24", "target-gaming", "shortfall, w_q, q, U_L"),
          new Description("C25", "types", "M_L, M_F, rho, commitments, T, [claimed_type]"))
      .toList();

  private CheckCatalogue() {}

  /**
   * What a check is called and reads.
   *
   * @param id such as {@code C14}
   * @param name short name
   * @param input fields of {@code "input"}; those in brackets may be absent
   */
  public record Description(String id, String name, String input) {}

  /** Descriptions of all checks that can be run. */
  public static List<Description> descriptions() {
    return DESCRIPTIONS;
  }

  /** Ids that have a runner, sorted. */
  static List<String> ids() {
    return List.copyOf(RUNNERS.keySet());
  }

  /**
   * The checks that a file asks for.
   *
   * @param only an id that alone is kept; all where empty
   * @throws InputException if the file is absent or malformed, an entry is, or none is kept
   */
  public static List<CheckRequest> read(Path file, Optional<String> only) {
    only.ifPresent(id -> requireKnown("--only", id, ""));
    List<JsonNode> entries = ProblemFile.read(file, "check");
    List<CheckRequest> requests = new ArrayList<>();
    for (int index = 0; index < entries.size(); index++) {
      CheckRequest request = request(entries.get(index), index + 1);
      if (only.isEmpty() || only.get().equals(request.description().id())) {
        requests.add(request);
      }
    }
    if (requests.isEmpty()) {
      throw InputException.invalid(
          "--only is \"" + only.orElse("") + "\", expected a check of " + file.getFileName() + ".");
    }
    return requests;
  }

  private static CheckRequest request(JsonNode entry, int number) {
    String id = entry.path("check").asText("");
    Description description = requireKnown("check", id, " (entry " + number + ")");
    ObjectFields fields = ObjectFields.of(entry, "check \"" + id + "\", entry " + number);
    if (!entry.path("input").isObject()) {
      throw fields.unexpected("input", entry.path("input"), "an object");
    }
    return CheckRequest.of(description, RUNNERS.get(id), entry, fields);
  }

  private static Description requireKnown(String name, String id, String where) {
    return DESCRIPTIONS.stream()
        .filter(description -> description.id().equals(id))
        .findFirst()
        .orElseThrow(() -> InputException.invalid(name + " is \"" + id + "\", expected one of "
            + ids() + where + "."
            + DESCRIPTIONS.stream()
                .filter(description -> id.equalsIgnoreCase(description.id())
                    || id.equalsIgnoreCase(description.name()))
                .map(description -> "\nMaybe you meant " + description.id() + ".")
                .findFirst()
                .orElse("")));
  }

  @SafeVarargs
  private static Map<String, CheckRunner> all(Map<String, CheckRunner>... groups) {
    Map<String, CheckRunner> runners = new TreeMap<>();
    for (Map<String, CheckRunner> group : groups) {
      group.forEach((id, runner) -> {
        if (runners.put(id, runner) != null) {
          throw new IllegalStateException("check " + id + " is offered twice, expected once.");
        }
      });
    }
    return new LinkedHashMap<>(runners);
  }
}
