package io.stackelberg.response.embeddings;

import java.util.random.RandomGenerator;

/**
 * Vectors in fewer dimensions, chosen without looking at any data: a matrix of random signs.
 *
 * <pre>y = S x / √k, S with k rows of independent fair signs, so that E|y|² = |x|²</pre>
 *
 * <p>Where x has length 1, the standard deviation of |y|² is at most √(2/k).
 *
 * <p>Source: Achlioptas (2003) [achlioptas2003database], the matrix of signs.
 */
final class SignProjection {
  private final boolean[][] negative;

  /**
   * Draws the signs.
   *
   * @param from length of the vectors
   * @param to dimensions to keep, k
   */
  SignProjection(int from, int to, RandomGenerator random) {
    negative = new boolean[to][from];
    for (boolean[] row : negative) {
      for (int column = 0; column < from; column++) {
        row[column] = random.nextBoolean();
      }
    }
  }

  double[] project(double[] vector) {
    double[] projected = new double[negative.length];
    for (int row = 0; row < projected.length; row++) {
      for (int column = 0; column < vector.length; column++) {
        projected[row] += negative[row][column] ? -vector[column] : vector[column];
      }
      projected[row] /= Math.sqrt(projected.length);
    }
    return projected;
  }
}
