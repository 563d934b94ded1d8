package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * Finite set of commitments with the projection onto it.
 *
 * <p>The nearest member may tie and the map is not continuous; ties go to the larger lower confidence
 * value, then to the lexicographically smaller label (theory T3b). Where no member is of the commitment's
 * class, as between two directives, no member is near: the first member, the baseline, is taken.
 *
 * @param members distinct commitments, the baseline first
 * @param lowerBounds lower confidence value of each member
 */
public record SafeSet(List<Commitment> members, List<Double> lowerBounds) {
  public SafeSet {
    members = List.copyOf(Require.nonEmpty("members", members));
    lowerBounds = List.copyOf(lowerBounds);
    if (members.stream().distinct().count() != members.size()) {
      throw Require.unexpected("members", members, "distinct commitments");
    }
    if (members.size() != lowerBounds.size()) {
      throw Require.unexpected("number of lower bounds", lowerBounds.size(), "" + members.size());
    }
  }

  /** Whether the commitment is a member. */
  public boolean contains(Commitment commitment) {
    return members.contains(commitment);
  }

  /** The nearest member; a member projects onto itself. */
  public Commitment project(Commitment commitment) {
    int nearest = 0;
    for (int member = 1; member < members.size(); member++) {
      nearest = isNearer(commitment, member, nearest) ? member : nearest;
    }
    return Commitment.distance(commitment, members.get(nearest)) < Double.POSITIVE_INFINITY
        ? members.get(nearest)
        : members.get(0);
  }

  /** The member of the largest lower confidence value, the first of several: never below the nearest (theory T3d). */
  public Commitment mostValuable() {
    int best = 0;
    for (int member = 1; member < members.size(); member++) {
      best = lowerBounds.get(member) > lowerBounds.get(best) ? member : best;
    }
    return members.get(best);
  }

  /**
   * Bound L · distance on the value that {@link #project} can lose (theory T3c); +infinity where no member is near.
   *
   * @param lipschitz Lipschitz constant of the value in the commitment, at least 0
   */
  public double lossBound(Commitment commitment, double lipschitz) {
    Require.nonNegative("lipschitz", lipschitz);
    Commitment nearest = project(commitment);
    return nearest.equals(commitment) ? 0 : lipschitz * Commitment.distance(commitment, nearest);
  }

  private boolean isNearer(Commitment commitment, int member, int than) {
    int byDistance = Double.compare(
        Commitment.distance(commitment, members.get(member)),
        Commitment.distance(commitment, members.get(than)));
    if (byDistance != 0) {
      return byDistance < 0;
    }
    int byValue = Double.compare(lowerBounds.get(member), lowerBounds.get(than));
    return byValue != 0
        ? byValue > 0
        : members.get(member).label().compareTo(members.get(than).label()) < 0;
  }
}
