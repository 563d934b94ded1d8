package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A tree ensemble compiled for one grid of trailing columns.
 *
 * <p>Each tree is walked once per context. A node on a leading column sends the walk one way; a node on a
 * trailing column splits it, for some points of the grid go left and others right. Which points those are,
 * the way to a node decides once and for all: they form a box of grid cells. What a leaf adds to its box is
 * therefore known beforehand, as changes at the box's corners of an array of differences, whose running sums
 * along each trailing column are the scores; a subtree that tests trailing columns alone counts as one leaf.
 * The cells are the product of the grid's distinct levels. Values are compared by rank among a column's
 * thresholds, so that a node fits into one {@code long}.
 *
 * <p>Cost per context: visited nodes, then outputs × cells × trailing columns additions.
 */
final class TreeGrid implements GridScores {
  /** A product of levels larger than this, per point of the grid, is not worth its sums. */
  private static final int MOST_CELLS_PER_POINT = 64;

  private static final int MOST_DIMENSIONS = 12;

  private static final int COLUMN_SHIFT = 48;
  private static final int RANK_SHIFT = 24;
  private static final int LOW = 0xFFFFFF;

  // An inner node is column, rank and right child, its left child behind it. A leaf has the column
  // behind the
  // leading ones, its first change and their number; a node on the grid the next column and its
  // right child.

  private final boolean belowGoesLeft;
  private final int leadingColumns;
  private final double[][] thresholds;
  private final double[] base;
  private final int[] roots;
  private final long[] nodes;
  private final double[] changes;
  private final int[] levels;
  private final int[] strides;
  private final int cells;
  private final int[] cellOf;

  private final int[] ranks;
  private final int[] stack;
  private final double[] differences;

  private TreeGrid(TreeScores model, double[][] grid, double[][] gridLevels, Packing packing) {
    belowGoesLeft = model.side() == Regularity.Side.LESS_THAN;
    leadingColumns = model.inputs() - gridLevels.length;
    thresholds = packing.thresholds;
    base = model.base();
    roots = packing.roots;
    nodes = Arrays.copyOf(packing.nodes, packing.size);
    changes = Arrays.copyOf(packing.changes, packing.changeEnd);
    levels = packing.levels;
    strides = packing.strides;
    cells = packing.cells;
    cellOf = new int[grid.length];
    for (int point = 0; point < grid.length; point++) {
      for (int dimension = 0; dimension < levels.length; dimension++) {
        cellOf[point] += strides[dimension]
            * Arrays.binarySearch(gridLevels[dimension], plain(grid[point][dimension]));
      }
    }
    ranks = new int[leadingColumns];
    stack = new int[packing.depth + 1];
    differences = new double[base.length * cells];
  }

  /** The compiled model, or null where the product of the grid's levels is too large for it. */
  static TreeGrid compile(TreeScores model, double[][] grid) {
    int dimensions = grid[0].length;
    if (dimensions > MOST_DIMENSIONS
        || model.inputs() >= 0xFFFF
        || model.nodes().column().length >= LOW) {
      return null;
    }
    double[][] gridLevels = new double[dimensions][];
    long product = 1;
    for (int dimension = 0; dimension < dimensions; dimension++) {
      TreeSet<Double> distinct = new TreeSet<>();
      for (double[] point : grid) {
        distinct.add(plain(point[dimension]));
      }
      gridLevels[dimension] = distinct.stream().mapToDouble(Double::doubleValue).toArray();
      product *= gridLevels[dimension].length;
      if (product > (long) MOST_CELLS_PER_POINT * grid.length) {
        return null;
      }
    }
    Packing packing = new Packing(model, gridLevels);
    return packing.changeEnd / 2 < LOW ? new TreeGrid(model, grid, gridLevels, packing) : null;
  }

  /** −0 compares like 0 but sorts before it. */
  private static double plain(double value) {
    return value == 0 ? 0 : value;
  }

  @Override
  public void score(double[] leading, double[] scores) {
    for (int column = 0; column < leadingColumns; column++) {
      ranks[column] = rank(thresholds[column], leading[column], belowGoesLeft);
    }
    Arrays.fill(differences, 0);
    for (int root : roots) {
      walk(root);
    }
    for (int output = 0; output < base.length; output++) {
      int first = output * cells;
      for (int dimension = 0; dimension < levels.length; dimension++) {
        accumulate(first, dimension);
      }
      for (int point = 0; point < cellOf.length; point++) {
        scores[point * base.length + output] = base[output] + differences[first + cellOf[point]];
      }
    }
  }

