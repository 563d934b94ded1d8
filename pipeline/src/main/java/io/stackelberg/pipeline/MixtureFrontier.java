package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The random mixtures of constant commitments that no other mixture beats: the upper hull of (mean cost,
 * mean quality), from the cheapest to the best, as seen on the fitting part.
 *
 * <p>This is what a policy without features can do, and what every contextual policy has to beat at equal
 * cost.
 */
final class MixtureFrontier {
  /**
   * A constant commitment and its means on the fitting part.
   *
   * @param commitment the commitment
   * @param cost mean cost per turn
   * @param quality mean quality per turn
   */
  record Point(Commitment commitment, double cost, double quality) {}

  /**
   * A mixture of two members of the hull: the one at {@code index} with probability {@code 1 − share}, the
   * next with probability {@code share}.
   */
  record Mixture(int index, double share) {}

  private final List<Point> points;
  private final List<Point> hull = new ArrayList<>();
  private final Directive baseline;

  /**
   * The frontier of the given points.
   *
   * @param baseline committed to where a member is not feasible
   */
  MixtureFrontier(List<Point> points, Directive baseline) {
    this.points = List.copyOf(Require.nonEmpty("points", points));
    this.baseline = baseline;
    List<Point> byCost = new ArrayList<>(points);
    byCost.sort(Comparator.comparingDouble(Point::cost)
        .thenComparing(Point::quality, Comparator.reverseOrder()));
    for (Point point : byCost) {
      if (!hull.isEmpty() && !(point.quality > last(0).quality)) {
        continue;
      }
      while (hull.size() > 1 && slope(last(1), last(0)) <= slope(last(0), point)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(point);
    }
  }

  private Point last(int fromEnd) {
    return hull.get(hull.size() - 1 - fromEnd);
  }

  private static double slope(Point from, Point to) {
    return (to.quality - from.quality) / (to.cost - from.cost);
  }

  /** Members of the hull, cheapest first, quality strictly increasing. */
  List<Point> hull() {
    return List.copyOf(hull);
  }

  /** Least mean cost of a constant commitment. */
  double cheapest() {
    return points.stream().mapToDouble(Point::cost).min().orElseThrow();
  }

  /** Largest mean cost of a constant commitment. */
  double dearest() {
    return points.stream().mapToDouble(Point::cost).max().orElseThrow();
  }

  /** The best mixture whose mean cost is at most {@code cost}; the cheapest member if none is. */
  Mixture within(double cost) {
    for (int index = 0; index + 1 < hull.size(); index++) {
      Point next = hull.get(index + 1);
      if (next.cost > cost) {
        double from = hull.get(index).cost;
        return new Mixture(index, Math.max(0, (cost - from) / (next.cost - from)));
      }
    }
    return new Mixture(hull.size() - 1, 0);
  }

  /** The cheapest mixture whose mean quality is at least {@code quality}; the best member if none is. */
  Mixture above(double quality) {
    if (hull.get(0).quality >= quality) {
      return new Mixture(0, 0);
    }
    for (int index = 0; index + 1 < hull.size(); index++) {
      Point next = hull.get(index + 1);
      if (next.quality >= quality) {
        double from = hull.get(index).quality;
        return new Mixture(index, (quality - from) / (next.quality - from));
      }
    }
    return new Mixture(hull.size() - 1, 0);
  }

  /** The policy that plays one member of the hull everywhere it can, the baseline elsewhere. */
  LeaderPolicy member(int index) {
    Commitment commitment = hull.get(index).commitment;
    return context -> MixedCommitment.pure(orBaseline(commitment, context));
  }

  /** The policy that draws between two members of the hull. */
  LeaderPolicy policy(Mixture mixture) {
    if (mixture.share == 0) {
      return member(mixture.index);
    }
    Commitment cheaper = hull.get(mixture.index).commitment;
    Commitment dearer = hull.get(mixture.index + 1).commitment;
    return context -> MixedCommitment.between(
        orBaseline(dearer, context), orBaseline(cheaper, context), mixture.share);
  }

  private Commitment orBaseline(Commitment commitment, Context context) {
    return commitment.isFeasible(context) ? commitment : baseline;
  }
}
