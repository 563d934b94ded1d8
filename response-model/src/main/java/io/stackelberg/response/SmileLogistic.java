package io.stackelberg.response;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import smile.classification.LogisticRegression;

/**
 * Softmax weights fitted by smile, the same to the bit whatever the number of threads.
 *
 * <p>smile sums its likelihood over a parallel stream, whose split, and with it the last bits of the sum,
 * follows the parallelism of the pool it runs in. Each fit therefore runs in a pool of one worker.
 *
 * <p>Source: Böhning (1992) [bohning1992multinomial]; the objective is the negative log-likelihood summed
 * over rows plus penalty/2 times the squared norm of the slopes.
 */
final class SmileLogistic {
  private static final double TOLERANCE = 1e-6;
  private static final int MAX_ITERATIONS = 500;

  private SmileLogistic() {}

  /**
   * Fits the weights.
   *
   * @param rows encoded rows of equal length, at least 1 column
   * @param labels class of each row in [0, classes); every class occurs
   * @param classes number of classes, at least 2
   * @param penalty on the squared slopes, at least 0
   * @return {@code [classes][columns + 1]}, the intercept last; the last class is the reference with zeros
   */
  static double[][] fit(double[][] rows, int[] labels, int classes, double penalty) {
    ForkJoinPool worker = new ForkJoinPool(1);
    try {
      return worker.submit(() -> weights(rows, labels, classes, penalty)).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("fitting was interrupted.", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the logistic fit failed: " + failed.getCause(), failed);
    } finally {
      worker.shutdown();
    }
  }

  private static double[][] weights(double[][] rows, int[] labels, int classes, double penalty) {
    double[][] weights = new double[classes][rows[0].length + 1];
    if (classes == 2) {
      // smile models the second class; ours has the last as reference, so flip the sign.
      double[] second = LogisticRegression.binomial(
              rows, labels, penalty, TOLERANCE, MAX_ITERATIONS)
          .coefficients();
      Arrays.setAll(weights[0], column -> -second[column]);
    } else {
      double[][] fitted = LogisticRegression.multinomial(
              rows, labels, penalty, TOLERANCE, MAX_ITERATIONS)
          .coefficients();
      for (int label = 0; label < classes - 1; label++) {
        weights[label] = fitted[label].clone();
      }
    }
    return weights;
  }
}
