package io.stackelberg.response.inference;

import java.util.Arrays;
import java.util.Optional;

/**
 * Maximum likelihood of a conditional logit over weighted sessions, by Newton's method with step halving.
 *
 * <p>Stops at a point only where λ·R is tiny: λ is the Newton decrement, R the largest difference between
 * two actions of a menu in the norm of the inverse information. Below 1/2 that number proves that a maximiser exists, for
 * the log-likelihood is self-concordant with constant R; where choices are separated it never falls.
 *
 * <p>Source: McFadden (1974) [mcfadden1974conditional]; the stopping rule: Bach (2010)
 * [bach2010selfconcordant].
 */
final class ConditionalLogit {
  private static final int MAX_STEPS = 100;
  private static final int MAX_HALVINGS = 40;
  private static final double TOLERANCE = 1e-8;
  private static final double CLEAR_DECREMENT = 1e-3;

  /** Rounding error of a choice's score: without it, a score that underflows would pass for a maximum. */
  private static final double ROUNDING = 1e-15;

  private ConditionalLogit() {}

  /**
   * Where a fit ended.
   *
   * @param weights of the scaled columns
   * @param logLikelihood at the weights
   * @param information negative second derivative at the weights
   * @param factor of the information; empty unless the maximum was found
   * @param direction the last step before rounding could blur it
   */
  record Fit(
      double[] weights,
      double logLikelihood,
      double[][] information,
      Optional<Cholesky> factor,
      double[] direction) {
    boolean isMaximum() {
      return factor.isPresent();
    }

    Cholesky maximumFactor() {
      return factor.orElseThrow(() -> new IllegalStateException("no maximum was found."));
    }
  }

  /**
   * Fits the weights.
   *
   * @param sessionWeights weight of each session, at least 0
   * @param start where to begin
   */
  static Fit fit(ChoiceTable table, double[] sessionWeights, double[] start) {
    int size = table.features();
    double[] weights = start.clone();
    double[] score = new double[size];
    double[][] information = new double[size][size];
    double value = derivatives(table, sessionWeights, weights, score, information);
    double[] direction = new double[size];
    for (int iteration = 0; iteration < MAX_STEPS; iteration++) {
      Optional<Cholesky> factor = Cholesky.of(information);
      if (factor.isEmpty()) {
        break;
      }
      double[] step = factor.get().solve(score);
      double squared = dot(step, score);
      double decrement = Math.sqrt(Math.max(0, squared));
      if (decrement >= CLEAR_DECREMENT) {
        direction = step;
      } else {
        double spread = spread(table, sessionWeights, factor.get());
        if ((decrement + ROUNDING * table.choices() * spread) * spread < TOLERANCE) {
          return new Fit(weights, value, information, factor, direction);
        }
      }
      double length = 1;
      double[] next = moved(weights, step, length);
      double reached = logLikelihood(table, sessionWeights, next);
      int halvings = 0;
      while (!(reached >= value + 1e-4 * length * squared - 1e-12 * Math.abs(value))
          && halvings++ < MAX_HALVINGS) {
        length /= 2;
        next = moved(weights, step, length);
        reached = logLikelihood(table, sessionWeights, next);
      }
      weights = next;
      value = derivatives(table, sessionWeights, weights, score, information);
    }
    return new Fit(weights, value, information, Optional.empty(), direction);
  }

  /**
   * Whether moving along {@code direction} never makes a choice less likely and makes some more likely:
   * then the likelihood has no maximiser.
   */
  static boolean separates(ChoiceTable table, double[] direction) {
    double least = 0;
    double most = 0;
    for (int choice = 0; choice < table.choices(); choice++) {
      double chosen = dot(table.row(table.chosenRow(choice)), direction);
      for (int row = table.firstRow(choice); row < table.endRow(choice); row++) {
        double lead = chosen - dot(table.row(row), direction);
        least = Math.min(least, lead);
        most = Math.max(most, lead);
      }
    }
    return most > 0 && least >= -1e-6 * most;
  }

  /** Log-likelihood with its gradient and negative Hessian, which are overwritten. */
  private static double derivatives(
      ChoiceTable table,
      double[] sessionWeights,
      double[] weights,
      double[] score,
      double[][] information) {
    Arrays.fill(score, 0);
    for (double[] line : information) {
      Arrays.fill(line, 0);
    }
    double value = 0;
    for (int session = 0; session < sessionWeights.length; session++) {
      if (sessionWeights[session] > 0) {
        value += sessionWeights[session]
            * accumulate(table, session, sessionWeights[session], weights, score, information);
      }
    }
    return value;
  }