  /** Number of thresholds that send the value right. */
  private static int rank(double[] thresholds, double value, boolean belowGoesLeft) {
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

  /** Walks a tree and applies the changes of the leaves it ends in. */
  private void walk(int root) {
    int node = root;
    int waiting = 0;
    while (true) {
      long packed = nodes[node];
      int column = (int) (packed >>> COLUMN_SHIFT);
      if (column < leadingColumns) {
        // Without a branch: which way a context goes cannot be foreseen.
        int right = (int) packed & LOW;
        int rank = (int) (packed >>> RANK_SHIFT) & LOW;
        node = node + 1 + ((right - node - 1) & ((rank - ranks[column]) >> 31));
      } else if (column > leadingColumns) {
        stack[waiting++] = (int) packed & LOW;
        node++;
      } else {
        int entry = 2 * ((int) (packed >>> RANK_SHIFT) & LOW);
        for (int end = entry + 2 * ((int) packed & LOW); entry < end; entry += 2) {
          differences[(int) changes[entry]] += changes[entry + 1];
        }
        if (waiting == 0) {
          return;
        }
        node = stack[--waiting];
      }
    }
  }

  private void accumulate(int first, int dimension) {
    int stride = strides[dimension];
    int block = stride * levels[dimension];
    for (int start = first; start < first + cells; start += block) {
      for (int cell = start + stride; cell < start + block; cell++) {
        differences[cell] += differences[cell - stride];
      }
    }
  }

  /** Trees with thresholds as ranks and leaves as changes; a left child lies behind its parent. */
  private static final class Packing {
    private final TreeScores model;
    private final TreeScores.Nodes source;
    private final double[][] gridLevels;
    private final int leadingColumns;
    private final double[][] thresholds;
    private final int[] levels;
    private final int[] strides;
    private final int cells;
    private final int[] roots;
    private int depth;
    private final long[] nodes;
    private double[] changes = new double[1024];
    private int size;
    private int changeEnd;

    Packing(TreeScores model, double[][] gridLevels) {
      this.model = model;
      this.gridLevels = gridLevels;
      source = model.nodes();
      leadingColumns = model.inputs() - gridLevels.length;
      thresholds = model.thresholds(leadingColumns);
      levels = Arrays.stream(gridLevels).mapToInt(column -> column.length).toArray();
      strides = new int[levels.length];
      int product = 1;
      for (int dimension = levels.length - 1; dimension >= 0; dimension--) {
        strides[dimension] = product;
        product *= levels[dimension];
      }
      cells = product;
      int[] sources = model.roots();
      roots = new int[sources.length];
      nodes = new long[source.column().length];
      int[] low = new int[levels.length];
      int[] high = levels.clone();
      for (int tree = 0; tree < sources.length; tree++) {
        roots[tree] = size;
        depth = Math.max(depth, pack(sources[tree], model.outputOf()[tree] * cells, low, high));
      }
    }

    /** Packs the subtree of a box and returns its depth. */
    private int pack(int node, int offset, int[] low, int[] high) {
      if (isOnGridAlone(node)) {
        Map<Integer, Double> sums = new TreeMap<>();
        collect(node, offset, low, high, sums);
        nodes[size++] = (long) leadingColumns << COLUMN_SHIFT
            | (long) (changeEnd / 2) << RANK_SHIFT
            | sums.size();
        sums.forEach(this::append);
        return 0;
      }
      int column = source.column()[node];
      int left = source.left()[node];
      int right = source.right()[node];
      if (column < leadingColumns) {
        int rank = Arrays.binarySearch(thresholds[column], plain(source.value()[node]));
        int own = size++;
        int depth = pack(left, offset, low, high);
        nodes[own] = (long) column << COLUMN_SHIFT | (long) rank << RANK_SHIFT | size;
        return 1 + Math.max(depth, pack(right, offset, low, high));
      }
      int dimension = column - leadingColumns;
      int split = split(dimension, source.value()[node]);
      if (split <= low[dimension]) {
        return pack(right, offset, low, high);
      }
      if (split >= high[dimension]) {
        return pack(left, offset, low, high);
      }
      int own = size++;
      int end = high[dimension];
      high[dimension] = split;
      int depth = pack(left, offset, low, high);
      high[dimension] = end;
      nodes[own] = (long) (leadingColumns + 1) << COLUMN_SHIFT | size;
      int begin = low[dimension];
      low[dimension] = split;
      depth = Math.max(depth, pack(right, offset, low, high));
      low[dimension] = begin;
      return 1 + depth;
    }

    private boolean isOnGridAlone(int node) {
      int column = source.column()[node];
      return column == TreeScores.LEAF
          || column >= leadingColumns
              && isOnGridAlone(source.left()[node])
              && isOnGridAlone(source.right()[node]);
    }

    /** Changes of all leaves of a subtree that tests trailing columns alone. */
    private void collect(
        int node, int offset, int[] low, int[] high, Map<Integer, Double> changes) {
      int column = source.column()[node];
      if (column == TreeScores.LEAF) {
        corners(0, offset, source.value()[node], low, high, changes);
        return;
      }
      int dimension = column - leadingColumns;
      int split = split(dimension, source.value()[node]);
      int end = high[dimension];
      int begin = low[dimension];
      if (split > begin) {
        high[dimension] = Math.min(end, split);
        collect(source.left()[node], offset, low, high, changes);
        high[dimension] = end;
      }
      if (split < end) {
        low[dimension] = Math.max(begin, split);
        collect(source.right()[node], offset, low, high, changes);
        low[dimension] = begin;
      }
    }

    /** A value at the box's first corner, with changing sign behind each of its upper sides. */
    private void corners(
        int dimension,
        int cell,
        double value,
        int[] low,
        int[] high,
        Map<Integer, Double> changes) {
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

    /** Number of levels that go left. */
    private int split(int dimension, double threshold) {
      boolean below = model.side() == Regularity.Side.LESS_THAN;
      int split = 0;
      for (double level : gridLevels[dimension]) {
        split += (below ? level < threshold : level <= threshold) ? 1 : 0;
      }
      return split;
    }

    private void append(int cell, double value) {
      if (changeEnd == changes.length) {
        changes = Arrays.copyOf(changes, 2 * changeEnd);
      }
      changes[changeEnd++] = cell;
      changes[changeEnd++] = value;
    }
  }
}
