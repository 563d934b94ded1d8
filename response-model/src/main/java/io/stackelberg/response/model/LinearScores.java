package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;
import java.util.Arrays;
import java.util.List;

/** Scores linear in the row: a multinomial logistic model, or frequencies where all slopes are 0. */
public final class LinearScores implements ScoreModel {
  /** Two factors of e to the power −300 are still far from the smallest positive number. */
  private static final double MOST_SPAN = 300;

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

  /** The exponential of a sum is a product: one exponential per output, not one per output and point. */
  @Override
  public GridScores softmaxOver(double[][] grid, double temperature) {
    GridScores slow = ScoreModel.super.softmaxOver(grid, temperature);
    int outputs = outputs();
    double[] fixed = new double[grid.length * outputs];
    over(grid).score(new double[inputs()], fixed);
    double widest = 0;
    for (int first = 0; first < fixed.length; first += outputs) {
      widest = Math.max(widest, exponentials(fixed, first, outputs, temperature));
    }
    boolean isNarrow = widest <= MOST_SPAN;
    int leadingColumns = inputs() - grid[0].length;
    double[] shared = new double[outputs];
    return (leading, weights) -> {
      for (int output = 0; output < outputs; output++) {
        shared[output] = sum(this.weights[output], 0, leading, leadingColumns);
      }
      if (!isNarrow || !(exponentials(shared, 0, outputs, temperature) <= MOST_SPAN)) {
        slow.score(leading, weights);
        return;
      }
      for (int first = 0; first < fixed.length; first += outputs) {
        for (int output = 0; output < outputs; output++) {
          weights[first + output] = shared[output] * fixed[first + output];
        }
      }
    };
  }

  /** Replaces scores by exp((score − largest) / temperature) and returns their span over the temperature. */
  private static double exponentials(double[] scores, int first, int count, double temperature) {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int index = first; index < first + count; index++) {
      most = Math.max(most, scores[index]);
      least = Math.min(least, scores[index]);
    }
    for (int index = first; index < first + count; index++) {
      scores[index] = Exponential.ofNonPositive((scores[index] - most) / temperature);
    }
    return (most - least) / temperature;
  }

  /**
   * Closed form: TV is Lipschitz with max over pairs ‖w_a − w_b‖ / (4T), the Euclidean norm with ‖W‖₂ / (2T),
   * both rounded upward.
   *
   * <p>The second is the usual constant of the softmax after W. It changes when one vector is added to all
   * slopes, which the response does not; √2 times the first is a bound too, and may be the smaller one.
   *
   * <p>Source: Gao and Pavel (2017) [gao2017softmax] for the softmax's Jacobian, whose norm is at most 1/2.
   */
  @Override
  public Regularity regularity(
      double[] leading, List<String> coordinates, int[] outputs, double temperature) {
    if (outputs.length == 1) {
      return new Regularity.Lipschitz(coordinates, 0, 0);
    }
    int first = inputs() - coordinates.size();
    double[][] slopes = new double[outputs.length][];
    double widest = 0;
    for (int index = 0; index < outputs.length; index++) {
      slopes[index] = Arrays.copyOfRange(weights[outputs[index]], first, inputs());
      for (int other = 0; other < index; other++) {
        double[] difference = new double[coordinates.size()];
        for (int coordinate = 0; coordinate < difference.length; coordinate++) {
          double one = slopes[index][coordinate];
          double two = slopes[other][coordinate];
          difference[coordinate] = Math.max(Upward.plus(one, -two), Upward.plus(two, -one));
        }
        widest = Math.max(widest, Upward.norm(difference));
      }
    }
    return new Regularity.Lipschitz(
        coordinates,
        Upward.over(Upward.times(widest, 0.25), temperature),
        Upward.over(Upward.times(Upward.spectralNorm(slopes), 0.5), temperature));
  }
}
