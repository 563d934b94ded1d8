package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The follower's problem at one x: its minimum, and among its minimisers within the slack the point that the
 * leader likes best.
 */
final class FollowerReply {
  private static final double SMALLEST = 1e-11;
  private static final int MAX_BOXES = 4_000;

  /** A minimiser of the follower, with x in front; empty when none was found. */
  final Optional<double[]> minimiser;

  /** The leader's favourite among the replies; empty when none is feasible and below the cutoff. */
  final Optional<double[]> favourite;

  /** The leader's objective at the favourite; +infinity when there is none. */
  final double upperValue;

  FollowerReply(BilevelScope scope, double[] x, double cutoff, BoxSearch search) {
    double[] low = scope.box.low.clone();
    double[] high = scope.box.high.clone();
    System.arraycopy(x, 0, low, 0, scope.leaders());
    System.arraycopy(x, 0, high, 0, scope.leaders());
    BoxSearch.Found least = search.minimise(
        scope.lower,
        scope.lowerConstraints,
        scope.lowerLimits,
        low,
        high,
        Double.POSITIVE_INFINITY,
        scope.lowerSlack / 4);
    // In two dimensions or more the boxes may run out before the slack is reached.
    minimiser = least
        .point()
        .map(point -> search.descend(
            scope.lower, scope.lowerConstraints, scope.lowerLimits, low, high, point));
    if (minimiser.isEmpty() || !(scope.upper.range(low, high)[0] < cutoff)) {
      favourite = Optional.empty();
      upperValue = Double.POSITIVE_INFINITY;
      return;
    }
    List<EnclosedPolynomial> constraints = new ArrayList<>(scope.lowerConstraints);
    constraints.addAll(scope.upperConstraints);
    constraints.add(scope.lower);
    double[] limits = Arrays.copyOf(scope.lowerLimits, constraints.size());
    System.arraycopy(
        scope.upperLimits, 0, limits, scope.lowerLimits.length, scope.upperLimits.length);
    // Within a quarter of the slack of the minimum wherever the search closed.
    limits[limits.length - 1] = scope.lower.value(minimiser.get()) + 0.75 * scope.lowerSlack;
    double start = cutoff;
    Optional<double[]> known = Optional.empty();
    if (BoxSearch.isFeasible(constraints, limits, minimiser.get())
        && scope.upper.value(minimiser.get()) < cutoff) {
      known = minimiser;
      start = scope.upper.value(minimiser.get());
    }
    BoxSearch.Found found = search.minimise(
        scope.upper, constraints, limits, low, high, start, 1e-9 * scope.upperRange);
    favourite = found.point().isPresent() ? found.point() : known;
    upperValue = favourite.isPresent() ? found.value() : Double.POSITIVE_INFINITY;
  }

  /** A search fit for one x. */
  static BoxSearch search(Deadline deadline, BilevelScope scope) {
    return new BoxSearch(deadline, scope.leaders(), SMALLEST, MAX_BOXES);
  }
}
