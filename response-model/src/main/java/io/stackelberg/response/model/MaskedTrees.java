package io.stackelberg.response.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Small trees compiled for one grid of trailing columns without walking them.
 *
 * <p>The leaves of a tree are bits, the leftmost the lowest. A node that sends the row right rules out the
 * leaves of its left side; after all such nodes, in any order, the lowest bit left is the leaf reached. Nodes
 * on leading columns lie sorted by threshold, column by column, so that a context rules out by one sweep
 * over the front part of each column's list, without a branch that depends on it. What nodes on trailing
 * columns rule out is known beforehand, for each region of cells between the tree's own thresholds. Trees of
 * one output with the same regions make a shape: they are summed region by region, and the sums written as
 * changes at the regions' corners, see {@link GridCells}.
 *
 * <p>Cost per context: nodes on leading columns that send it right, regions of all trees, corners of the
 * regions of all shapes, then outputs × cells × trailing columns additions.
 *
 * <p>Source: Lucchese et al. (2015) [lucchese2015quickscorer] for the bits and the sweep; the regions are ours.
 */
final class MaskedTrees implements GridScores {
  private static final int MOST_LEAVES = Long.SIZE;

  /** With more regions per tree than this the walk of {@link TreeGrid} is faster. */
  private static final int MOST_REGIONS_PER_TREE = 8;

  private final GridCells cells;
  private final double[] base;

  private final double[][] thresholds;
  private final int[][] clearedTrees;
  private final long[][] clearingMasks;

  private final int[] firstLeaf;
  private final double[] leaves;

  // A look is at one region of one tree; it belongs to the sum of that region over the trees of a
  // shape.
  private final int[] lookTrees;
  private final long[] lookMasks;
  private final int[] lookSums;

  private final int[] changeSums;
  private final int[] changeCells;
  private final double[] changeSigns;

  private final long[] reachable;
  private final double[] sums;
  private final double[] differences;

  /** Trees with these thresholds on the grid, as numbers of levels to the left. */
  private record Shape(int output, List<List<Integer>> splits) {
    int regions() {
      return splits.stream().mapToInt(list -> list.size() + 1).reduce(1, Math::multiplyExact);
    }
  }

  /** What one node rules out when it sends the row right. */
  private record Clearing(int column, double threshold, long mask) {}

  private record Change(int sum, int cell, double sign) {}

  private record Tree(List<Clearing> leading, List<Clearing> trailing, List<Double> leaves) {}

  private MaskedTrees(TreeScores model, GridCells cells, Map<Shape, List<Tree>> shapes) {
    this.cells = cells;
    base = model.base();
    List<Tree> trees = shapes.values().stream().flatMap(List::stream).toList();
    firstLeaf = new int[trees.size()];
    for (int tree = 1; tree < firstLeaf.length; tree++) {
      firstLeaf[tree] = firstLeaf[tree - 1] + trees.get(tree - 1).leaves().size();
    }
    leaves = trees.stream()
        .flatMap(tree -> tree.leaves().stream())
        .mapToDouble(Double::doubleValue)
        .toArray();
    thresholds = new double[cells.leadingColumns()][];
    clearedTrees = new int[thresholds.length][];
    clearingMasks = new long[thresholds.length][];
    sortByThreshold(trees);
    int looks = regions(shapes);
    lookTrees = new int[looks];
    lookMasks = new long[looks];
    lookSums = new int[looks];
    List<Change> changes = new ArrayList<>();
    int look = 0;
    int firstTree = 0;
    int firstSum = 0;
    for (Map.Entry<Shape, List<Tree>> entry : shapes.entrySet()) {
      Shape shape = entry.getKey();
      int regions = shape.regions();
      for (Tree tree : entry.getValue()) {
        for (int region = 0; region < regions; region++) {
          lookTrees[look] = firstTree;
          lookMasks[look] = mask(tree.trailing(), box(shape, region)[0]);
          lookSums[look++] = firstSum + region;
        }
        firstTree++;
      }
      for (int region = 0; region < regions; region++) {
        int[][] box = box(shape, region);
        int sum = firstSum + region;
        Map<Integer, Double> corners = new TreeMap<>();
        cells.corners(shape.output() * cells.count(), 1, box[0], box[1], corners);
        corners.forEach((cell, sign) -> changes.add(new Change(sum, cell, sign)));
      }
      firstSum += regions;
    }
    changeSums = changes.stream().mapToInt(Change::sum).toArray();
    changeCells = changes.stream().mapToInt(Change::cell).toArray();
    changeSigns = changes.stream().mapToDouble(Change::sign).toArray();
    reachable = new long[trees.size()];
    sums = new double[firstSum];
    differences = new double[base.length * cells.count()];
  }

