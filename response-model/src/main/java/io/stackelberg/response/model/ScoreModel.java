package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Smoothness;
import java.util.List;

/** Function from a row of numbers to one score per output; arrays in, arrays out, no state. */
public sealed interface ScoreModel permits LinearScores, TreeScores, NetworkScores {
  /** Number of columns of a row. */
  int inputs();

  /** Number of scores. */
  int outputs();

  /**
   * Writes the scores of a row.
   *
   * @param row of length {@link #inputs()}
   * @param scores written, of length {@link #outputs()}
   */
  void score(double[] row, double[] scores);

  /**
   * Writes the scores of a row and their derivatives by its last columns.
   *
   * @param row of length {@link #inputs()}
   * @param scores written, of length {@link #outputs()}
   * @param derivatives written, {@code [outputs][trailing columns]}
   * @return {@code ACTIVE_SET_CHANGE} where the scores have a kink or a jump at this row; the derivatives
   *     are then those of one side
   */
  Smoothness differentiate(double[] row, double[] scores, double[][] derivatives);

  /**
   * Compiles the model for rows that differ in their last columns only.
   *
   * @param grid values of the trailing columns, {@code [points][trailing columns]}
   */
  GridScores over(double[][] grid);

  /**
   * Compiles the model's softmax for rows that differ in their last columns only: what is written is, per
   * point, proportional to exp(score / temperature), above 0 and at most 1 up to rounding; 0 where it is
   * smaller than the smallest positive number.
   *
   * @param grid as for {@link #over}
   * @param temperature above 0
   */
  default GridScores softmaxOver(double[][] grid, double temperature) {
    GridScores plain = over(grid);
    int outputs = outputs();
    double[] scratch = new double[grid.length * outputs];
    return (leading, weights) -> {
      plain.score(leading, weights);
      for (int first = 0; first < scratch.length; first += outputs) {
        double most = Double.NEGATIVE_INFINITY;
        for (int index = first; index < first + outputs; index++) {
          most = Math.max(most, weights[index]);
        }
        for (int index = first; index < first + outputs; index++) {
          weights[index] = (weights[index] - most) / temperature;
        }
      }
      Exponential.ofNonPositive(weights, scratch);
    };
  }

  /**
   * How the softmax of the scores changes with the trailing columns.
   *
   * @param leading the leading columns, fixed
   * @param coordinates names of the trailing columns
   * @param outputs which scores enter the softmax; at least one
   * @param temperature by which scores are divided, above 0
   */
  Regularity regularity(
      double[] leading, List<String> coordinates, int[] outputs, double temperature);
}
