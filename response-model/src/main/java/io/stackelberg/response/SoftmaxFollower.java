package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.DifferentiableResponse;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.Smoothness;
import java.util.List;

/**
 * Follower whose response is a softmax of scores linear in context and commitment.
 *
 * <p>A {@link Directive} is obeyed, as by every executor. Regularity in closed form: with w_a the weights
 * of the commitment's coordinates, TV is Lipschitz with max over pairs ‖w_a − w_b‖ / 4; the Euclidean
 * constant is bounded by half the Frobenius norm of the centred weights, which is at least their spectral
 * norm.
 */
final class SoftmaxFollower implements DifferentiableResponse, Regularity.Stated {
  private final ActionSet actions;
  private final FeatureEncoder encoder;
  private final List<String> coordinates;
  private final double[][] weights;

  /**
   * A follower.
   *
   * @param weights per action, over encoded context, coordinates and intercept; null for an action that
   *     never occurs
   */
  SoftmaxFollower(
      ActionSet actions, FeatureEncoder encoder, List<String> coordinates, double[][] weights) {
    this.actions = actions;
    this.encoder = encoder;
    this.coordinates = List.copyOf(coordinates);
    this.weights = weights;
  }

  @Override
  public ActionSet actions() {
    return actions;
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    if (commitment instanceof Directive) {
      return new ObedientFollower(actions).respond(context, commitment);
    }
    double[] response = new double[actions.size()];
    respond(context, commitment, response);
    return response;
  }

  private void respond(Context context, Commitment commitment, double[] response) {
    double[] row = MultinomialLogit.row(encoder.encode(context), coordinates, commitment);
    double best = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < response.length; action++) {
      boolean possible = weights[action] != null && context.isAvailable(actions.get(action));
      response[action] = possible ? score(weights[action], row) : Double.NEGATIVE_INFINITY;
      best = Math.max(best, response[action]);
    }
    if (best == Double.NEGATIVE_INFINITY) {
      throw Require.unexpected(
          "available actions at " + context, "none that occurs in the data", "at least one");
    }
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      response[action] = StrictMath.exp(response[action] - best);
      sum += response[action];
    }
    for (int action = 0; action < response.length; action++) {
      response[action] /= sum;
    }
  }

  /** With w_a the weights of the coordinates: dP_a/dl = P_a (w_a − Σ_b P_b w_b). */
  @Override
  public Smoothness differentiate(
      Context context, Commitment commitment, double[] probabilities, double[][] derivatives) {
    respond(context, commitment, probabilities);
    int first = encoder.size();
    for (int coordinate = 0; coordinate < coordinates.size(); coordinate++) {
      double mean = 0;
      for (int action = 0; action < probabilities.length; action++) {
        mean += weights[action] == null
            ? 0
            : probabilities[action] * weights[action][first + coordinate];
      }
      for (int action = 0; action < probabilities.length; action++) {
        derivatives[action][coordinate] = weights[action] == null
            ? 0
            : probabilities[action] * (weights[action][first + coordinate] - mean);
      }
    }
    return Smoothness.REGULAR;
  }

  private static double score(double[] weights, double[] row) {
    double score = weights[row.length];
    for (int column = 0; column < row.length; column++) {
      score += weights[column] * row[column];
    }
    return score;
  }

  @Override
  public Regularity regularity(Context context) {
    int first = encoder.size();
    double widest = 0;
    double[] mean = new double[coordinates.size()];
    int possible = 0;
    for (double[] one : weights) {
      if (one == null) {
        continue;
      }
      possible++;
      for (int coordinate = 0; coordinate < mean.length; coordinate++) {
        mean[coordinate] += one[first + coordinate];
      }
      for (double[] other : weights) {
        if (other != null) {
          double squares = 0;
          for (int coordinate = 0; coordinate < mean.length; coordinate++) {
            double difference = one[first + coordinate] - other[first + coordinate];
            squares += difference * difference;
          }
          widest = Math.max(widest, Math.sqrt(squares));
        }
      }
    }
    double squares = 0;
    for (double[] one : weights) {
      for (int coordinate = 0; one != null && coordinate < mean.length; coordinate++) {
        double centred = one[first + coordinate] - mean[coordinate] / possible;
        squares += centred * centred;
      }
    }
    return new Regularity.Lipschitz(coordinates, widest / 4, Math.sqrt(squares) / 2);
  }
}
