package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.List;

/** Safe set S of commitments, as points of a space. */
public sealed interface SafeRegion {
  /**
   * Box cut by half-spaces a·x ≤ b; convex. Ends may be infinite; no half-spaces leaves the box.
   *
   * @param low lower ends
   * @param high upper ends
   * @param normals a, one list per half-space
   * @param offsets b, one per half-space
   */
  record Polytope(
      List<Double> low, List<Double> high, List<List<Double>> normals, List<Double> offsets)
      implements SafeRegion {
    public Polytope {
      low = List.copyOf(low);
      high = List.copyOf(high);
      normals = normals.stream().map(List::copyOf).toList();
      offsets = List.copyOf(offsets);
      Require.nonEmpty("low", low);
      for (int axis = 0; axis < low.size(); axis++) {
        if (high.size() != low.size() || !(low.get(axis) <= high.get(axis))) {
          throw Require.unexpected("box", low + " to " + high, "lower ends at most the upper ends");
        }
      }
      for (List<Double> normal : normals) {
        if (normal.size() != low.size() || normal.stream().allMatch(value -> value == 0)) {
          throw Require.unexpected("normal", normal, low.size() + " numbers, not all 0");
        }
      }
      if (offsets.size() != normals.size()) {
        throw Require.unexpected("offsets", offsets, normals.size() + " numbers");
      }
    }
  }

  /**
   * Finitely many points; not convex.
   *
   * @param points at least one
   * @param lowerBounds lower confidence value of each point, to break ties; empty for none
   */
  record Points(List<List<Double>> points, List<Double> lowerBounds) implements SafeRegion {
    public Points {
      points = Require.nonEmpty("points", points).stream().map(List::copyOf).toList();
      lowerBounds = List.copyOf(lowerBounds);
      if (!lowerBounds.isEmpty() && lowerBounds.size() != points.size()) {
        throw Require.unexpected("lower bounds", lowerBounds, points.size() + " numbers or none");
      }
    }
  }

  /**
   * Sphere around the origin; not convex.
   *
   * @param radius above 0
   */
  record Sphere(double radius) implements SafeRegion {
    public Sphere {
      Require.positive("radius", radius);
    }
  }

  /** The numbers of a list. */
  static double[] array(List<Double> numbers) {
    double[] array = new double[numbers.size()];
    Arrays.setAll(array, numbers::get);
    return array;
  }
}