  /** Adds {@code factor} times the session's score and information; returns its log-likelihood. */
  static double accumulate(
      ChoiceTable table,
      int session,
      double factor,
      double[] weights,
      double[] score,
      double[][] information) {
    int size = weights.length;
    double value = 0;
    double[] mean = new double[size];
    for (int choice = table.firstChoice(session); choice < table.endChoice(session); choice++) {
      double[] probabilities = probabilities(table, choice, weights);
      int first = table.firstRow(choice);
      double[] chosen = table.row(table.chosenRow(choice));
      value += StrictMath.log(probabilities[table.chosenRow(choice) - first]);
      Arrays.fill(mean, 0);
      for (int option = 0; option < probabilities.length; option++) {
        double[] row = table.row(first + option);
        for (int feature = 0; feature < size; feature++) {
          mean[feature] += probabilities[option] * row[feature];
        }
      }
      for (int option = 0; option < probabilities.length; option++) {
        double[] row = table.row(first + option);
        double weight = factor * probabilities[option];
        for (int feature = 0; feature < size; feature++) {
          double left = weight * (row[feature] - mean[feature]);
          for (int other = 0; other < size; other++) {
            information[feature][other] += left * (row[other] - mean[other]);
          }
        }
      }
      for (int feature = 0; feature < size; feature++) {
        score[feature] += factor * (chosen[feature] - mean[feature]);
      }
    }
    return value;
  }

  static double logLikelihood(ChoiceTable table, double[] sessionWeights, double[] weights) {
    double value = 0;
    for (int session = 0; session < sessionWeights.length; session++) {
      if (sessionWeights[session] > 0) {
        value += sessionWeights[session] * sessionLogLikelihood(table, session, weights);
      }
    }
    return value;
  }

  static double sessionLogLikelihood(ChoiceTable table, int session, double[] weights) {
    double value = 0;
    for (int choice = table.firstChoice(session); choice < table.endChoice(session); choice++) {
      double chosen = dot(table.row(table.chosenRow(choice)), weights);
      double best = Double.NEGATIVE_INFINITY;
      for (int row = table.firstRow(choice); row < table.endRow(choice); row++) {
        best = Math.max(best, dot(table.row(row), weights));
      }
      double sum = 0;
      for (int row = table.firstRow(choice); row < table.endRow(choice); row++) {
        sum += StrictMath.exp(dot(table.row(row), weights) - best);
      }
      value += chosen - best - StrictMath.log(sum);
    }
    return value;
  }

  /** Choice probabilities of the rows of a choice, in their order. */
  static double[] probabilities(ChoiceTable table, int choice, double[] weights) {
    int first = table.firstRow(choice);
    double[] result = new double[table.endRow(choice) - first];
    double best = Double.NEGATIVE_INFINITY;
    for (int option = 0; option < result.length; option++) {
      result[option] = dot(table.row(first + option), weights);
      best = Math.max(best, result[option]);
    }
    double sum = 0;
    for (int option = 0; option < result.length; option++) {
      result[option] = StrictMath.exp(result[option] - best);
      sum += result[option];
    }
    for (int option = 0; option < result.length; option++) {
      result[option] /= sum;
    }
    return result;
  }

  /** Twice the largest distance of an action from its menu's centre: at least that of any two. */
  private static double spread(ChoiceTable table, double[] sessionWeights, Cholesky factor) {
    double largest = 0;
    for (int session = 0; session < sessionWeights.length; session++) {
      if (sessionWeights[session] > 0) {
        for (int row = table.firstRow(table.firstChoice(session));
            row < table.firstRow(table.endChoice(session));
            row++) {
          largest = Math.max(largest, factor.inverseForm(table.row(row)));
        }
      }
    }
    return 2 * Math.sqrt(largest);
  }

  private static double[] moved(double[] from, double[] step, double length) {
    double[] moved = from.clone();
    for (int feature = 0; feature < moved.length; feature++) {
      moved[feature] += length * step[feature];
    }
    return moved;
  }

  static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int index = 0; index < left.length; index++) {
      sum += left[index] * right[index];
    }
    return sum;
  }
}
