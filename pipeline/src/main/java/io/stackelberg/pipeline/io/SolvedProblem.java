package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.StopReason;
import java.util.OptionalDouble;

/**
 * The answer to one problem of a problem file.
 *
 * @param stopReason why the solver stopped
 * @param value the leader's value, in the sense of the file (a minimum stays a minimum); for several leaders
 *     the array of their payoffs; null when there is none
 * @param weakValue weak value or its supremum, where the family defines one
 * @param bound proved bound on the value; empty when nothing was proved
 * @param point the point, named as in the file's {@code known}; null when there is none
 * @param verified how the answer was re-verified, in a few words; empty text when it was not
 */
public record SolvedProblem(
    StopReason stopReason,
    JsonNode value,
    OptionalDouble weakValue,
    OptionalDouble bound,
    JsonNode point,
    String verified) {
  /** An answer without a value. */
  public static SolvedProblem none(StopReason reason, String verified) {
    JsonNode none = JsonNodeFactory.instance.nullNode();
    return new SolvedProblem(
        reason, none, OptionalDouble.empty(), OptionalDouble.empty(), none, verified);
  }

  /** |bound − value|; empty without a bound or a single value. */
  public OptionalDouble gap() {
    return bound.isPresent() && value.isNumber()
        ? OptionalDouble.of(Math.abs(bound.getAsDouble() - value.doubleValue()))
        : OptionalDouble.empty();
  }

  /** One line of {@code governor solve --json}. */
  public ObjectNode json(String id, String family, double seconds) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", id);
    node.put("family", family);
    node.put("stopReason", stopReason.name());
    node.set("value", value);
    put(node, "weakValue", weakValue);
    put(node, "bound", bound);
    put(node, "gap", gap());
    node.set("point", point);
    node.put("verified", verified);
    node.put("seconds", seconds);
    return node;
  }

  private static void put(ObjectNode node, String name, OptionalDouble number) {
    if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
      node.put(name, number.getAsDouble());
    } else {
      node.putNull(name);
    }
  }
}
