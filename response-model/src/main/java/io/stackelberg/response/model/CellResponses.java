package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Exact response of a follower that is constant on cells: one answer per cell, and the jumps between
 * neighbours.
 *
 * <p>Cells are numbered, the last coordinate fastest. A jump is the total variation between the responses of
 * two cells that follow one another along a coordinate. It is 0 only where the scores agree to the bit;
 * otherwise it is at least the smallest number above 0, however little the softmax shows of it.
 *
 * <p>Cost: one pass of the trees over the grid of representatives ({@link GridScores}); neighbours whose
 * scores differ by no more than that pass may round are walked row by row.
 */
public final class CellResponses {
  /** Largest number of cells. */
  public static final int MOST_CELLS = 1 << 20;

  /** Share of the largest score below which a difference may be rounding. */
  private static final double SUSPECT = 1e-9;

  /** Part of the space of commitments. */
  record Box(List<Double> low, List<Double> high) {}

  /** Turns a cell's scores, from an index on, into the response. */
  @FunctionalInterface
  interface Softmax {
    double[] of(double[] scores, int first);
  }

  /** What answers: the trees at one context, which of their outputs count, and how they become a response. */
  record Model(TreeScores trees, double[] leading, int[] outputs, Softmax softmax) {}

  private final Regularity.Cells cells;
  private final Box box;
  private final List<List<Double>> axes;
  private final int size;
  private final double[][] responses;
  private final double[][] jumps;

  CellResponses(Regularity.Cells cells, Box box, Model model) {
    this.cells = cells;
    this.box = box;
    axes = axes(cells, box);
    long count = count(axes);
    if (count > MOST_CELLS) {
      throw Require.unexpected("number of cells", count, "at most " + MOST_CELLS);
    }
    size = (int) count;
    double[][] grid = new double[size][];
    for (int cell = 0; cell < size; cell++) {
      grid[cell] =
          representative(cell).stream().mapToDouble(Double::doubleValue).toArray();
    }
    int outputs = model.trees().outputs();
    double[] scores = new double[size * outputs];
    model.trees().over(grid).score(model.leading(), scores);
    responses = new double[size][];
    double scale = 0;
    for (int cell = 0; cell < size; cell++) {
      responses[cell] = model.softmax().of(scores, cell * outputs);
      for (int output : model.outputs()) {
        scale = Math.max(scale, Math.abs(scores[cell * outputs + output]));
      }
    }
    jumps = new double[axes.size()][size];
    for (int axis = 0; axis < axes.size(); axis++) {
      for (int cell = 0; cell < size; cell++) {
        if (hasNext(cell, axis)) {
          int next = cell + stride(axis);
          double change = 0;
          for (int output : model.outputs()) {
            change = Math.max(
                change,
                Math.abs(scores[cell * outputs + output] - scores[next * outputs + output]));
          }
          boolean isSame = change <= SUSPECT * scale && isSame(model, grid[cell], grid[next]);
          jumps[axis][cell] = isSame || model.outputs().length == 1
              ? 0
              : Math.max(Double.MIN_VALUE, totalVariation(responses[cell], responses[next]));
        }
      }
    }
  }

  private static List<List<Double>> axes(Regularity.Cells cells, Box box) {
    int dimension = cells.coordinates().size();
    if (box.low().size() != dimension || box.high().size() != dimension) {
      throw Require.unexpected(
          "number of ends", box.low().size() + " and " + box.high().size(), dimension + " each");
    }
    List<List<Double>> axes = new ArrayList<>();
    for (int axis = 0; axis < dimension; axis++) {
      axes.add(cells.representatives(axis, box.low().get(axis), box.high().get(axis)));
    }
    return List.copyOf(axes);
  }

  private static long count(List<List<Double>> axes) {
    double count = 1;
    for (List<Double> axis : axes) {
      count *= axis.size();
    }
    return (long) count;
  }

  /** Number of cells that meet a box; rounded once it exceeds 2⁵³. */
  static long count(Regularity.Cells cells, List<Double> low, List<Double> high) {
    return count(axes(cells, new Box(low, high)));
  }

