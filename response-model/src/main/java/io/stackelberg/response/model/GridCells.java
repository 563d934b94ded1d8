package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The cells of a grid of trailing columns: the product of its distinct levels.
 *
 * <p>Trees are constant on boxes of cells. What one adds to a box is written as changes at the box's corners
 * of an array of differences, whose running sums along each trailing column are the scores.
 */
final class GridCells {
  /** A product of levels larger than this, per point of the grid, is not worth its sums. */
  private static final int MOST_CELLS_PER_POINT = 64;

  private static final int MOST_DIMENSIONS = 12;

  private final boolean belowGoesLeft;
  private final int leadingColumns;
  private final double[][] values;
  private final int[] levels;
  private final int[] strides;
  private final int count;
  private final int[] cellOf;

  private GridCells(TreeScores model, double[][] grid, double[][] values, int count) {
    belowGoesLeft = model.side() == Regularity.Side.LESS_THAN;
    leadingColumns = model.inputs() - values.length;
    this.values = values;
    this.count = count;
    levels = Arrays.stream(values).mapToInt(column -> column.length).toArray();
    strides = new int[levels.length];
    int product = 1;
    for (int dimension = levels.length - 1; dimension >= 0; dimension--) {
      strides[dimension] = product;
      product *= levels[dimension];
    }
    cellOf = new int[grid.length];
    for (int point = 0; point < grid.length; point++) {
      for (int dimension = 0; dimension < levels.length; dimension++) {
        cellOf[point] += strides[dimension]
            * Arrays.binarySearch(values[dimension], plain(grid[point][dimension]));
      }
    }
  }

  /** The cells; empty where their number is too large for the grid. */
  static Optional<GridCells> of(TreeScores model, double[][] grid) {
    int dimensions = grid[0].length;
    if (dimensions > MOST_DIMENSIONS) {
      return Optional.empty();
    }
    double[][] values = new double[dimensions][];
    long product = 1;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      TreeSet<Double> distinct = new TreeSet<>();
      for (double[] point : grid) {
        distinct.add(plain(point[dimension]));
      }
      values[dimension] = distinct.stream().mapToDouble(Double::doubleValue).toArray();
      product *= values[dimension].length;
      if (product > (long) MOST_CELLS_PER_POINT * grid.length) {
        return Optional.empty();
      }
    }
    return Optional.of(new GridCells(model, grid, values, (int) product));
  }

  /** −0 compares like 0 but sorts before it. */
  static double plain(double value) {
    return value == 0 ? 0 : value;
  }

  /** Number of columns before those of the grid. */
  int leadingColumns() {
    return leadingColumns;
  }

  /** Number of cells. */
  int count() {
    return count;
  }

  /** Number of levels of each trailing column; a copy. */
  int[] levels() {
    return levels.clone();
  }

  /** Number of levels of a trailing column that a threshold sends left. */
  int split(int dimension, double threshold) {
    int split = 0;
    for (double level : values[dimension]) {
      split += (belowGoesLeft ? level < threshold : level <= threshold) ? 1 : 0;
    }
    return split;
  }

  /** Number of sorted thresholds that send a value right. */
  int rank(double[] thresholds, double value) {
    int from = 0;
    int to = thresholds.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (belowGoesLeft ? thresholds[middle] <= value : thresholds[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** A value at the box's first corner, with changing sign behind each of its upper sides. */
  void corners(int offset, double value, int[] low, int[] high, Map<Integer, Double> changes) {
    corners(0, offset, value, low, high, changes);
  }

  private void corners(
      int dimension, int cell, double value, int[] low, int[] high, Map<Integer, Double> changes) {
    if (dimension == levels.length) {
      changes.merge(cell, value, Double::sum);
      return;
    }
    int stride = strides[dimension];
    corners(dimension + 1, cell + low[dimension] * stride, value, low, high, changes);
    if (high[dimension] < levels[dimension]) {
      corners(dimension + 1, cell + high[dimension] * stride, -value, low, high, changes);
    }
  }

  /** Sums the differences up, in place, and writes the score of each output at each point of the grid. */
  void write(double[] differences, double[] base, double[] scores) {
    for (int output = 0; output < base.length; output++) {
      int first = output * count;
      for (int dimension = 0; dimension < levels.length; dimension++) {
        accumulate(differences, first, dimension);
      }
      for (int point = 0; point < cellOf.length; point++) {
        scores[point * base.length + output] = base[output] + differences[first + cellOf[point]];
      }
    }
  }

  private void accumulate(double[] differences, int first, int dimension) {
    int stride = strides[dimension];
    int block = stride * levels[dimension];
    for (int start = first; start < first + count; start += block) {
      for (int cell = start + stride; cell < start + block; cell++) {
        differences[cell] += differences[cell - stride];
      }
    }
  }
}
