package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * A tree ensemble compiled for one grid of trailing columns.
 *
 * <p>Each tree is walked once per context. A node on a leading column sends the walk one way; a node on a
 * trailing column splits the walk and the box of grid cells that it stands for. A leaf's value is added to its
 * box through the box's corners in an array of differences, and running sums along each trailing column
 * turn the differences into scores. The cells are the product of the grid's distinct levels. Values are
 * compared by rank among a column's thresholds, so that a node fits into one {@code long}.
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

  /** Trees walked side by side, so that the processor overlaps their loads. */
  private static final int BLOCK = 64;

  private final boolean belowGoesLeft;
  private final int leadingColumns;
  private final double[][] thresholds;
  private final double[] base;
  private final int[] outputOf;
  private final int[] roots;
  private final int[] depths;
  private final long[] nodes;
  private final double[] leaves;
  private final int[] levels;
  private final int[] strides;
  private final int cells;
  private final int[] cellOf;

  private final int[] ranks;
  private final int[] walk;
  private final long[] box;
  private final int[] target;
  private final int[] corners;
  private final double[] differences;
  private final int boundBits;
  private final long boundMask;
  private final long wholeGrid;

  private TreeGrid(TreeScores model, double[][] grid, double[][] gridLevels, Packing packing) {
    belowGoesLeft = model.side() == Regularity.Side.LESS_THAN;
    leadingColumns = model.inputs() - gridLevels.length;
    thresholds = packing.thresholds;
    base = model.base();
    outputOf = model.outputOf();
    roots = packing.roots;
    depths = packing.depths;
    nodes = Arrays.copyOf(packing.nodes, packing.size);
    leaves = Arrays.copyOf(packing.leaves, packing.leafCount);
    levels = Arrays.stream(gridLevels).mapToInt(column -> column.length).toArray();
    strides = new int[levels.length];
    int product = 1;
    for (int dimension = levels.length - 1; dimension >= 0; dimension--) {
      strides[dimension] = product;
      product *= levels[dimension];
    }
    cells = product;
    cellOf = new int[grid.length];
    for (int point = 0; point < grid.length; point++) {
      for (int dimension = 0; dimension < levels.length; dimension++) {
        cellOf[point] += strides[dimension]
            * Arrays.binarySearch(gridLevels[dimension], plain(grid[point][dimension]));
      }
    }
    ranks = new int[leadingColumns + 1];
    ranks[leadingColumns] = Integer.MAX_VALUE;
    int most = packing.mostLeaves(BLOCK);
    walk = new int[most];
    box = new long[most];
    target = new int[most];
    boundBits = boundBits(levels.length);
    boundMask = (1L << boundBits) - 1;
    long whole = 0;
    for (int dimension = 0; dimension < levels.length; dimension++) {
      whole |= (long) levels[dimension] << boundBits * (2 * dimension + 1);
    }
    wholeGrid = whole;
    corners = new int[1 << levels.length];
    differences = new double[base.length * cells];
  }

  /** The compiled model, or null where the product of the grid's levels is too large for it. */
  static TreeGrid compile(TreeScores model, double[][] grid) {
    int dimensions = grid[0].length;
    if (dimensions > MOST_DIMENSIONS
        || model.inputs() + dimensions >= 0xFFFF
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
      if (gridLevels[dimension].length >= 1L << boundBits(dimensions)
          || product > (long) MOST_CELLS_PER_POINT * grid.length) {
        return null;
      }
    }
    return new TreeGrid(model, grid, gridLevels, new Packing(model, gridLevels));
  }

  /** A box's lower and upper bounds share one long. */
  private static int boundBits(int dimensions) {
    return Math.min(24, 64 / (2 * dimensions));
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
    for (int first = 0; first < roots.length; first += BLOCK) {
      walk(first, Math.min(roots.length, first + BLOCK));
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
  static int rank(double[] thresholds, double value, boolean belowGoesLeft) {
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

  /** Walks a block of trees level by level and adds what their leaves hold. */
  private void walk(int firstTree, int endTree) {
    int count = endTree - firstTree;
    int depth = 0;
    for (int index = 0; index < count; index++) {
      walk[index] = roots[firstTree + index];
      box[index] = wholeGrid;
      target[index] = outputOf[firstTree + index] * cells;
      depth = Math.max(depth, depths[firstTree + index]);
    }
    for (int level = 0; level < depth; level++) {
      for (int index = 0; index < count; index++) {
        int node = walk[index];
        long packed = nodes[node];
        int column = (int) (packed >>> COLUMN_SHIFT);
        int rank = (int) (packed >>> RANK_SHIFT) & LOW;
        int right = (int) packed & LOW;
        if (column <= leadingColumns) {
          // A leaf is its own right child, and its column's rank sends every walk right.
          walk[index] = node + 1 + ((right - node - 1) & ((rank - ranks[column]) >> 31));
        } else {
          count = split(index, column - leadingColumns - 1, rank, right, count);
        }
      }
    }
    for (int index = 0; index < count; index++) {
      double value = leaves[(int) (nodes[walk[index]] >>> RANK_SHIFT) & LOW];
      if (box[index] == wholeGrid) {
        differences[target[index]] += value;
      } else {
        add(target[index], box[index], value);
      }
    }
  }

  /** A walk at a node on the grid goes left, right, or both ways; returns the number of walks. */
  private int split(int index, int dimension, int split, int right, int count) {
    long own = box[index];
    int lowShift = 2 * boundBits * dimension;
    int highShift = lowShift + boundBits;
    if (split <= (int) (own >>> lowShift & boundMask)) {
      walk[index] = right;
      return count;
    }
    walk[index]++;
    if (split >= (int) (own >>> highShift & boundMask)) {
      return count;
    }
    box[index] = own & ~(boundMask << highShift) | (long) split << highShift;
    walk[count] = right;
    box[count] = own & ~(boundMask << lowShift) | (long) split << lowShift;
    target[count] = target[index];
    return count + 1;
  }

  /** Adds to a box: at its first corner, and with changing sign behind each of its upper sides. */
  private void add(int output, long bounds, double value) {
    int first = output;
    int count = 1;
    long rest = bounds;
    corners[0] = 0;
    for (int dimension = 0; dimension < levels.length; dimension++) {
      int low = (int) (rest & boundMask);
      int high = (int) (rest >>> boundBits & boundMask);
      rest >>>= 2 * boundBits;
      first += low * strides[dimension];
      if (high < levels[dimension]) {
        int width = (high - low) * strides[dimension];
        for (int corner = 0; corner < count; corner++) {
          corners[count + corner] = corners[corner] + width;
        }
        count <<= 1;
      }
    }
    for (int corner = 0; corner < count; corner++) {
      double signed = (Integer.bitCount(corner) & 1) == 0 ? value : -value;
      differences[first + corners[corner]] += signed;
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

  /** Trees with thresholds as ranks, nodes on the grid as splits of its levels, left child behind its parent. */
  private static final class Packing {
    private final TreeScores model;
    private final double[][] gridLevels;
    private final int leadingColumns;
    private final double[][] thresholds;
    private final int[] roots;
    private final int[] depths;
    private final long[] nodes;
    private final double[] leaves;
    private final int[] leavesBefore;
    private int size;
    private int leafCount;

    Packing(TreeScores model, double[][] gridLevels) {
      this.model = model;
      this.gridLevels = gridLevels;
      leadingColumns = model.inputs() - gridLevels.length;
      thresholds = model.thresholds(leadingColumns);
      int[] sources = model.roots();
      roots = new int[sources.length];
      depths = new int[sources.length];
      leavesBefore = new int[sources.length + 1];
      nodes = new long[model.nodes().column().length];
      leaves = new double[nodes.length];
      int[] low = new int[gridLevels.length];
      int[] high = Arrays.stream(gridLevels).mapToInt(column -> column.length).toArray();
      for (int tree = 0; tree < sources.length; tree++) {
        roots[tree] = size;
        leavesBefore[tree] = leafCount;
        depths[tree] = pack(sources[tree], low, high);
      }
      leavesBefore[sources.length] = leafCount;
    }

    /** Most leaves that a block of so many trees has together. */
    int mostLeaves(int block) {
      int most = 0;
      for (int tree = 0; tree < roots.length; tree += block) {
        int end = Math.min(roots.length, tree + block);
        most = Math.max(most, leavesBefore[end] - leavesBefore[tree]);
      }
      return most;
    }

    /** Packs a subtree and returns its depth. */
    private int pack(int source, int[] low, int[] high) {
      int column = model.nodes().column()[source];
      int left = model.nodes().left()[source];
      int right = model.nodes().right()[source];
      if (column == TreeScores.LEAF) {
        leaves[leafCount] = model.nodes().value()[source];
        nodes[size] = (long) leadingColumns << COLUMN_SHIFT | (long) leafCount << RANK_SHIFT | size;
        leafCount++;
        size++;
        return 0;
      }
      double threshold = model.nodes().value()[source];
      boolean below = model.side() == Regularity.Side.LESS_THAN;
      if (column < leadingColumns) {
        int rank = Arrays.binarySearch(thresholds[column], plain(threshold));
        int own = size++;
        int depth = pack(left, low, high);
        nodes[own] = (long) column << COLUMN_SHIFT | (long) rank << RANK_SHIFT | size;
        return 1 + Math.max(depth, pack(right, low, high));
      }
      int dimension = column - leadingColumns;
      int split = 0;
      while (split < gridLevels[dimension].length
          && (below
              ? gridLevels[dimension][split] < threshold
              : gridLevels[dimension][split] <= threshold)) {
        split++;
      }
      if (split <= low[dimension]) {
        return pack(right, low, high);
      }
      if (split >= high[dimension]) {
        return pack(left, low, high);
      }
      int own = size++;
      int end = high[dimension];
      high[dimension] = split;
      int depth = pack(left, low, high);
      high[dimension] = end;
      nodes[own] = (long) (leadingColumns + 1 + dimension) << COLUMN_SHIFT
          | (long) split << RANK_SHIFT
          | size;
      int begin = low[dimension];
      low[dimension] = split;
      depth = Math.max(depth, pack(right, low, high));
      low[dimension] = begin;
      return 1 + depth;
    }
  }
}
