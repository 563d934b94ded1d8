package io.stackelberg.theory;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Half-open box of an axis-parallel partition, cut to the leader's box; never empty.
 *
 * @param index row-major, among all cells of the partition
 * @param ordinals which interval in each coordinate
 */
record Cell(
    int index,
    int[] ordinals,
    double[] low,
    double[] high,
    boolean[] holdsLow,
    boolean[] holdsHigh) {
  /** Number of cells of the whole partition. */
  static int count(Regularity.Cells cells) {
    long count = 1;
    for (List<Double> thresholds : cells.thresholds()) {
      count = Math.multiplyExact(count, thresholds.size() + 1L);
    }
    return (int) Require.inRange("cells", count, 1, 1_000_000);
  }

  /** The cells that meet a box, in order. */
  static List<Cell> of(Regularity.Cells cells, double[] low, double[] high) {
    int dimension = cells.thresholds().size();
    Vectors.requireBox(low, high, dimension);
    for (List<Double> thresholds : cells.thresholds()) {
      for (int index = 0; index < thresholds.size(); index++) {
        Require.finite("threshold", thresholds.get(index));
        if (index > 0 && !(thresholds.get(index - 1) < thresholds.get(index))) {
          throw Require.unexpected("thresholds", thresholds, "increasing numbers");
        }
      }
    }
    List<Cell> inside = new ArrayList<>();
    for (int index = 0; index < count(cells); index++) {
      int[] ordinals = new int[dimension];
      int rest = index;
      for (int axis = dimension - 1; axis >= 0; axis--) {
        int intervals = cells.thresholds().get(axis).size() + 1;
        ordinals[axis] = rest % intervals;
        rest /= intervals;
      }
      cut(cells, low, high, index, ordinals, inside);
    }
    return inside;
  }

  private static void cut(
      Regularity.Cells cells,
      double[] low,
      double[] high,
      int index,
      int[] ordinals,
      List<Cell> inside) {
    double[] from = low.clone();
    double[] to = high.clone();
    boolean[] holdsLow = new boolean[low.length];
    boolean[] holdsHigh = new boolean[low.length];
    Arrays.fill(holdsLow, true);
    Arrays.fill(holdsHigh, true);
    boolean goesRight = cells.side() == Regularity.Side.LESS_THAN;
    for (int axis = 0; axis < low.length; axis++) {
      List<Double> thresholds = cells.thresholds().get(axis);
      int ordinal = ordinals[axis];
      if (ordinal > 0 && thresholds.get(ordinal - 1) >= low[axis]) {
        from[axis] = thresholds.get(ordinal - 1);
        holdsLow[axis] = goesRight;
      }
      if (ordinal < thresholds.size() && thresholds.get(ordinal) <= high[axis]) {
        to[axis] = thresholds.get(ordinal);
        holdsHigh[axis] = !goesRight;
      }
      boolean isEmpty =
          from[axis] > to[axis] || from[axis] == to[axis] && !(holdsLow[axis] && holdsHigh[axis]);
      if (isEmpty) {
        return;
      }
    }
    inside.add(new Cell(index, ordinals, from, to, holdsLow, holdsHigh));
  }

  /** Whether the cell holds a point. */
  boolean holds(double[] point) {
    for (int axis = 0; axis < point.length; axis++) {
      double value = point[axis];
      boolean isInside = value > low[axis] && value < high[axis]
          || value == low[axis] && holdsLow[axis]
          || value == high[axis] && holdsHigh[axis];
      if (!isInside) {
        return false;
      }
    }
    return true;
  }

  /** A point of the cell. */
  double[] inner() {
    double[] point = Vectors.between(low, high, 0.5);
    for (int axis = 0; axis < point.length; axis++) {
      if (holdsLow[axis] && !(point[axis] > low[axis] && point[axis] < high[axis])) {
        point[axis] = low[axis];
      } else if (holdsHigh[axis] && !(point[axis] > low[axis] && point[axis] < high[axis])) {
        point[axis] = high[axis];
      }
    }
    return point;
  }

  /** The corner of the closure at which a linear function is largest. */
  double[] corner(double[] slope) {
    double[] corner = new double[slope.length];
    for (int axis = 0; axis < slope.length; axis++) {
      corner[axis] = slope[axis] > 0 ? high[axis] : low[axis];
    }
    return corner;
  }

  /** Whether the cell itself holds a maximiser of the linear function over its closure. */
  boolean attains(double[] slope) {
    for (int axis = 0; axis < slope.length; axis++) {
      if (slope[axis] > 0 && !holdsHigh[axis] || slope[axis] < 0 && !holdsLow[axis]) {
        return false;
      }
    }
    return true;
  }

  /** A maximiser within the cell, where {@link #attains}. */
  double[] maximiser(double[] slope) {
    double[] point = corner(slope);
    double[] inner = inner();
    for (int axis = 0; axis < slope.length; axis++) {
      point[axis] = slope[axis] == 0 ? inner[axis] : point[axis];
    }
    return point;
  }

  /** A point of the cell near the corner: this share of the way towards an inner point. */
  double[] near(double[] slope, double share) {
    return Vectors.between(corner(slope), inner(), share);
  }
}
