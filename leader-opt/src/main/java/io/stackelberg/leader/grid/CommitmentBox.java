package io.stackelberg.leader.grid;

import io.stackelberg.game.Require;
import java.util.List;

/**
 * Compact box of commitments with named coordinates.
 *
 * @param coordinates one to four distinct names
 * @param low lower ends, finite, one per coordinate
 * @param high upper ends, finite, each at least its lower end; where both agree the coordinate is fixed
 */
public record CommitmentBox(List<String> coordinates, List<Double> low, List<Double> high) {
  /** Largest number of coordinates. */
  public static final int MAX_DIMENSION = 4;

  public CommitmentBox {
    coordinates = List.copyOf(coordinates);
    low = List.copyOf(low);
    high = List.copyOf(high);
    int dimension = coordinates.size();
    Require.inRange("number of coordinates", dimension, 1, MAX_DIMENSION);
    if (coordinates.stream().distinct().count() != dimension) {
      throw Require.unexpected("coordinates", coordinates, "distinct names");
    }
    if (low.size() != dimension || high.size() != dimension) {
      throw Require.unexpected(
          "number of ends", low.size() + " and " + high.size(), dimension + " each");
    }
    for (int axis = 0; axis < dimension; axis++) {
      Require.finite("low", low.get(axis));
      Require.finite("high", high.get(axis));
      Require.inRange("low", low.get(axis), Double.NEGATIVE_INFINITY, high.get(axis));
    }
  }

  /** All announcements with a quality target and a cost incentive in these ranges. */
  public static CommitmentBox announcements(
      double lowTarget, double highTarget, double lowIncentive, double highIncentive) {
    return new CommitmentBox(
        List.of("quality_target", "cost_incentive"),
        List.of(Require.inUnitInterval("lowTarget", lowTarget), lowIncentive),
        List.of(Require.inUnitInterval("highTarget", highTarget), highIncentive));
  }

  /** Number of coordinates, 1 to 4. */
  public int dimension() {
    return coordinates.size();
  }

  /** Largest value of slopes · point over the box. */
  double most(List<Double> slopes) {
    double sum = 0;
    for (int axis = 0; axis < dimension(); axis++) {
      sum += Math.max(slopes.get(axis) * low.get(axis), slopes.get(axis) * high.get(axis));
    }
    return sum;
  }

  /** Length of a slope vector without the fixed coordinates. */
  double movingNorm(List<Double> slopes) {
    double squares = 0;
    for (int axis = 0; axis < dimension(); axis++) {
      if (high.get(axis) > low.get(axis)) {
        squares += slopes.get(axis) * slopes.get(axis);
      }
    }
    return Math.sqrt(squares);
  }
}
