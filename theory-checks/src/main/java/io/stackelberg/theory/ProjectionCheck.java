package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Nearest safe commitment, theory T3: unique and never further apart than the originals when the safe set is
 * convex, ambiguous and discontinuous when it is finite or a sphere.
 *
 * <p>A box is clipped, a box with one half-space of normal ≥ 0 bisected, anything else projected by Dykstra's
 * cyclic method [boyle1986dykstra]. Sampling over random pairs re-challenges the ratio of distances.
 */
public final class ProjectionCheck {
  private static final String NAME = "C10 projection";
  private static final int SWEEPS = 200_000;

  private ProjectionCheck() {}

  /**
   * What is said of the projection; every part may be left out.
   *
   * @param point where l is said to go
   * @param other l', to compare how far apart both are before and after
   * @param lipschitz claimed bound on that ratio, for any pair
   * @param value V(l) − V(nearest point), if known
   * @param valueLipschitz L_V, claimed to bound that loss by L_V · distance
   */
  public record Claim(
      Optional<List<Double>> point,
      Optional<List<Double>> other,
      OptionalDouble lipschitz,
      OptionalDouble value,
      OptionalDouble valueLipschitz) {
    /** Nothing claimed. */
    public static final Claim NONE = new Claim(
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /**
   * Projects l and checks what is claimed, to 1e-6.
   *
   * @param region S
   * @param point l
   * @param samples pairs to try, at least 1
   */
  public static CheckResult check(
      SafeRegion region, double[] point, Claim claim, int samples, RandomGenerator random) {
    Require.atLeast("samples", samples, 1);
    Findings findings = new Findings(NAME);
    if (region instanceof SafeRegion.Sphere sphere && Vectors.norm(point) == 0) {
      double[] one = point.clone();
      one[0] = sphere.radius();
      double[] other = point.clone();
      other[0] = -sphere.radius();
      return findings
          .add("distance", sphere.radius())
          .violated(
              Rigour.EXACT,
              Arrays.toString(one) + " and " + Arrays.toString(other) + " are both nearest to "
                  + Arrays.toString(point),
              "The set is not convex and the nearest point is not unique.");
    }
    Optional<double[]> found = project(region, point);
    if (found.isEmpty()) {
      return findings.inconclusive(
          Rigour.EXACT,
          "a non-empty set, or more iterations",
          "The projection did not settle within the set.");
    }
    double[] nearest = found.get();
    double distance = Vectors.distance(point, nearest);
    findings.add("projection", nearest).add("distance", distance);
    if (region instanceof SafeRegion.Points points && !points.lowerBounds().isEmpty()) {
      int best = 0;
      for (int index = 1; index < points.points().size(); index++) {
        best = points.lowerBounds().get(index) > points.lowerBounds().get(best) ? index : best;
      }
      findings.add("value_aware_choice", SafeRegion.array(points.points().get(best)));
    }
    if (claim.point().isPresent()) {
      double off = Vectors.distance(SafeRegion.array(claim.point().get()), nearest);
      if (!(off <= 1e-6 * (1 + Vectors.norm(nearest)))) {
        return findings.violated(
            Rigour.EXACT,
            "the nearest point is " + Arrays.toString(nearest) + " at " + distance + ", claimed "
                + claim.point().get(),
            "The claimed point is not the projection.");
      }
    }
    if (claim.value().isPresent() && claim.valueLipschitz().isPresent()) {
      double bound = claim.valueLipschitz().getAsDouble() * distance;
      findings.add("value_loss", claim.value().getAsDouble()).add("value_bound", bound);
      if (!(claim.value().getAsDouble() <= bound * (1 + 1e-9) + 1e-12)) {
        return findings.violated(
            Rigour.EXACT,
            "the value falls by " + claim.value().getAsDouble() + " over the distance " + distance,
            "The value is not Lipschitz with the claimed constant "
                + claim.valueLipschitz().getAsDouble() + ".");
      }
    }
    return compare(findings, region, point, nearest, claim, samples, random);
  }

  private static CheckResult compare(
      Findings findings,
      SafeRegion region,
      double[] point,
      double[] nearest,
      Claim claim,
      int samples,
      RandomGenerator random) {
    boolean isConvex = region instanceof SafeRegion.Polytope;
    double bound = claim.lipschitz().orElse(isConvex ? 1 : Double.POSITIVE_INFINITY);
    List<double[][]> pairs = new ArrayList<>();
    claim.other().ifPresent(other -> pairs.add(new double[][] {point, SafeRegion.array(other)}));
    double size = 1 + Vectors.distance(point, nearest) + Vectors.norm(nearest);
    double[] low = point.clone();
    double[] high = point.clone();
    for (int axis = 0; axis < point.length; axis++) {
      low[axis] -= 2 * size;
      high[axis] += 2 * size;
    }
    for (int sample = 0; sample < samples; sample++) {
      pairs.add(new double[][] {Vectors.draw(low, high, random), Vectors.draw(low, high, random)});
    }
    double largest = 0;
    double[][] worst = {point, point};
    for (double[][] pair : pairs) {
      Optional<double[]> one = project(region, pair[0]);
      Optional<double[]> other = project(region, pair[1]);
      double apart = Vectors.distance(pair[0], pair[1]);
      if (one.isPresent() && other.isPresent() && apart > 0) {
        double ratio = Vectors.distance(one.get(), other.get()) / apart;
        if (pair[0] == point) {
          findings.add("pair_ratio", ratio);
        }
        if (ratio > largest) {
          largest = ratio;
          worst = pair;
        }
      }
    }
    findings.add("samples", samples).add("largest_ratio", largest);
    if (largest > bound * (1 + 1e-9)) {
      return findings.violated(
          Rigour.SAMPLED,
          "between " + Arrays.toString(worst[0]) + " and " + Arrays.toString(worst[1])
              + " the projections move " + largest + " times as far",
          "The projection is not " + bound + "-Lipschitz.");
    }
    if (!isConvex && claim.lipschitz().isPresent()) {
      return findings.inconclusive(
          Rigour.SAMPLED,
          "a convex set, or a pair that refutes the claim",
          "No sampled pair exceeds the claim.");
    }
    if (isConvex && claim.lipschitz().isPresent() && claim.lipschitz().getAsDouble() < 1) {
      return findings.inconclusive(
          Rigour.SAMPLED,
          "a pair that refutes the claim",
          "Convexity shows a ratio of 1, not less.");
    }
    return findings.holds(
        Rigour.EXACT,
        isConvex ? Math.max(0, bound - 1) : 0,
        isConvex
            ? "The nearest point exists and is unique; the projection is nonexpansive."
            : "A nearest point exists; the map is not continuous in general.");
  }

  private static Optional<double[]> project(SafeRegion region, double[] point) {
    if (region instanceof SafeRegion.Sphere sphere) {
      double norm = Vectors.norm(point);
      return norm == 0
          ? Optional.empty()
          : Optional.of(Vectors.between(new double[point.length], point, sphere.radius() / norm));
    }
    if (region instanceof SafeRegion.Points points) {
      return Optional.of(nearest(points, point));
    }
    SafeRegion.Polytope polytope = (SafeRegion.Polytope) region;
    if (polytope.low().size() != point.length) {
      throw Require.unexpected("l", Arrays.toString(point), polytope.low().size() + " numbers");
    }
    double[] clipped = clip(polytope, point);
    if (violation(polytope, clipped) <= 0) {
      return Optional.of(clipped);
    }
    boolean isBisected = polytope.normals().size() == 1
        && polytope.normals().get(0).stream().allMatch(value -> value >= 0);
    return isBisected ? bisect(polytope, point) : dykstra(polytope, point);
  }

  /** Nearest; of tied points the one of larger lower bound, then the lexicographically smaller. */
  private static double[] nearest(SafeRegion.Points region, double[] point) {
    int best = 0;
    for (int index = 1; index < region.points().size(); index++) {
      double gain = Vectors.distance(point, SafeRegion.array(region.points().get(best)))
          - Vectors.distance(point, SafeRegion.array(region.points().get(index)));
      double tie = 1e-12 * (1 + Vectors.norm(point));
      if (gain > tie || gain >= -tie && isPreferred(region, index, best)) {
        best = index;
      }
    }
    return SafeRegion.array(region.points().get(best));
  }

  private static boolean isPreferred(SafeRegion.Points region, int one, int other) {
    if (!region.lowerBounds().isEmpty()
        && !region.lowerBounds().get(one).equals(region.lowerBounds().get(other))) {
      return region.lowerBounds().get(one) > region.lowerBounds().get(other);
    }
    return Arrays.compare(
            SafeRegion.array(region.points().get(one)),
            SafeRegion.array(region.points().get(other)))
        < 0;
  }

  private static double[] clip(SafeRegion.Polytope polytope, double[] point) {
    double[] clipped = new double[point.length];
    for (int axis = 0; axis < point.length; axis++) {
      double atMost = Math.min(polytope.high().get(axis), point[axis]);
      clipped[axis] = Math.max(polytope.low().get(axis), atMost);
    }
    return clipped;
  }

  private static double violation(SafeRegion.Polytope polytope, double[] point) {
    double most = 0;
    for (int row = 0; row < polytope.normals().size(); row++) {
      double[] normal = SafeRegion.array(polytope.normals().get(row));
      double excess = Vectors.dot(normal, point) - polytope.offsets().get(row);
      most = Math.max(most, excess / Vectors.norm(normal));
    }
    return most;
  }

  /** clip(x − λa) with the least λ ≥ 0 that satisfies the half-space. */
  private static Optional<double[]> bisect(SafeRegion.Polytope polytope, double[] point) {
    double[] normal = SafeRegion.array(polytope.normals().get(0));
    double low = 0;
    double high = 1;
    for (int doubling = 0; doubling < 200; doubling++) {
      if (violation(polytope, moved(polytope, point, normal, high)) <= 0) {
        break;
      }
      low = high;
      high *= 2;
    }
    for (int halving = 0; halving < 200; halving++) {
      double middle = (low + high) / 2;
      if (violation(polytope, moved(polytope, point, normal, middle)) <= 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    double[] step = moved(polytope, point, normal, high);
    return violation(polytope, step) <= 0 ? Optional.of(step) : Optional.empty();
  }

  private static double[] moved(
      SafeRegion.Polytope polytope, double[] point, double[] normal, double multiplier) {
    double[] moved = new double[point.length];
    for (int axis = 0; axis < moved.length; axis++) {
      moved[axis] = point[axis] - multiplier * normal[axis];
    }
    return clip(polytope, moved);
  }

  /** Projects onto the half-spaces and the box in turn, each with its own correction carried over. */
  private static Optional<double[]> dykstra(SafeRegion.Polytope polytope, double[] point) {
    int sets = polytope.normals().size() + 1;
    double[][] corrections = new double[sets][point.length];
    double[] current = point.clone();
    double scale = 1 + Vectors.norm(point);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double change = 0;
      for (int set = 0; set < sets; set++) {
        double[] shifted = new double[point.length];
        for (int axis = 0; axis < shifted.length; axis++) {
          shifted[axis] = current[axis] + corrections[set][axis];
        }
        double[] next =
            set == sets - 1 ? clip(polytope, shifted) : halfSpace(polytope, set, shifted);
        double[] correction = Vectors.difference(shifted, next);
        change = Math.max(change, Vectors.distance(correction, corrections[set]));
        corrections[set] = correction;
        current = next;
      }
      if (change <= 1e-14 * scale) {
        return violation(polytope, current) <= 1e-9 * scale
            ? Optional.of(current)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static double[] halfSpace(SafeRegion.Polytope polytope, int row, double[] point) {
    double[] normal = SafeRegion.array(polytope.normals().get(row));
    double excess = Vectors.dot(normal, point) - polytope.offsets().get(row);
    double[] moved = point.clone();
    for (int axis = 0; axis < moved.length && excess > 0; axis++) {
      moved[axis] -= excess * normal[axis] / Vectors.dot(normal, normal);
    }
    return moved;
  }
}
