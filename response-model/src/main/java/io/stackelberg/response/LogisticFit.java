package io.stackelberg.response;

import java.util.Arrays;
import java.util.stream.IntStream;
import smile.math.BFGS;
import smile.math.DifferentiableMultivariateFunction;

/**
 * Softmax weights of least penalised log-loss, the same to the bit whatever the number of threads.
 *
 * <p>The search is smile's L-BFGS; likelihood and gradient are ours, for smile's own are summed over a
 * parallel stream whose split, and with it the last bits of the sum, follows the pool it runs in. Here rows
 * are cut into blocks of fixed size, blocks run in parallel, and their sums are added in order. Memory
 * besides the rows: one gradient per block. Cost: O(rows × columns × classes) per evaluation.
 *
 * <p>Source: Böhning (1992) [bohning1992multinomial]; search: Liu and Nocedal (1989) [liu1989limited].
 */
final class LogisticFit {
  /** Largest slope, relative to the loss, at which the search stops: weights are then off by some 1e-6. */
  private static final double TOLERANCE = 1e-8;

  private static final int MAX_ITERATIONS = 500;
  /** Remembered steps; with 5 of them the same number of evaluations ends at a slope 100 times larger. */
  private static final int HISTORY = 40;

  private static final int BLOCK = 4096;

  private LogisticFit() {}

  /**
   * Minimises the log-loss summed over rows plus penalty/2 times the squared norm of the slopes.
   *
   * @param rows encoded rows of equal length
   * @param labels class of each row in [0, classes); every class occurs
   * @param classes number of classes, at least 2
   * @param penalty on the squared slopes, at least 0
   * @return {@code [classes][columns + 1]}, the intercept last; the last class is the reference with zeros
   */
  static double[][] fit(double[][] rows, int[] labels, int classes, double penalty) {
    int width = rows[0].length + 1;
    double[] flat = new double[(classes - 1) * width];
    BFGS.minimize(
        new Objective(new Likelihood(rows, labels, classes, penalty)),
        HISTORY,
        flat,
        TOLERANCE,
        MAX_ITERATIONS);
    double[][] weights = new double[classes][width];
    for (int label = 0; label < classes - 1; label++) {
      System.arraycopy(flat, label * width, weights[label], 0, width);
    }
    return weights;
  }

  /** The likelihood as smile asks for it. */
  private record Objective(Likelihood likelihood) implements DifferentiableMultivariateFunction {
    @Override
    public double f(double[] weights) {
      return likelihood.at(weights);
    }

    @Override
    public double g(double[] weights, double[] gradient) {
      return likelihood.at(weights, gradient);
    }
  }

  /** Remembers its last evaluation: the search asks for the value first, then for the gradient there. */
  private static final class Likelihood {
    private final double[][] rows;
    private final int[] labels;
    private final int classes;
    private final double penalty;
    private final double[] lastWeights;
    private final double[] lastGradient;
    private double lastLoss;

    Likelihood(double[][] rows, int[] labels, int classes, double penalty) {
      this.rows = rows;
      this.labels = labels;
      this.classes = classes;
      this.penalty = penalty;
      lastWeights = new double[(classes - 1) * (rows[0].length + 1)];
      lastGradient = new double[lastWeights.length];
      Arrays.fill(lastWeights, Double.NaN);
    }

    double at(double[] weights) {
      if (!Arrays.equals(weights, lastWeights)) {
        System.arraycopy(weights, 0, lastWeights, 0, weights.length);
        lastLoss = evaluate(weights, lastGradient);
      }
      return lastLoss;
    }

    double at(double[] weights, double[] gradient) {
      double loss = at(weights);
      System.arraycopy(lastGradient, 0, gradient, 0, gradient.length);
      return loss;
    }

    private double evaluate(double[] weights, double[] gradient) {
      int blocks = (rows.length + BLOCK - 1) / BLOCK;
      double[][] sums = new double[blocks][];
      IntStream.range(0, blocks).parallel().forEach(block -> sums[block] = sum(block, weights));
      double loss = 0;
      Arrays.fill(gradient, 0);
      for (double[] sum : sums) {
        loss += sum[gradient.length];
        for (int index = 0; index < gradient.length; index++) {
          gradient[index] += sum[index];
        }
      }
      int width = rows[0].length + 1;
      for (int index = 0; index < weights.length; index++) {
        if (index % width < width - 1) {
          loss += penalty / 2 * weights[index] * weights[index];
          gradient[index] += penalty * weights[index];
        }
      }
      return loss;
    }

    /** Gradient of a block of rows, and its loss in the last entry. */
    private double[] sum(int block, double[] weights) {
      int columns = rows[0].length;
      double[] sum = new double[weights.length + 1];
      double[] scores = new double[classes];
      double loss = 0;
      int end = Math.min(rows.length, (block + 1) * BLOCK);
      for (int index = block * BLOCK; index < end; index++) {
        double[] row = rows[index];
        int from = 0;
        for (int label = 0; label < classes - 1; label++) {
          double score = weights[from + columns];
          for (int column = 0; column < columns; column++) {
            score += row[column] * weights[from + column];
          }
          scores[label] = score;
          from += columns + 1;
        }
        scores[classes - 1] = 0;
        loss += SoftmaxLoss.softmax(scores, labels[index]);
        from = 0;
        for (int label = 0; label < classes - 1; label++) {
          double excess = scores[label] - (labels[index] == label ? 1 : 0);
          for (int column = 0; column < columns; column++) {
            sum[from + column] += excess * row[column];
          }
          sum[from + columns] += excess;
          from += columns + 1;
        }
      }
      sum[weights.length] = loss;
      return sum;
    }
  }
}
