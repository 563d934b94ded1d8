package io.stackelberg.pipeline.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Greedy placement of labels around their points: the first free place wins, near ones before far ones.
 *
 * <p>Not thread-safe; made for one figure.
 */
final class LabelPlacement {
  private static final double HEIGHT = SvgChart.TEXT_SIZE + 3;
  private static final double[] DISTANCES = {11, 20, 34, 50, 68};
  /** Directions from the point, in the order they are tried: right, left, up, down, then the corners. */
  private static final int[][] DIRECTIONS = {
    {1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}
  };

  private final Box bounds;
  private final List<Box> taken = new ArrayList<>();

  /** Placement within the given bounds. */
  LabelPlacement(double left, double top, double right, double bottom) {
    bounds = new Box(left, top, right, bottom);
  }

  /** Rectangle on the figure. */
  record Box(double left, double top, double right, double bottom) {
    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean isInside(Box other) {
      return left >= other.left
          && right <= other.right
          && top >= other.top
          && bottom <= other.bottom;
    }

    /** Point of the box nearest to another point. */
    SvgChart.Point nearest(double x, double y) {
      return new SvgChart.Point(
          Math.max(left, Math.min(right, x)), Math.max(top, Math.min(bottom, y)));
    }
  }

  /** Keeps labels off a mark. */
  void keepFreeAround(double x, double y, double radius) {
    taken.add(new Box(x - radius, y - radius, x + radius, y + radius));
  }

  /** Keeps labels off a straight line. */
  void keepFreeAlong(SvgChart.Point one, SvgChart.Point other) {
    int steps = (int) Math.ceil(Math.hypot(other.x() - one.x(), other.y() - one.y()) / 4);
    for (int step = 0; step <= steps; step++) {
      double part = steps == 0 ? 0 : (double) step / steps;
      keepFreeAround(
          one.x() + part * (other.x() - one.x()), one.y() + part * (other.y() - one.y()), 2);
    }
  }

  /** The place for a label of a point, then taken; empty when all places tried are taken. */
  Optional<Box> place(double x, double y, String label) {
    Optional<Box> clear = search(x, y, label, true);
    Optional<Box> best = clear.isPresent() ? clear : search(x, y, label, false);
    best.ifPresent(taken::add);
    return best;
  }

  private Optional<Box> search(double x, double y, String label, boolean needsClearLeader) {
    double width = SvgChart.textWidth(label);
    for (double distance : DISTANCES) {
      for (int[] direction : DIRECTIONS) {
        Box box =
            around(x + direction[0] * distance, y + direction[1] * distance, width, direction);
        boolean isFree = box.isInside(bounds) && taken.stream().noneMatch(box::overlaps);
        if (isFree && (!needsClearLeader || isClear(box.nearest(x, y), x, y))) {
          return Optional.of(box);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the line from a label meets nothing before it comes close to the label's own point. */
  private boolean isClear(SvgChart.Point start, double x, double y) {
    double length = Math.hypot(x - start.x(), y - start.y());
    for (double along = 0; along < length - DISTANCES[0]; along += 2) {
      double leaderX = start.x() + along / length * (x - start.x());
      double leaderY = start.y() + along / length * (y - start.y());
      Box spot = new Box(leaderX - 1, leaderY - 1, leaderX + 1, leaderY + 1);
      if (taken.stream().anyMatch(spot::overlaps)) {
        return false;
      }
    }
    return true;
  }

  /** Box in a direction from a point; one above or below is moved sideways to stay on the figure. */
  private Box around(double x, double y, double width, int[] direction) {
    double left = x - (direction[0] > 0 ? 0 : direction[0] < 0 ? width : width / 2);
    if (direction[0] == 0) {
      left = Math.max(bounds.left, Math.min(left, bounds.right - width));
    }
    double top = y - (direction[1] > 0 ? 0 : direction[1] < 0 ? HEIGHT : HEIGHT / 2);
    return new Box(left, top, left + width, top + HEIGHT);
  }
}
