package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a check found, as text and as JSON, and how it compares with what its file expects. */
public final class CheckAnswer {
  private final CheckCatalogue.Description description;
  private final String id;
  private final CheckResult result;
  private final String expected;
  private final List<CheckRequest.Known> known;

  CheckAnswer(
      CheckCatalogue.Description description,
      String id,
      CheckResult result,
      String expected,
      List<CheckRequest.Known> known) {
    this.description = description;
    this.id = id;
    this.result = result;
    this.expected = expected;
    this.known = known;
  }

  /** HOLDS, VIOLATED or INCONCLUSIVE. */
  public String verdict() {
    if (result instanceof CheckResult.Holds) {
      return "HOLDS";
    }
    return result instanceof CheckResult.Violated ? "VIOLATED" : "INCONCLUSIVE";
  }

  /** How the verdict and the known quantities differ from what the file expects; empty where they agree. */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (!verdict().equals(expected)) {
      differences.add("verdict is " + verdict() + ", expected " + expected);
    }
    for (CheckRequest.Known each : known) {
      Optional<Quantity> quantity = result.quantities().stream()
          .filter(candidate -> candidate.name().equals(each.quantity()))
          .findFirst();
      if (quantity.isEmpty()) {
        differences.add(each.quantity() + " is missing, expected " + each.values());
      } else if (!agree(quantity.get().values(), each)) {
        differences.add(each.quantity() + " is " + quantity.get().values() + ", expected "
            + each.values() + " within " + each.tolerance());
      }
    }
    return differences;
  }

  private static boolean agree(List<Double> values, CheckRequest.Known known) {
    if (values.size() != known.values().size()) {
      return false;
    }
    for (int index = 0; index < values.size(); index++) {
      if (!(Math.abs(values.get(index) - known.values().get(index)) <= known.tolerance())) {
        return false;
      }
    }
    return true;
  }

  /** One object; infinite numbers are the texts {@code "Infinity"} and {@code "-Infinity"}. */
  public ObjectNode json(boolean withDifferences) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("check", description.id());
    node.put("name", description.name());
    if (!id.isEmpty()) {
      node.put("id", id);
    }
    node.put("verdict", verdict());
    node.put("rigour", result.rigour().name());
    if (result instanceof CheckResult.Holds holds) {
      put(node, "margin", holds.margin());
    } else if (result instanceof CheckResult.Violated violated) {
      node.put("witness", violated.witness());
    } else if (result instanceof CheckResult.Inconclusive inconclusive) {
      node.put("missing", inconclusive.missing());
    }
    node.put("detail", result.detail());
    ObjectNode quantities = node.putObject("quantities");
    for (Quantity quantity : result.quantities()) {
      if (quantity.values().size() == 1) {
        put(quantities, quantity.name(), quantity.values().get(0));
      } else {
        quantities.set(quantity.name(), ObjectFields.array(quantity.values()));
      }
    }
    if (withDifferences) {
      differences().forEach(node.putArray("differences")::add);
    }
    return node;
  }

  /** One line. */
  public String text(boolean withDifferences) {
    String reason = "";
    if (result instanceof CheckResult.Holds holds) {
      reason = "margin " + holds.margin();
    } else if (result instanceof CheckResult.Violated violated) {
      reason = "witness: " + violated.witness();
    } else if (result instanceof CheckResult.Inconclusive inconclusive) {
      reason = "missing: " + inconclusive.missing();
    }
    String differences = withDifferences && !differences().isEmpty()
        ? "  NOT AS EXPECTED: " + String.join("; ", differences())
        : "";
    return description.id() + " " + description.name() + (id.isEmpty() ? "" : " " + id) + "  "
        + verdict() + " (" + result.rigour() + ")  " + reason + "  " + result.detail()
        + differences;
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isInfinite(value)) {
      node.put(name, Double.toString(value));
    } else {
      node.put(name, value);
    }
  }
}
