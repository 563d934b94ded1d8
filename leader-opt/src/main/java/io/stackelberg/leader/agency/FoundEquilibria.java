package io.stackelberg.leader.agency;

import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Distinct equilibria in the order found. */
final class FoundEquilibria {
  private static final double SAME = 1e-6;
  private final List<AgencyEquilibrium> found = new ArrayList<>();
  private final double unit;
  private Optional<AgencyEquilibrium> closest = Optional.empty();

  FoundEquilibria(double unit) {
    this.unit = unit;
  }

  List<AgencyEquilibrium> found() {
    return List.copyOf(found);
  }

  void add(AgencyEquilibrium candidate) {
    if (closest.isEmpty() || candidate.largestGain() < closest.get().largestGain()) {
      closest = Optional.of(candidate);
    }
    if (candidate.stopReason() == StopReason.CONVERGED
        && found.stream().noneMatch(other -> isSame(candidate, other, unit))) {
      found.add(candidate);
    }
  }

  OptionalInt indexSum() {
    return new AgencyEquilibria(found, Multiplicity.UNKNOWN, "", Optional.empty()).indexSum();
  }

  AgencyEquilibria result(Multiplicity proved, String why) {
    if (found.isEmpty()) {
      return new AgencyEquilibria(found, proved, "no start converged", closest);
    }
    Optional<AgencyEquilibrium> none = Optional.empty();
    if (proved == Multiplicity.UNIQUE) {
      return new AgencyEquilibria(found, proved, why, none);
    }
    OptionalInt sum = indexSum();
    if (found.size() > 1) {
      String index = sum.isEmpty() ? "one is not regular" : "index sum " + sum.getAsInt();
      return new AgencyEquilibria(
          found, Multiplicity.SEVERAL, found.size() + " equilibria found, " + index, none);
    }
    if (sum.isPresent() && sum.getAsInt() != 1) {
      return new AgencyEquilibria(
          found, Multiplicity.SEVERAL, "the index of the one found is -1, so more exist", none);
    }
    return new AgencyEquilibria(
        found,
        Multiplicity.UNKNOWN,
        "all starts that converged agree; no proof of uniqueness",
        none);
  }

  private static boolean isSame(AgencyEquilibrium one, AgencyEquilibrium other, double unit) {
    double[] left = one.thresholds();
    double[] right = other.thresholds();
    for (int j = 0; j < left.length; j++) {
      if (Math.abs(left[j] - right[j]) > SAME * unit + 1e-12 * Math.abs(left[j])) {
        return false;
      }
    }
    return true;
  }
}
