package io.stackelberg.game;

import java.util.SortedMap;

/**
 * The leader's move: a point with named coordinates that the follower answers.
 *
 * <p>Usually an {@link Announcement}; with a follower that obeys, a {@link Directive}. A safe set is a
 * set of commitments, never of actions. Equality is by value.
 */
public interface Commitment {
  /** Coordinates by name, sorted; commitments of one class share their names. */
  SortedMap<String, Double> coordinates();

  /** A short text that identifies this commitment within its menu, for tables and files. */
  String label();

  /** Whether the leader may commit to this at the context. */
  default boolean isFeasible(Context context) {
    return true;
  }

  /**
   * Euclidean distance between two commitments of one class.
   *
   * @return the distance, or +infinity when the coordinates' names differ
   */
  static double distance(Commitment one, Commitment other) {
    SortedMap<String, Double> from = one.coordinates();
    SortedMap<String, Double> to = other.coordinates();
    if (!from.keySet().equals(to.keySet())) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    for (var coordinate : from.entrySet()) {
      double difference = coordinate.getValue() - to.get(coordinate.getKey());
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
