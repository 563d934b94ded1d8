package io.stackelberg.response;

import io.stackelberg.response.model.NetworkScores;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One training of a feed-forward network by Adam on mini-batches, on one thread.
 *
 * <p>Weights of a layer lie unit by unit, the bias last. Weight decay is applied apart from the gradient, to
 * weights and not to biases. Every evaluation period the held-out rows are judged; the best weights are kept.
 *
 * <p>Source: Kingma and Ba (2015) [kingma2015adam]; decay: Loshchilov and Hutter (2019)
 * [loshchilov2019decoupled]; first weights: He et al. (2015) [he2015delving], uniform.
 */
final class NetworkTraining {
  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final double EPSILON = 1e-8;

  private final NetworkResponse.Options options;
  private final ResponseTable table;
  private final int[] widths;
  private final double[][] weights;
  private final double[][] gradient;
  private final double[][] first;
  private final double[][] second;
  private final double[][] values;
  private final double[][] errors;
  private int steps;

  private NetworkTraining(
      NetworkResponse.Options options, ResponseTable table, RandomGenerator random) {
    this.options = options;
    this.table = table;
    int hidden = options.hidden().size();
    widths = new int[hidden + 2];
    widths[0] = table.columns();
    for (int layer = 0; layer < hidden; layer++) {
      widths[layer + 1] = options.hidden().get(layer);
    }
    widths[hidden + 1] = table.classes();
    weights = new double[hidden + 1][];
    for (int layer = 0; layer <= hidden; layer++) {
      weights[layer] = new double[widths[layer + 1] * (widths[layer] + 1)];
      double scale = Math.sqrt((layer == hidden ? 1.0 : 6.0) / Math.max(1, widths[layer]));
      for (int unit = 0; unit < widths[layer + 1]; unit++) {
        int bias = unit * (widths[layer] + 1) + widths[layer];
        for (int index = bias - widths[layer]; index < bias; index++) {
          weights[layer][index] = scale * (2 * random.nextDouble() - 1);
        }
        weights[layer][bias] = layer == hidden ? table.logFrequencies(1)[unit] : 0;
      }
    }
    gradient = zeros();
    first = zeros();
    second = zeros();
    values = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
    errors = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
  }

  private double[][] zeros() {
    return Arrays.stream(weights).map(layer -> new double[layer.length]).toArray(double[][]::new);
  }

  /** Trains on the rows not held out and returns the weights best on those held out. */
  static NetworkScores fit(
      NetworkResponse.Options options, ResponseTable table, RandomGenerator random) {
    boolean[] held = table.holdOut(options.holdOut(), random);
    int[] order = IntStream.range(0, held.length).filter(row -> !held[row]).toArray();
    int[] judged = IntStream.range(0, held.length).filter(row -> held[row]).toArray();
    return new NetworkTraining(options, table, random).train(order, judged, random);
  }

  private NetworkScores train(int[] order, int[] judged, RandomGenerator random) {
    double[][] best = copy();
    double least = loss(judged);
    int waited = 0;
    int next = order.length;
    for (int period = 0; period < options.periods() && waited < options.patience(); period++) {
      int left = Math.min(options.mostRowsPerPeriod(), order.length);
      while (left > 0) {
        if (next == order.length) {
          shuffle(order, random);
          next = 0;
        }
        int end = Math.min(next + Math.min(left, options.batch()), order.length);
        left -= end - next;
        step(order, next, end);
        next = end;
      }
      double loss = loss(judged);
      waited++;
      if (loss < least) {
        least = loss;
        best = copy();
        waited = 0;
      }
    }
    double[][][] layers = new double[best.length][][];
    for (int layer = 0; layer < best.length; layer++) {
      layers[layer] = new double[widths[layer + 1]][];
      int length = widths[layer] + 1;
      for (int unit = 0; unit < layers[layer].length; unit++) {
        layers[layer][unit] = Arrays.copyOfRange(best[layer], unit * length, (unit + 1) * length);
      }
    }
    return new NetworkScores(layers);
  }

  private double[][] copy() {
    return Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
  }

  private static void shuffle(int[] order, RandomGenerator random) {
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
  }

  private double loss(int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += forward(table.rows()[row], table.labels()[row]);
    }
    return sum;
  }

  /** Leaves the probabilities in the last values and returns the label's log-loss. */
  private double forward(double[] row, int label) {
    System.arraycopy(row, 0, values[0], 0, row.length);
    for (int layer = 0; layer < weights.length; layer++) {
      double[] input = values[layer];
      double[] output = values[layer + 1];
      int index = 0;
      for (int unit = 0; unit < output.length; unit++) {
        double sum = 0;
        for (double value : input) {
          sum += value * weights[layer][index++];
        }
        sum += weights[layer][index++];
        output[unit] = layer == weights.length - 1 ? sum : Math.max(0, sum);
      }
    }
    return SoftmaxLoss.softmax(values[weights.length], label);
  }

  /** Adds one row's gradient; the last values hold its probabilities. */
  private void backward(int label) {
    int last = weights.length;
    System.arraycopy(values[last], 0, errors[last], 0, widths[last]);
    errors[last][label] -= 1;
    for (int layer = last - 1; layer >= 0; layer--) {
      double[] input = values[layer];
      double[] below = errors[layer];
      Arrays.fill(below, 0);
      for (int unit = 0; unit < widths[layer + 1]; unit++) {
        double error = errors[layer + 1][unit];
        if (error != 0) {
          int from = unit * (input.length + 1);
          for (int column = 0; column < input.length; column++) {
            gradient[layer][from + column] += error * input[column];
            below[column] += error * weights[layer][from + column];
          }
          gradient[layer][from + input.length] += error;
        }
      }
      for (int column = 0; layer > 0 && column < input.length; column++) {
        below[column] = input[column] > 0 ? below[column] : 0;
      }
    }
  }

  private void step(int[] order, int start, int end) {
    for (double[] layer : gradient) {
      Arrays.fill(layer, 0);
    }
    for (int index = start; index < end; index++) {
      int label = table.labels()[order[index]];
      forward(table.rows()[order[index]], label);
      backward(label);
    }
    steps++;
    double firstCorrection = 1 - StrictMath.pow(FIRST_DECAY, steps);
    double secondCorrection = 1 - StrictMath.pow(SECOND_DECAY, steps);
    for (int layer = 0; layer < weights.length; layer++) {
      for (int index = 0; index < weights[layer].length; index++) {
        double slope = gradient[layer][index] / (end - start);
        first[layer][index] = FIRST_DECAY * first[layer][index] + (1 - FIRST_DECAY) * slope;
        second[layer][index] =
            SECOND_DECAY * second[layer][index] + (1 - SECOND_DECAY) * slope * slope;
        boolean bias = index % (widths[layer] + 1) == widths[layer];
        double decay = bias ? 0 : options.weightDecay() * weights[layer][index];
        weights[layer][index] -= options.learningRate()
            * (first[layer][index]
                    / firstCorrection
                    / (Math.sqrt(second[layer][index] / secondCorrection) + EPSILON)
                + decay);
      }
    }
  }
}