  private void sortByThreshold(List<Tree> trees) {
    record Entry(int tree, Clearing clearing) {}
    List<List<Entry>> columns = new ArrayList<>();
    for (int column = 0; column < thresholds.length; column++) {
      columns.add(new ArrayList<>());
    }
    for (int tree = 0; tree < trees.size(); tree++) {
      for (Clearing clearing : trees.get(tree).leading()) {
        columns.get(clearing.column()).add(new Entry(tree, clearing));
      }
    }
    for (int column = 0; column < thresholds.length; column++) {
      List<Entry> sorted = columns.get(column);
      sorted.sort(Comparator.comparingDouble(entry -> entry.clearing().threshold()));
      thresholds[column] =
          sorted.stream().mapToDouble(entry -> entry.clearing().threshold()).toArray();
      clearedTrees[column] = sorted.stream().mapToInt(Entry::tree).toArray();
      clearingMasks[column] =
          sorted.stream().mapToLong(entry -> entry.clearing().mask()).toArray();
    }
  }

  /** The region's first levels and those behind its last, per trailing column. */
  private int[][] box(Shape shape, int region) {
    int[] high = cells.levels();
    int[] low = new int[high.length];
    int rest = region;
    for (int dimension = 0; dimension < low.length; dimension++) {
      List<Integer> splits = shape.splits().get(dimension);
      int index = rest % (splits.size() + 1);
      rest /= splits.size() + 1;
      low[dimension] = index == 0 ? 0 : splits.get(index - 1);
      high[dimension] = index == splits.size() ? high[dimension] : splits.get(index);
    }
    return new int[][] {low, high};
  }

  private long mask(List<Clearing> trailing, int[] low) {
    long mask = -1;
    for (Clearing clearing : trailing) {
      int dimension = clearing.column() - cells.leadingColumns();
      mask &= low[dimension] >= cells.split(dimension, clearing.threshold()) ? clearing.mask() : -1;
    }
    return mask;
  }

  /** The compiled model; empty where a tree has too many leaves, or the trees too many regions. */
  static Optional<MaskedTrees> compile(TreeScores model, GridCells cells) {
    Map<Shape, List<Tree>> shapes = new LinkedHashMap<>();
    for (int tree = 0; tree < model.roots().length; tree++) {
      Tree read = new Tree(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      if (!read(model.nodes(), model.roots()[tree], cells.leadingColumns(), read)) {
        return Optional.empty();
      }
      List<TreeSet<Integer>> splits = new ArrayList<>();
      int[] levels = cells.levels();
      Arrays.stream(levels).forEach(count -> splits.add(new TreeSet<>()));
      for (Clearing clearing : read.trailing()) {
        int dimension = clearing.column() - cells.leadingColumns();
        int split = cells.split(dimension, clearing.threshold());
        if (split > 0 && split < levels[dimension]) {
          splits.get(dimension).add(split);
        }
      }
      Shape shape =
          new Shape(model.outputOf()[tree], splits.stream().map(List::copyOf).toList());
      shapes.computeIfAbsent(shape, key -> new ArrayList<>()).add(read);
    }
    return regions(shapes) <= MOST_REGIONS_PER_TREE * model.roots().length
        ? Optional.of(new MaskedTrees(model, cells, shapes))
        : Optional.empty();
  }

  private static int regions(Map<Shape, List<Tree>> shapes) {
    int regions = 0;
    for (Map.Entry<Shape, List<Tree>> entry : shapes.entrySet()) {
      regions = Math.addExact(
          regions, Math.multiplyExact(entry.getKey().regions(), entry.getValue().size()));
    }
    return regions;
  }

  /** Reads a subtree's leaves from left to right and what its nodes rule out; false if they are too many. */
  private static boolean read(TreeScores.Nodes nodes, int node, int leadingColumns, Tree tree) {
    int column = nodes.column()[node];
    if (column == TreeScores.LEAF) {
      tree.leaves().add(nodes.value()[node]);
      return tree.leaves().size() <= MOST_LEAVES;
    }
    int first = tree.leaves().size();
    if (!read(nodes, nodes.left()[node], leadingColumns, tree)) {
      return false;
    }
    int end = tree.leaves().size();
    long left = (-1L >>> (Long.SIZE - (end - first))) << first;
    (column < leadingColumns ? tree.leading() : tree.trailing())
        .add(new Clearing(column, GridCells.plain(nodes.value()[node]), ~left));
    return read(nodes, nodes.right()[node], leadingColumns, tree);
  }

  @Override
  public void score(double[] leading, double[] scores) {
    Arrays.fill(reachable, -1);
    for (int column = 0; column < thresholds.length; column++) {
      clear(
          clearedTrees[column],
          clearingMasks[column],
          cells.rank(thresholds[column], leading[column]));
    }
    look();
    change();
    cells.write(differences, base, scores);
  }

  private void clear(int[] trees, long[] masks, int end) {
    for (int index = 0; index < end; index++) {
      reachable[trees[index]] &= masks[index];
    }
  }

  private void look() {
    Arrays.fill(sums, 0);
    for (int look = 0; look < lookTrees.length; look++) {
      int tree = lookTrees[look];
      int leaf = Long.numberOfTrailingZeros(reachable[tree] & lookMasks[look]);
      sums[lookSums[look]] += leaves[firstLeaf[tree] + leaf];
    }
  }

  private void change() {
    Arrays.fill(differences, 0);
    for (int change = 0; change < changeSums.length; change++) {
      differences[changeCells[change]] += changeSigns[change] * sums[changeSums[change]];
    }
  }
}