  /** Whether the scores of two rows agree to the bit, as a response computes them. */
  private static boolean isSame(Model model, double[] one, double[] other) {
    double[][] scores = new double[2][model.trees().outputs()];
    double[] row = new double[model.trees().inputs()];
    int first = row.length - one.length;
    System.arraycopy(model.leading(), 0, row, 0, first);
    System.arraycopy(one, 0, row, first, one.length);
    model.trees().score(row, scores[0]);
    System.arraycopy(other, 0, row, first, other.length);
    model.trees().score(row, scores[1]);
    for (int output : model.outputs()) {
      if (scores[0][output] != scores[1][output]) {
        return false;
      }
    }
    return true;
  }

  private static double totalVariation(double[] one, double[] other) {
    double sum = 0;
    for (int action = 0; action < one.length; action++) {
      sum += Math.abs(one[action] - other[action]);
    }
    return sum / 2;
  }

  /** Thresholds and the side convention. */
  public Regularity.Cells cells() {
    return cells;
  }

  /** Number of cells in the box, at least 1. */
  public int size() {
    return size;
  }

  /** Number of parts along a coordinate. */
  public int parts(int axis) {
    return axes.get(axis).size();
  }

  private int stride(int axis) {
    int stride = 1;
    for (int later = axis + 1; later < axes.size(); later++) {
      stride *= parts(later);
    }
    return stride;
  }

  private int part(int cell, int axis) {
    return cell / stride(axis) % parts(axis);
  }

  private boolean hasNext(int cell, int axis) {
    return part(cell, axis) < parts(axis) - 1;
  }

  /** A point of the cell, in the order of the coordinates. */
  public List<Double> representative(int cell) {
    List<Double> point = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      point.add(axes.get(axis).get(part(cell, axis)));
    }
    return List.copyOf(point);
  }

  /** Probabilities on a cell, in the order of the actions; a copy. */
  public double[] response(int cell) {
    return responses[cell].clone();
  }

  /** The cell that holds a point of the box. */
  public int cellOf(List<Double> point) {
    int cell = 0;
    for (int axis = 0; axis < axes.size(); axis++) {
      double at = Require.inRange(
          cells.coordinates().get(axis),
          point.get(axis),
          box.low().get(axis),
          box.high().get(axis));
      // A part reaches from the end that represents it to the neighbour's, up or down by the side.
      List<Double> points = axes.get(axis);
      int index = Collections.binarySearch(points, at == 0 ? 0.0 : at);
      boolean ownsUpper = cells.side() == Regularity.Side.LESS_OR_EQUAL;
      int part = index >= 0 ? index : ownsUpper ? -index - 1 : -index - 2;
      cell += stride(axis) * Math.max(0, Math.min(points.size() - 1, part));
    }
    return cell;
  }

  /**
   * Total variation between a cell and the next along a coordinate, in [0, 1].
   *
   * @throws IllegalArgumentException if the cell is the last along the coordinate
   */
  public double jump(int cell, int axis) {
    if (!hasNext(cell, axis)) {
      throw Require.unexpected(
          "cell", cell, "one with a next along " + cells.coordinates().get(axis));
    }
    return jumps[axis][cell];
  }

  /** Largest jump between neighbours, in [0, 1]. */
  public double largestJump() {
    double largest = 0;
    for (double[] along : jumps) {
      for (double jump : along) {
        largest = Math.max(largest, jump);
      }
    }
    return largest;
  }

  /** Whether all jumps in the box are 0: only then has the response a Lipschitz constant, which is 0. */
  public boolean isContinuous() {
    return largestJump() == 0;
  }

  /**
   * Sum of the jumps on the way between two points of the box, one coordinate after the other; bounds the
   * total variation between the responses there.
   */
  public double jumpsCrossed(List<Double> from, List<Double> to) {
    int cell = cellOf(from);
    int target = cellOf(to);
    double sum = 0;
    for (int axis = 0; axis < axes.size(); axis++) {
      int stride = stride(axis);
      int steps = part(target, axis) - part(cell, axis);
      for (int step = 0; step < Math.abs(steps); step++) {
        int next = cell + Integer.signum(steps) * stride;
        sum = Upward.plus(sum, jumps[axis][Math.min(cell, next)]);
        cell = next;
      }
    }
    return sum;
  }
}
