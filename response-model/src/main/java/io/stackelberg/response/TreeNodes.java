package io.stackelberg.response;

import io.stackelberg.game.Regularity;
import io.stackelberg.response.model.TreeScores;
import java.util.Arrays;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.data.Tuple;
import smile.data.type.StructType;

/**
 * smile's regression trees as flat arrays, growing by one tree at a time.
 *
 * <p>smile does not tell a node's threshold, only to which side a value goes. It sends left what is at most
 * the threshold, so that the threshold is the largest value that goes left, found exactly by bisection over
 * the doubles in their order: at most 64 questions.
 */
final class TreeNodes {
  private int[] column = new int[1024];
  private double[] value = new double[1024];
  private int[] left = new int[1024];
  private int[] right = new int[1024];
  private int size;

  /**
   * Appends a tree.
   *
   * @param schema of the predictors, all numeric
   * @param scale by which leaves are multiplied
   * @return index of its root
   */
  int add(Node node, StructType schema, double scale) {
    int own = size++;
    if (own == column.length) {
      column = Arrays.copyOf(column, 2 * own);
      value = Arrays.copyOf(value, 2 * own);
      left = Arrays.copyOf(left, 2 * own);
      right = Arrays.copyOf(right, 2 * own);
    }
    if (node instanceof RegressionNode leaf) {
      column[own] = TreeScores.LEAF;
      value[own] = scale * leaf.output();
    } else if (node instanceof OrdinalNode inner) {
      column[own] = inner.feature();
      value[own] = threshold(inner, schema);
      // Adding may replace the arrays: assign after it, never with it.
      int yes = add(inner.trueChild(), schema, scale);
      int no = add(inner.falseChild(), schema, scale);
      left[own] = yes;
      right[own] = no;
    } else {
      throw new IllegalStateException("node is a " + node.getClass() + ", not one of a number.");
    }
    return own;
  }

  /** The largest double that the node sends left. */
  static double threshold(InternalNode node, StructType schema) {
    double[] row = new double[schema.length()];
    Tuple tuple = Tuple.of(row, schema);
    long low = ordinal(Double.NEGATIVE_INFINITY);
    long high = ordinal(Double.POSITIVE_INFINITY);
    // Below 2^63 apart: the doubles in order are fewer than 2^64, infinities lie symmetrically
    // around 0.
    while (high - low != 1) {
      long middle = low + ((high - low) >>> 1);
      row[node.feature()] = atOrdinal(middle);
      if (node.branch(tuple)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return atOrdinal(low);
  }

  /** Place of a double in the order of doubles; −0 directly below 0. */
  private static long ordinal(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits - 1;
  }

  private static double atOrdinal(long ordinal) {
    return Double.longBitsToDouble(ordinal >= 0 ? ordinal : Long.MIN_VALUE - ordinal - 1);
  }

  /** What the tree at {@code root} adds for a row. */
  double leaf(int root, double[] row) {
    int node = root;
    while (column[node] != TreeScores.LEAF) {
      node = row[column[node]] <= value[node] ? left[node] : right[node];
    }
    return value[node];
  }

  /**
   * The first trees as scores; tree t adds to output t mod outputs.
   *
   * @param roots of the trees, in the order they were added
   */
  TreeScores scores(int inputs, double[] base, int[] roots) {
    int[] outputOf = new int[roots.length];
    Arrays.setAll(outputOf, tree -> tree % base.length);
    return new TreeScores(
        inputs,
        Regularity.Side.LESS_OR_EQUAL,
        base.clone(),
        roots,
        outputOf,
        new TreeScores.Nodes(
            Arrays.copyOf(column, size),
            Arrays.copyOf(value, size),
            Arrays.copyOf(left, size),
            Arrays.copyOf(right, size)));
  }
}
