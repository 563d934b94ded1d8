package io.stackelberg.response.inference;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Whether sessions differ more than one set of weights allows: a test against varying weights.
 *
 * <p>With one set of weights a session's score has the session's information as its covariance; weights
 * that differ between sessions add to it. The statistic is the studentised sum over sessions of
 * score' I⁻¹ score − trace(I⁻¹ I_session), with I the pooled information and what the scores themselves
 * explain projected out. Its law comes from choices simulated at the fit, refitted each time.
 *
 * <p>Source: Chesher (1984) [chesher1984testing], the information matrix test as a test of constant
 * parameters.
 */
final class SessionDispersion {
  private SessionDispersion() {}

  /** The Monte Carlo p-value; empty without simulations. */
  static OptionalDouble pValue(
      ChoiceTable table, ConditionalLogit.Fit fit, int simulations, RandomGenerator random) {
    if (simulations == 0) {
      return OptionalDouble.empty();
    }
    double[] everySession = new double[table.sessions().size()];
    Arrays.fill(everySession, 1);
    double observed = statistic(table, fit);
    int reached = 0;
    for (int simulation = 0; simulation < simulations; simulation++) {
      ChoiceTable drawn = table.withChosen(draw(table, fit.weights(), random));
      ConditionalLogit.Fit refit = ConditionalLogit.fit(drawn, everySession, fit.weights());
      reached += !refit.isMaximum() || statistic(drawn, refit) >= observed ? 1 : 0;
    }
    return OptionalDouble.of((1.0 + reached) / (1 + simulations));
  }

  private static int[] draw(ChoiceTable table, double[] weights, RandomGenerator random) {
    int[] chosen = new int[table.choices()];
    for (int choice = 0; choice < chosen.length; choice++) {
      double[] probabilities = ConditionalLogit.probabilities(table, choice, weights);
      double left = random.nextDouble();
      int option = 0;
      while (option < probabilities.length - 1 && left >= probabilities[option]) {
        left -= probabilities[option++];
      }
      chosen[choice] = table.firstRow(choice) + option;
    }
    return chosen;
  }

  private static double statistic(ChoiceTable table, ConditionalLogit.Fit fit) {
    int sessions = table.sessions().size();
    int size = table.features();
    Cholesky pooled = fit.maximumFactor();
    double[][] scores = new double[sessions][size];
    double[] excess = new double[sessions];
    double[][] squares = new double[size][size];
    double[] shared = new double[size];
    double sum = 0;
    for (int session = 0; session < sessions; session++) {
      double[][] information = new double[size][size];
      ConditionalLogit.accumulate(table, session, 1, fit.weights(), scores[session], information);
      excess[session] = pooled.inverseForm(scores[session]);
      for (int feature = 0; feature < size; feature++) {
        excess[session] -= pooled.solve(information[feature])[feature];
      }
      sum += excess[session];
      for (int row = 0; row < size; row++) {
        shared[row] += excess[session] * scores[session][row];
        for (int column = 0; column < size; column++) {
          squares[row][column] += scores[session][row] * scores[session][column];
        }
      }
    }
    double[] slope =
        Cholesky.of(squares).map(factor -> factor.solve(shared)).orElseGet(() -> new double[size]);
    double variance = 0;
    for (int session = 0; session < sessions; session++) {
      double residual = excess[session] - ConditionalLogit.dot(slope, scores[session]);
      variance += residual * residual;
    }
    return sum / Math.sqrt(variance);
  }
}
