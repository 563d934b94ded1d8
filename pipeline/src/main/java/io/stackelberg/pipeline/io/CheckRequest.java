package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** One check that a file asks for, with what the file expects of it. Not for changing: the entry is read once. */
public final class CheckRequest {
  private static final Set<String> VERDICTS = Set.of("HOLDS", "VIOLATED", "INCONCLUSIVE");
  private static final double TOLERANCE = 1e-9;

  private final CheckCatalogue.Description description;
  private final CheckRunner runner;
  private final ObjectNode input;
  private final String owner;
  private final String id;
  private final String expected;
  private final List<Known> known;

  /** A quantity that is known from elsewhere. */
  record Known(String quantity, List<Double> values, double tolerance) {}

  private CheckRequest(
      CheckCatalogue.Description description,
      CheckRunner runner,
      ObjectNode input,
      String owner,
      String id,
      String expected,
      List<Known> known) {
    this.description = description;
    this.runner = runner;
    this.input = input;
    this.owner = owner;
    this.id = id;
    this.expected = expected;
    this.known = List.copyOf(known);
  }

  static CheckRequest of(
      CheckCatalogue.Description description,
      CheckRunner runner,
      JsonNode entry,
      ObjectFields fields) {
    String expected = entry.path("expect").asText("HOLDS");
    if (!VERDICTS.contains(expected)) {
      throw fields.unexpected("expect", entry.path("expect"), "HOLDS, VIOLATED or INCONCLUSIVE");
    }
    List<Known> known = new ArrayList<>();
    for (Iterator<String> names = entry.path("known").fieldNames(); names.hasNext(); ) {
      String name = names.next();
      ObjectFields all = fields.in("known");
      JsonNode node = all.node(name);
      double tolerance = TOLERANCE;
      ObjectFields holder = all;
      String field = name;
      if (node.isObject()) {
        holder = all.in(name);
        field = "value";
        tolerance = holder.has("tolerance") ? holder.number("tolerance") : TOLERANCE;
      }
      List<Double> values =
          holder.node(field).isArray() ? holder.list(field) : List.of(holder.number(field));
      known.add(new Known(name, values, tolerance));
    }
    return new CheckRequest(
        description,
        runner,
        (ObjectNode) entry.path("input"),
        fields.owner(),
        entry.path("id").asText(""),
        expected,
        known);
  }

  /** The check. */
  public CheckCatalogue.Description description() {
    return description;
  }

  /**
   * Runs the check.
   *
   * @param seed for sampled parts, where the input gives none
   * @throws InputException if a field of the input is missing or malformed
   */
  public CheckAnswer run(long seed) {
    ObjectNode seeded = input.deepCopy();
    if (!seeded.has("seed")) {
      seeded.put("seed", seed);
    }
    return new CheckAnswer(
        description, id, runner.run(ObjectFields.of(seeded, owner)), expected, known);
  }
}
