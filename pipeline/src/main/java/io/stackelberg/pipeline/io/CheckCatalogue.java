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
  private static final Map<String, CheckRunner> RUNNERS = all(AgencyChecks.runners());

  /** One line per check, in the order of the catalogue. */
  private static final List<Description> DESCRIPTIONS = Stream.of(
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
              "mu and coupling, or field; [own], [weights], [target], [field], [step, method: euler|runge-kutta]"))
      .filter(description -> RUNNERS.containsKey(description.id()))
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
