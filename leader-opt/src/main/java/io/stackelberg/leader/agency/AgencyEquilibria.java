package io.stackelberg.leader.agency;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Distinct equilibria found, and what is proved about how many there are.
 *
 * @param found equilibria, in the order found; empty when no start converged
 * @param multiplicity what is proved about the number of equilibria
 * @param reason one sentence that says why
 * @param closest the profile with the least gain when nothing converged, else empty
 */
public record AgencyEquilibria(
    List<AgencyEquilibrium> found,
    Multiplicity multiplicity,
    String reason,
    Optional<AgencyEquilibrium> closest) {
  /** What is proved about the number of equilibria. */
  public enum Multiplicity {
    /** There is exactly one. */
    UNIQUE,
    /** There are at least two: several were found, or an index shows that more exist. */
    SEVERAL,
    /** One was found; that there is no other was not proved. */
    UNKNOWN
  }

  public AgencyEquilibria {
    found = List.copyOf(found);
  }

  /** Sum of the indices of the found equilibria; empty where one is not regular. Over all equilibria it is +1. */
  public OptionalInt indexSum() {
    int sum = 0;
    for (AgencyEquilibrium each : found) {
      if (each.index().isEmpty()) {
        return OptionalInt.empty();
      }
      sum += each.index().getAsInt();
    }
    return OptionalInt.of(sum);
  }

  /** Whether the indices show that equilibria exist which were not found. */
  public boolean moreExist() {
    return !found.isEmpty() && indexSum().isPresent() && indexSum().getAsInt() != 1;
  }
}
