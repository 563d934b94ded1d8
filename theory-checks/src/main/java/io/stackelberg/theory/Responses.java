package io.stackelberg.theory;

/** Logit responses and distances between them, from their definitions. */
final class Responses {
  private Responses() {}

  /** Probabilities proportional to exp(utility / temperature), temperature above 0. */
  static double[] logit(double[] utilities, double temperature) {
    double best = Double.NEGATIVE_INFINITY;
    for (double utility : utilities) {
      best = Math.max(best, utility);
    }
    double sum = 0;
    double[] response = new double[utilities.length];
    for (int action = 0; action < response.length; action++) {
      response[action] = StrictMath.exp((utilities[action] - best) / temperature);
      sum += response[action];
    }
    for (int action = 0; action < response.length; action++) {
      response[action] /= sum;
    }
    return response;
  }

  /** Half the sum of absolute differences. */
  static double totalVariation(double[] one, double[] other) {
    double sum = 0;
    for (int action = 0; action < one.length; action++) {
      sum += Math.abs(one[action] - other[action]);
    }
    return sum / 2;
  }

  /** Largest less smallest difference of utilities. */
  static double span(double[] one, double[] other) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < one.length; action++) {
      least = Math.min(least, one[action] - other[action]);
      most = Math.max(most, one[action] - other[action]);
    }
    return most - least;
  }
}
