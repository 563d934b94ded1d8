package io.stackelberg.response.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
  private static final int COLUMN_SHIFT = 48;
  private static final int RANK_SHIFT = 24;
  private static final int LOW = 0xFFFFFF;

  // An inner node is column, rank and right child, its left child behind it. A leaf has the column
  // behind the
  // leading ones, its first change and their number; a node on the grid the next column and its
  // right child.

  private final GridCells cells;
  private final int leadingColumns;
  private final double[][] thresholds;
  private final double[] base;
  private final int[] roots;
  private final long[] nodes;
  private final double[] changes;

  private final int[] ranks;
  private final int[] stack;
  private final double[] differences;

  private TreeGrid(TreeScores model, GridCells cells, Packing packing) {
    this.cells = cells;
    leadingColumns = cells.leadingColumns();
    thresholds = packing.thresholds;
    base = model.base();
    roots = packing.roots;
    nodes = Arrays.copyOf(packing.nodes, packing.size);
    changes = Arrays.copyOf(packing.changes, packing.changeEnd);
    ranks = new int[leadingColumns];
    stack = new int[packing.depth + 1];
    differences = new double[base.length * cells.count()];
  }

  /** The compiled model; empty where it is too large for the packing. */
  static Optional<TreeGrid> compile(TreeScores model, GridCells cells) {
    if (model.inputs() >= 0xFFFF || model.nodes().column().length >= LOW) {
      return Optional.empty();
    }
    Packing packing = new Packing(model, cells);
    return packing.changeEnd / 2 < LOW
        ? Optional.of(new TreeGrid(model, cells, packing))
        : Optional.empty();
  }

  @Override
  public void score(double[] leading, double[] scores) {
    for (int column = 0; column < leadingColumns; column++) {
      ranks[column] = cells.rank(thresholds[column], leading[column]);
    }
    Arrays.fill(differences, 0);
    for (int root : roots) {
      walk(root);
    }
    cells.write(differences, base, scores);
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

  /** Trees with thresholds as ranks and leaves as changes; a left child lies behind its parent. */
  private static final class Packing {
    private final TreeScores.Nodes source;
    private final GridCells cells;
    private final int leadingColumns;
    private final double[][] thresholds;
    private final int[] roots;
    private int depth;
    private final long[] nodes;
    private double[] changes = new double[1024];
    private int size;
    private int changeEnd;

    Packing(TreeScores model, GridCells cells) {
      this.cells = cells;
      source = model.nodes();
      leadingColumns = cells.leadingColumns();
      thresholds = model.thresholds(leadingColumns);
      int[] sources = model.roots();
      roots = new int[sources.length];
      nodes = new long[source.column().length];
      int[] high = cells.levels();
      int[] low = new int[high.length];
      for (int tree = 0; tree < sources.length; tree++) {
        roots[tree] = size;
        depth =
            Math.max(depth, pack(sources[tree], model.outputOf()[tree] * cells.count(), low, high));
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
        int rank =
            Arrays.binarySearch(thresholds[column], GridCells.plain(source.value()[node]));
        int own = size++;
        int depth = pack(left, offset, low, high);
        nodes[own] = (long) column << COLUMN_SHIFT | (long) rank << RANK_SHIFT | size;
        return 1 + Math.max(depth, pack(right, offset, low, high));
      }
      int dimension = column - leadingColumns;
      int split = cells.split(dimension, source.value()[node]);
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
        cells.corners(offset, source.value()[node], low, high, changes);
        return;
      }
      int dimension = column - leadingColumns;
      int split = cells.split(dimension, source.value()[node]);
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

    private void append(int cell, double value) {
      if (changeEnd == changes.length) {
        changes = Arrays.copyOf(changes, 2 * changeEnd);
      }
      changes[changeEnd++] = cell;
      changes[changeEnd++] = value;
    }
  }
}
