package io.stackelberg.response.model;

import java.util.Arrays;

/**
 * A network compiled for one grid of trailing columns: the context's part of the first layer is summed once,
 * the grid's part beforehand. Units that are off are skipped; weights lie by input, so that inner loops run
 * over neighbouring outputs.
 */
final class NetworkGrid implements GridScores {
  private final double[][] leadingWeights;
  private final double[][] gridSums;
  private final double[][][] byInput;
  private final double[][] biases;
  private final double[] shared;
  private final int[] active;
  private final double[][] values;

  NetworkGrid(double[][][] layers, double[][] grid) {
    int inputs = layers[0][0].length - 1;
    int leadingColumns = inputs - grid[0].length;
    int width = layers[0].length;
    leadingWeights = new double[leadingColumns][width];
    gridSums = new double[grid.length][width];
    for (int unit = 0; unit < width; unit++) {
      double[] weights = layers[0][unit];
      for (int column = 0; column < leadingColumns; column++) {
        leadingWeights[column][unit] = weights[column];
      }
      for (int point = 0; point < grid.length; point++) {
        double sum = weights[inputs];
        for (int column = 0; column < grid[point].length; column++) {
          sum += weights[leadingColumns + column] * grid[point][column];
        }
        gridSums[point][unit] = sum;
      }
    }
    byInput = new double[layers.length - 1][][];
    biases = new double[layers.length - 1][];
    values = new double[layers.length][];
    values[0] = new double[width];
    for (int layer = 1; layer < layers.length; layer++) {
      int units = layers[layer].length;
      int before = layers[layer - 1].length;
      byInput[layer - 1] = new double[before][units];
      biases[layer - 1] = new double[units];
      values[layer] = new double[units];
      for (int unit = 0; unit < units; unit++) {
        for (int input = 0; input < before; input++) {
          byInput[layer - 1][input][unit] = layers[layer][unit][input];
        }
        biases[layer - 1][unit] = layers[layer][unit][before];
      }
    }
    shared = new double[width];
    active = new int[Arrays.stream(layers).mapToInt(layer -> layer.length).max().orElse(0) + 1];
  }

  @Override
  public void score(double[] leading, double[] scores) {
    Arrays.fill(shared, 0);
    for (int column = 0; column < leadingWeights.length; column++) {
      if (leading[column] != 0) {
        add(leadingWeights[column], leading[column], shared);
      }
    }
    int outputs = values[values.length - 1].length;
    for (int point = 0; point < gridSums.length; point++) {
      double[] first = values[0];
      double[] sums = gridSums[point];
      for (int unit = 0; unit < first.length; unit++) {
        first[unit] = shared[unit] + sums[unit];
      }
      for (int layer = 1; layer < values.length; layer++) {
        double[] from = values[layer - 1];
        double[] to = values[layer];
        System.arraycopy(biases[layer - 1], 0, to, 0, to.length);
        int on = 0;
        for (int input = 0; input < from.length; input++) {
          active[on] = input;
          on += from[input] > 0 ? 1 : 0;
        }
        addActive(byInput[layer - 1], from, on, to);
      }
      System.arraycopy(values[values.length - 1], 0, scores, point * outputs, outputs);
    }
  }

  /** Adds the units that are on, four at a time: a sum is then read and written once for four. */
  private void addActive(double[][] weights, double[] from, int on, double[] to) {
    int index = 0;
    for (; index + 3 < on; index += 4) {
      double[] w0 = weights[active[index]];
      double[] w1 = weights[active[index + 1]];
      double[] w2 = weights[active[index + 2]];
      double[] w3 = weights[active[index + 3]];
      double f0 = from[active[index]];
      double f1 = from[active[index + 1]];
      double f2 = from[active[index + 2]];
      double f3 = from[active[index + 3]];
      for (int output = 0; output < to.length; output++) {
        to[output] += (f0 * w0[output] + f1 * w1[output]) + (f2 * w2[output] + f3 * w3[output]);
      }
    }
    for (; index < on; index++) {
      add(weights[active[index]], from[active[index]], to);
    }
  }

  private static void add(double[] weights, double factor, double[] sums) {
    for (int index = 0; index < sums.length; index++) {
      sums[index] += factor * weights[index];
    }
  }
}
