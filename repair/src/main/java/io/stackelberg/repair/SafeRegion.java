package io.stackelberg.repair;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Require;
import io.stackelberg.leader.gradient.CommitmentRegion;
import java.util.ArrayList;
import java.util.List;

/**
 * Convex safe set: a box, possibly cut by half-spaces, with the nearest point in it.
 *
 * <p>The nearest point exists, is unique, and the map to it is 1-Lipschitz (theory T3a). It is found by the dual
 * active-set method of {@link CommitmentRegion} and refused unless it satisfies every constraint. That the whole
 * region is safe is the caller's assumption: evidence at finitely many commitments certifies a {@link SafeSet}.
 *
 * @param lower least coordinates, finite
 * @param upper largest coordinates, finite, at least {@code lower}
 * @param cuts half-spaces normal · x ≤ limit
 */
public record SafeRegion(List<Double> lower, List<Double> upper, List<Cut> cuts) {
  private static final double SLACK = 1e-9;

  /**
   * Half-space normal · x ≤ limit.
   *
   * @param normal one entry per coordinate, not all 0
   * @param limit finite
   */
  public record Cut(List<Double> normal, double limit) {
    public Cut {
      normal = List.copyOf(normal);
      Require.finite("limit", limit);
    }
  }

  public SafeRegion {
    lower = List.copyOf(Require.nonEmpty("lower", lower));
    upper = List.copyOf(upper);
    cuts = List.copyOf(cuts);
    region(lower, upper, cuts);
  }

  /** A box. */
  public static SafeRegion box(List<Double> lower, List<Double> upper) {
    return new SafeRegion(lower, upper, List.of());
  }

  /** The part of this region with normal · x ≤ limit. */
  public SafeRegion cut(List<Double> normal, double limit) {
    List<Cut> more = new ArrayList<>(cuts);
    more.add(new Cut(normal, limit));
    return new SafeRegion(lower, upper, more);
  }

  /** Whether the point violates no constraint by more than rounding. */
  public boolean contains(double[] point) {
    boolean isInside = point.length == lower.size();
    for (int i = 0; i < point.length && isInside; i++) {
      isInside = point[i] >= lower.get(i) - SLACK && point[i] <= upper.get(i) + SLACK;
    }
    for (int k = 0; k < cuts.size() && isInside; k++) {
      double use = 0;
      double size = 1;
      for (int i = 0; i < point.length; i++) {
        double part = cuts.get(k).normal().get(i) * point[i];
        use += part;
        size = Math.max(size, Math.abs(part));
      }
      isInside = use <= cuts.get(k).limit() + SLACK * size;
    }
    return isInside;
  }

  /** The nearest point of this region, a fresh array. */
  public double[] project(double[] point) {
    if (point.length != lower.size()) {
      throw Require.unexpected("number of coordinates", point.length, "" + lower.size());
    }
    double[] nearest = region(lower, upper, cuts).project(point);
    if (!contains(nearest)) {
      throw new IllegalStateException("the projection leaves the region by more than rounding.");
    }
    return nearest;
  }

  /** The nearest announcement, of a region in (cost incentive, quality target). */
  public Announcement project(Announcement announcement) {
    double[] nearest =
        project(new double[] {announcement.costIncentive(), announcement.qualityTarget()});
    return new Announcement(nearest[1], nearest[0]);
  }

  /** Euclidean distance from the point to this region. */
  public double distance(double[] point) {
    double[] nearest = project(point);
    double sum = 0;
    for (int i = 0; i < nearest.length; i++) {
      sum += (point[i] - nearest[i]) * (point[i] - nearest[i]);
    }
    return StrictMath.sqrt(sum);
  }

  /**
   * Bound L · distance on the value that projecting the point can lose, theory T3c.
   *
   * @param lipschitz Lipschitz constant of the value in the commitment, at least 0; where the value jumps there is
   *     none
   */
  public double lossBound(double[] point, double lipschitz) {
    return Require.nonNegative("lipschitz", lipschitz) * distance(point);
  }

  private static CommitmentRegion region(List<Double> lower, List<Double> upper, List<Cut> cuts) {
    CommitmentRegion region = CommitmentRegion.box(array(lower), array(upper));
    for (Cut cut : cuts) {
      region = region.cut(array(cut.normal()), cut.limit());
    }
    return region;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
