package io.stackelberg.leader.grid;

import io.stackelberg.game.run.StopReason;
import java.util.List;

/**
 * What a search over a box found and proved.
 *
 * @param stopReason {@code PROVEN_OPTIMAL} when the gap is within what was asked for and the value was
 *     computed again
 * @param value at the point
 * @param point best point found, in the order of the box's coordinates
 * @param upperBound no point of the box has a larger value, given the regularity and up to the rounding of
 *     the value itself; +infinity when nothing was proved
 * @param supremum whether some point of the box attains the supremum
 * @param evaluations evaluated points
 */
public record GridSolution(
    StopReason stopReason,
    double value,
    List<Double> point,
    double upperBound,
    Supremum supremum,
    long evaluations) {
  /** Whether a supremum over the box is a maximum. */
  public enum Supremum {
    /** Some point attains it. */
    ATTAINED,
    /** It is approached at the open end of a cell and attained nowhere. */
    NOT_ATTAINED,
    /** The search ended before it could tell. */
    UNKNOWN
  }

  public GridSolution {
    point = List.copyOf(point);
  }

  /** Distance from the value to the proved bound. */
  public double gap() {
    return upperBound - value;
  }
}
