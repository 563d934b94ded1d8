package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores of a feed-forward network with rectified hidden units and linear outputs. */
public final class NetworkScores implements ScoreModel {
  private final double[][][] layers;

  /**
   * A model.
   *
   * @param layers {@code [layer][units][inputs + 1]}, the bias last, finite; at least one layer, hidden ones
   *     first
   */
  public NetworkScores(double[][][] layers) {
    Require.atLeast("layers", layers.length, 1);
    this.layers = new double[layers.length][][];
    for (int layer = 0; layer < layers.length; layer++) {
      int width = layer == 0 ? layers[0][0].length - 1 : layers[layer - 1].length;
      this.layers[layer] = new double[layers[layer].length][];
      for (int unit = 0; unit < layers[layer].length; unit++) {
        double[] weights = layers[layer][unit].clone();
        for (double weight : weights) {
          Require.finite("weight", weight);
        }
        if (weights.length != width + 1) {
          throw Require.unexpected(
              "length of layers[" + layer + "][" + unit + "]", weights.length, "" + (width + 1));
        }
        this.layers[layer][unit] = weights;
      }
    }
  }

  /** Layer {@code layer} as {@code [units][inputs + 1]}, the bias last; a copy. */
  public double[][] layer(int layer) {
    return Arrays.stream(layers[layer]).map(double[]::clone).toArray(double[][]::new);
  }

  /** Number of layers, at least 1; the last has no activation. */
  public int depth() {
    return layers.length;
  }

  @Override
  public int inputs() {
    return layers[0][0].length - 1;
  }

  @Override
  public int outputs() {
    return layers[layers.length - 1].length;
  }

  @Override
  public void score(double[] row, double[] scores) {
    double[] values = row;
    for (int layer = 0; layer < layers.length; layer++) {
      double[] next = layer == layers.length - 1 ? scores : new double[layers[layer].length];
      for (int unit = 0; unit < layers[layer].length; unit++) {
        double[] weights = layers[layer][unit];
        double sum = weights[weights.length - 1];
        for (int input = 0; input < weights.length - 1; input++) {
          sum += weights[input] * values[input];
        }
        next[unit] = layer == layers.length - 1 ? sum : Math.max(0, sum);
      }
      values = next;
    }
  }

  /** Forward through the layers; a hidden unit whose sum is 0 is a kink and counts as off. */
  @Override
  public Smoothness differentiate(double[] row, double[] scores, double[][] derivatives) {
    int columns = derivatives[0].length;
    int first = inputs() - columns;
    Smoothness smoothness = Smoothness.REGULAR;
    double[] values = row;
    double[][] slopes = new double[inputs()][columns];
    for (int column = 0; column < columns; column++) {
      slopes[first + column][column] = 1;
    }
    for (int layer = 0; layer < layers.length; layer++) {
      boolean last = layer == layers.length - 1;
      double[] next = last ? scores : new double[layers[layer].length];
      double[][] nextSlopes = last ? derivatives : new double[layers[layer].length][columns];
      for (int unit = 0; unit < next.length; unit++) {
        double[] weights = layers[layer][unit];
        double sum = weights[weights.length - 1];
        Arrays.fill(nextSlopes[unit], 0);
        for (int input = 0; input < weights.length - 1; input++) {
          sum += weights[input] * values[input];
          for (int column = 0; column < columns; column++) {
            nextSlopes[unit][column] += weights[input] * slopes[input][column];
          }
        }
        next[unit] = last ? sum : Math.max(0, sum);
        if (!last && sum <= 0) {
          smoothness = sum == 0 ? Smoothness.ACTIVE_SET_CHANGE : smoothness;
          Arrays.fill(nextSlopes[unit], 0);
        }
      }
      values = next;
      slopes = nextSlopes;
    }
    return smoothness;
  }

  @Override
  public GridScores over(double[][] grid) {
    return new NetworkGrid(layers, grid);
  }

  /** The layers themselves, of the last one the rows of the outputs; the leading columns are fixed inputs. */
  @Override
  public Regularity.Layers regularity(
      double[] leading, List<String> coordinates, int[] outputs, double temperature) {
    List<List<List<Double>>> weights = new ArrayList<>();
    List<List<Double>> biases = new ArrayList<>();
    for (int layer = 0; layer < layers.length; layer++) {
      boolean last = layer == layers.length - 1;
      List<List<Double>> rows = new ArrayList<>();
      List<Double> bias = new ArrayList<>();
      for (int index = 0; index < (last ? outputs.length : layers[layer].length); index++) {
        double[] unit = layers[layer][last ? outputs[index] : index];
        rows.add(Arrays.stream(unit, 0, unit.length - 1).boxed().toList());
        bias.add(unit[unit.length - 1]);
      }
      weights.add(rows);
      biases.add(bias);
    }
    List<Double> fixed =
        Arrays.stream(leading, 0, inputs() - coordinates.size()).boxed().toList();
    return new Regularity.Layers(coordinates, fixed, weights, biases, temperature);
  }
}
