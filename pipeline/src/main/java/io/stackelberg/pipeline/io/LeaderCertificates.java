package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.Quantity;
import io.stackelberg.theory.SmallGain;
import io.stackelberg.theory.SmallGainCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What module {@code theory-checks} says of an equilibrium that a solver of several leaders found. */
final class LeaderCertificates {
  private static final Set<String> COUNTED = Set.of(
      "equilibria", "determinants", "coupling_radii", "index_sum", "largest_gain", "dominance");

  private LeaderCertificates() {}

  /**
   * The small-gain certificate: weights, margin, band and safe steps, or UNKNOWN with the reason.
   *
   * @param gain strengths and couplings of the leaders' dynamics; empty where none are known
   * @param scope where they hold
   */
  static ObjectNode smallGain(Optional<SmallGain> gain, String scope) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (gain.isEmpty()) {
      return node.put("status", "UNKNOWN").put("detail", scope);
    }
    CheckResult result = SmallGainCheck.check(gain.get(), SmallGainCheck.Question.DEFAULT);
    node.put("status", result instanceof CheckResult.Holds ? "CERTIFIED" : "UNKNOWN");
    node.put("scope", scope);
    node.put("detail", result.detail());
    result.quantities().forEach(quantity -> put(node, quantity));
    return node;
  }

  /** Whether the equilibrium is the only one, with the indices of those found. */
  static ObjectNode uniqueness(CheckResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(
        "status",
        result instanceof CheckResult.Holds
            ? "UNIQUE"
            : result instanceof CheckResult.Violated ? "NOT_UNIQUE" : "UNKNOWN");
    node.put("detail", result.detail());
    result.quantities().stream()
        .filter(quantity -> COUNTED.contains(quantity.name()))
        .forEach(quantity -> put(node, quantity));
    return node;
  }

  private static void put(ObjectNode node, Quantity quantity) {
    List<Double> values = quantity.values();
    if (values.stream().anyMatch(value -> value.isInfinite())) {
      node.put(quantity.name(), values.toString());
    } else if (values.size() == 1) {
      node.put(quantity.name(), values.get(0));
    } else {
      node.set(quantity.name(), ObjectFields.array(values));
    }
  }
}
