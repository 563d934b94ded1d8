package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;
import java.util.List;

/** Scores linear in the row: a multinomial logistic model, or frequencies where all slopes are 0. */
public final class LinearScores implements ScoreModel {
  private final double[][] weights;

  /**
   * A model.
   *
   * @param weights {@code [outputs][inputs + 1]}, the intercept last, finite
   */
  public LinearScores(double[][] weights) {
    this.weights = new double[Require.atLeast("outputs", weights.length, 1)][];
    for (int output = 0; output < weights.length; output++) {
      this.weights[output] = weights[output].clone();
      for (double weight : weights[output]) {
        Require.finite("weight", weight);
      }
      if (weights[output].length != weights[0].length) {
        throw Require.unexpected(
            "length of weights[" + output + "]", weights[output].length, "" + weights[0].length);
      }
    }
  }

  /** The weights, {@code [outputs][inputs + 1]}, the intercept last; a copy. */
  public double[][] weights() {
    double[][] copy = new double[weights.length][];
    for (int output = 0; output < copy.length; output++) {
      copy[output] = weights[output].clone();
    }
    return copy;
  }

  @Override
  public int inputs() {
    return weights[0].length - 1;
  }

  @Override
  public int outputs() {
    return weights.length;
  }

  @Override
  public void score(double[] row, double[] scores) {
    for (int output = 0; output < weights.length; output++) {
      scores[output] = sum(weights[output], 0, row, row.length) + weights[output][row.length];
    }
  }

  private static double sum(double[] weights, int from, double[] row, int length) {
    double sum = 0;
    for (int column = 0; column < length; column++) {
      sum += weights[from + column] * row[column];
    }
    return sum;
  }

  @Override
  public Smoothness differentiate(double[] row, double[] scores, double[][] derivatives) {
    score(row, scores);
    for (int output = 0; output < weights.length; output++) {
      int columns = derivatives[output].length;
      System.arraycopy(weights[output], inputs() - columns, derivatives[output], 0, columns);
    }
    return Smoothness.REGULAR;
  }

  @Override
  public GridScores over(double[][] grid) {
    int leadingColumns = inputs() - grid[0].length;
    double[] fixed = new double[grid.length * weights.length];
    for (int point = 0; point < grid.length; point++) {
      for (int output = 0; output < weights.length; output++) {
        fixed[point * weights.length + output] =
            sum(weights[output], leadingColumns, grid[point], grid[point].length)
                + weights[output][inputs()];
      }
    }
    double[] shared = new double[weights.length];
    return (leading, scores) -> {
      for (int output = 0; output < shared.length; output++) {
        shared[output] = sum(weights[output], 0, leading, leadingColumns);
      }
      for (int cell = 0; cell < fixed.length; cell += shared.length) {
        for (int output = 0; output < shared.length; output++) {
          scores[cell + output] = shared[output] + fixed[cell + output];
        }
      }
    };
  }

  /**
   * Closed form: TV is Lipschitz with max over pairs ‖w_a − w_b‖ / (4T); the Euclidean constant is bounded
   * by half the Frobenius norm of the centred slopes over T, which is at least their spectral norm.
   */
  @Override
  public Regularity regularity(
      double[] leading, List<String> coordinates, int[] outputs, double temperature) {
    int first = inputs() - coordinates.size();
    double widest = 0;
    double[] mean = new double[coordinates.size()];
    for (int output : outputs) {
      for (int other : outputs) {
        double squares = 0;
        for (int coordinate = 0; coordinate < mean.length; coordinate++) {
          double difference =
              weights[output][first + coordinate] - weights[other][first + coordinate];
          squares += difference * difference;
        }
        widest = Math.max(widest, Math.sqrt(squares));
      }
      for (int coordinate = 0; coordinate < mean.length; coordinate++) {
        mean[coordinate] += weights[output][first + coordinate] / outputs.length;
      }
    }
    double squares = 0;
    for (int output : outputs) {
      for (int coordinate = 0; coordinate < mean.length; coordinate++) {
        double centred = weights[output][first + coordinate] - mean[coordinate];
        squares += centred * centred;
      }
    }
    return new Regularity.Lipschitz(
        coordinates, widest / (4 * temperature), Math.sqrt(squares) / (2 * temperature));
  }
}
