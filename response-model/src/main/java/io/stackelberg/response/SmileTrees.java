package io.stackelberg.response;

import io.stackelberg.game.Regularity;
import io.stackelberg.response.model.TreeScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.data.Tuple;
import smile.data.type.StructType;
import smile.regression.RegressionTree;

/**
 * Copies smile's regression trees into {@link TreeScores} of one output.
 *
 * <p>smile does not tell the threshold of a split, only to which side a row goes: the threshold is found to
 * the bit by bisection over all numbers.
 */
final class SmileTrees {
  private final int inputs;
  private final double scale;
  private final List<Integer> roots = new ArrayList<>();
  private int[] column = new int[64];
  private double[] value = new double[64];
  private int[] left = new int[64];
  private int[] right = new int[64];
  private int size;

  /**
   * No trees yet.
   *
   * @param inputs columns of a row
   * @param scale what the leaves of all trees are multiplied by
   */
  SmileTrees(int inputs, double scale) {
    this.inputs = inputs;
    this.scale = scale;
  }

  /** Appends a tree. */
  void add(RegressionTree tree) {
    roots.add(copy(tree.root(), tree.schema()));
  }

  /** What the last tree adds to a row's score. */
  double last(double[] row) {
    int node = roots.get(roots.size() - 1);
    while (column[node] != TreeScores.LEAF) {
      node = row[column[node]] <= value[node] ? left[node] : right[node];
    }
    return value[node];
  }

  /** The sum of the trees on top of {@code base}. */
  TreeScores scores(double base) {
    return new TreeScores(
        inputs,
        Regularity.Side.LESS_OR_EQUAL,
        new double[] {base},
        roots.stream().mapToInt(Integer::intValue).toArray(),
        new int[roots.size()],
        new TreeScores.Nodes(
            Arrays.copyOf(column, size),
            Arrays.copyOf(value, size),
            Arrays.copyOf(left, size),
            Arrays.copyOf(right, size)));
  }

  private int copy(Node node, StructType schema) {
    int index = size++;
    if (index == column.length) {
      column = Arrays.copyOf(column, 2 * index);
      value = Arrays.copyOf(value, 2 * index);
      left = Arrays.copyOf(left, 2 * index);
      right = Arrays.copyOf(right, 2 * index);
    }
    if (node instanceof RegressionNode leaf) {
      column[index] = TreeScores.LEAF;
      value[index] = scale * leaf.output();
      return index;
    }
    if (!(node instanceof OrdinalNode)) {
      throw new IllegalStateException("a split is " + node.getClass() + ", expected a threshold.");
    }
    InternalNode split = (InternalNode) node;
    column[index] = split.feature();
    value[index] = threshold(split, schema);
    int trueChild = copy(split.trueChild(), schema);
    left[index] = trueChild;
    int falseChild = copy(split.falseChild(), schema);
    right[index] = falseChild;
    return index;
  }

  /** The largest number that goes to the true side. */
  private double threshold(InternalNode split, StructType schema) {
    double[] row = new double[inputs];
    Tuple tuple = Tuple.of(row, schema);
    long low = key(-Double.MAX_VALUE);
    long high = key(Double.MAX_VALUE);
    while (low < high) {
      long middle = (low & high) + ((low ^ high) >> 1);
      middle = middle == low ? high : middle;
      row[split.feature()] = number(middle);
      if (split.branch(tuple)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return number(low);
  }

  /** Whole number that orders as the number does. */
  private static long key(double number) {
    long bits = Double.doubleToLongBits(number);
    return bits < 0 ? Long.MIN_VALUE - bits : bits;
  }

  private static double number(long key) {
    return Double.longBitsToDouble(key < 0 ? Long.MIN_VALUE - key : key);
  }
}
