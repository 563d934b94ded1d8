package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random models for tests. */
public final class RandomModels {
  private RandomModels() {}

  /** Trees of the given depth over columns in [0, 1]; thresholds lie on a coarse lattice so that ties occur. */
  public static TreeScores trees(
      RandomGenerator random, int inputs, int outputs, int treesPerOutput, int depth) {
    List<int[]> shape = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int[] roots = new int[outputs * treesPerOutput];
    int[] outputOf = new int[roots.length];
    for (int tree = 0; tree < roots.length; tree++) {
      roots[tree] = grow(random, inputs, depth, shape, values);
      outputOf[tree] = tree % outputs;
    }
    double[] base = new double[outputs];
    Arrays.setAll(base, output -> random.nextGaussian());
    return new TreeScores(
        inputs,
        random.nextBoolean() ? Regularity.Side.LESS_THAN : Regularity.Side.LESS_OR_EQUAL,
        base,
        roots,
        outputOf,
        new TreeScores.Nodes(
            shape.stream().mapToInt(node -> node[0]).toArray(),
            values.stream().mapToDouble(Double::doubleValue).toArray(),
            shape.stream().mapToInt(node -> node[1]).toArray(),
            shape.stream().mapToInt(node -> node[2]).toArray()));
  }

  private static int grow(
      RandomGenerator random, int inputs, int depth, List<int[]> shape, List<Double> values) {
    int own = shape.size();
    int[] node = {TreeScores.LEAF, 0, 0};
    shape.add(node);
    if (depth == 0 || random.nextInt(12) == 0) {
      values.add(0.1 * random.nextGaussian());
      return own;
    }
    node[0] = random.nextInt(inputs);
    values.add(random.nextInt(-1, 22) / 20.0);
    node[1] = grow(random, inputs, depth - 1, shape, values);
    node[2] = grow(random, inputs, depth - 1, shape, values);
    return own;
  }

  /** A network with the given widths, inputs first, outputs last. */
  public static NetworkScores network(RandomGenerator random, int... widths) {
    double[][][] layers = new double[widths.length - 1][][];
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer] = weights(random, widths[layer + 1], widths[layer]);
    }
    return new NetworkScores(layers);
  }

  /** A linear model. */
  public static LinearScores linear(RandomGenerator random, int inputs, int outputs) {
    return new LinearScores(weights(random, outputs, inputs));
  }

  private static double[][] weights(RandomGenerator random, int units, int inputs) {
    double[][] weights = new double[units][inputs + 1];
    for (double[] row : weights) {
      Arrays.setAll(row, column -> random.nextGaussian() / Math.sqrt(inputs));
    }
    return weights;
  }
}
