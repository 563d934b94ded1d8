package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Scores summed over regression trees, each of which adds to one output.
 *
 * <p>The nodes of all trees lie in flat arrays. Inner node {@code n} sends a row left where its column is at
 * most the threshold ({@code LESS_OR_EQUAL}) or below it ({@code LESS_THAN}), one convention for all trees.
 */
public final class TreeScores implements ScoreModel {
  /** Marks a leaf in {@link Nodes#column}. */
  public static final int LEAF = -1;

  private final int inputs;
  private final Regularity.Side side;
  private final double[] base;
  private final int[] roots;
  private final int[] outputOf;
  private final Nodes nodes;

  /**
   * Nodes of all trees.
   *
   * @param column column tested by a node, {@link #LEAF} for a leaf
   * @param value threshold of an inner node, what a leaf adds
   * @param left index of the left child, behind its parent; ignored for a leaf
   * @param right index of the right child, behind its parent; ignored for a leaf
   */
  public record Nodes(int[] column, double[] value, int[] left, int[] right) {}

  /**
   * A model. The arrays are not copied and must not be changed afterwards.
   *
   * @param inputs number of columns of a row, at least 1
   * @param side to which side a threshold itself belongs
   * @param base score of each output before any tree
   * @param roots root node of each tree
   * @param outputOf output each tree adds to
   */
  public TreeScores(
      int inputs, Regularity.Side side, double[] base, int[] roots, int[] outputOf, Nodes nodes) {
    this.inputs = Require.atLeast("inputs", inputs, 1);
    this.side = side;
    this.base = base;
    this.roots = roots;
    this.outputOf = outputOf;
    this.nodes = nodes;
    for (int node = 0; node < nodes.column().length; node++) {
      Require.finite("value of node " + node, nodes.value()[node]);
      int column = nodes.column()[node];
      if (column != LEAF
          && !(column >= 0
              && column < inputs
              && nodes.left()[node] > node
              && nodes.right()[node] > node
              && Math.max(nodes.left()[node], nodes.right()[node]) < nodes.column().length)) {
        throw Require.unexpected(
            "node " + node,
            "column " + column + ", children " + nodes.left()[node] + " and "
                + nodes.right()[node],
            "a known column and children behind their parent");
      }
    }
  }

  /** To which side a threshold itself belongs. */
  public Regularity.Side side() {
    return side;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return base.length;
  }

  private boolean goesLeft(double value, double threshold) {
    return side == Regularity.Side.LESS_THAN ? value < threshold : value <= threshold;
  }

  @Override
  public void score(double[] row, double[] scores) {
    System.arraycopy(base, 0, scores, 0, base.length);
    for (int tree = 0; tree < roots.length; tree++) {
      int node = roots[tree];
      while (nodes.column()[node] != LEAF) {
        node = goesLeft(row[nodes.column()[node]], nodes.value()[node])
            ? nodes.left()[node]
            : nodes.right()[node];
      }
      scores[outputOf[tree]] += nodes.value()[node];
    }
  }

  /** Zero everywhere; on a threshold that the row's way passes the scores jump. */
  @Override
  public Smoothness differentiate(double[] row, double[] scores, double[][] derivatives) {
    score(row, scores);
    for (double[] derivative : derivatives) {
      Arrays.fill(derivative, 0);
    }
    int first = inputs - derivatives[0].length;
    for (int root : roots) {
      int node = root;
      while (nodes.column()[node] != LEAF) {
        int column = nodes.column()[node];
        if (column >= first && row[column] == nodes.value()[node]) {
          return Smoothness.ACTIVE_SET_CHANGE;
        }
        node = goesLeft(row[column], nodes.value()[node])
            ? nodes.left()[node]
            : nodes.right()[node];
      }
    }
    return Smoothness.REGULAR;
  }

  @Override
  public GridScores over(double[][] grid) {
    Optional<GridScores> compiled = GridCells.of(this, grid)
        .flatMap(cells -> MaskedTrees.compile(this, cells)
            .<GridScores>map(masked -> masked)
            .or(() -> TreeGrid.compile(this, cells)));
    return compiled.orElseGet(() -> new RowByRow(this, grid));
  }

  double[] base() {
    return base;
  }

  int[] roots() {
    return roots;
  }

  int[] outputOf() {
    return outputOf;
  }

  Nodes nodes() {
    return nodes;
  }

  /** Distinct thresholds of each of the first columns, sorted. */
  double[][] thresholds(int columns) {
    List<TreeSet<Double>> distinct = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      distinct.add(new TreeSet<>());
    }
    for (int node = 0; node < nodes.column().length; node++) {
      int column = nodes.column()[node];
      if (column != LEAF && column < columns) {
        distinct.get(column).add(nodes.value()[node] == 0 ? 0 : nodes.value()[node]);
      }
    }
    return distinct.stream()
        .map(set -> set.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  /** The cells between the thresholds that the leading columns leave reachable, in trees of the outputs. */
  @Override
  public Regularity.Cells regularity(
      double[] leading, List<String> coordinates, int[] outputs, double temperature) {
    int first = inputs - coordinates.size();
    List<TreeSet<Double>> thresholds = new ArrayList<>();
    coordinates.forEach(name -> thresholds.add(new TreeSet<>()));
    for (int tree = 0; tree < roots.length; tree++) {
      int output = outputOf[tree];
      if (Arrays.stream(outputs).anyMatch(one -> one == output)) {
        reach(roots[tree], first, leading, thresholds);
      }
    }
    return new Regularity.Cells(
        coordinates, thresholds.stream().map(List::copyOf).toList(), side);
  }

  private void reach(int node, int first, double[] leading, List<TreeSet<Double>> thresholds) {
    int column = nodes.column()[node];
    if (column == LEAF) {
      return;
    }
    double threshold = nodes.value()[node];
    if (column >= first) {
      // −0 compares like 0 but sorts before it.
      thresholds.get(column - first).add(threshold == 0 ? 0 : threshold);
      reach(nodes.left()[node], first, leading, thresholds);
      reach(nodes.right()[node], first, leading, thresholds);
    } else {
      reach(
          goesLeft(leading[column], threshold) ? nodes.left()[node] : nodes.right()[node],
          first,
          leading,
          thresholds);
    }
  }
}
