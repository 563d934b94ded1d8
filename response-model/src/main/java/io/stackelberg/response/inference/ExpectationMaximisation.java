package io.stackelberg.response.inference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Mixture of conditional logits, one type per session, by expectation-maximisation from several starts.
 *
 * <p>Source: Dempster, Laird and Rubin (1977) [dempster1977maximum]. A start draws each
 * type's weights around the pooled fit; with one type, the pooled fit itself.
 */
final class ExpectationMaximisation {
  private static final double STOP = 1e-9;

  private ExpectationMaximisation() {}

  /**
   * Where the best start ended; types ordered by their weights, first term first.
   *
   * @param shares of the types
   * @param weights of each type, of the scaled columns
   * @param logLikelihood of the sessions of the fit
   * @param iterations of the best start
   * @param converged whether its log-likelihood stopped rising before the limit
   * @param reaching starts within 1e-4 of the best
   */
  record Fit(
      double[] shares,
      double[][] weights,
      double logLikelihood,
      int iterations,
      boolean converged,
      int reaching) {}

  /**
   * The best of several starts.
   *
   * @param included 1 for a session of the fit, 0 for one left out
   * @return empty if in every start a type lost its sessions or had no finite maximum
   */
  static Optional<Fit> best(
      ChoiceTable table,
      double[] included,
      int types,
      int starts,
      int maxIterations,
      RandomGenerator random) {
    ConditionalLogit.Fit pooled =
        ConditionalLogit.fit(table, included, new double[table.features()]);
    Optional<Fit> best = Optional.empty();
    double[] reached = new double[starts];
    for (int start = 0; start < starts; start++) {
      double[][] weights = new double[types][];
      Arrays.setAll(weights, type -> pooled.weights().clone());
      for (double[] type : weights) {
        for (int feature = 0; feature < type.length && types > 1; feature++) {
          type[feature] += random.nextGaussian() * Math.max(1, Math.abs(type[feature]));
        }
      }
      Optional<Fit> fit = climb(table, included, weights, maxIterations);
      reached[start] = fit.map(Fit::logLikelihood).orElse(Double.NEGATIVE_INFINITY);
      if (fit.isPresent()
          && (best.isEmpty() || fit.get().logLikelihood() > best.get().logLikelihood())) {
        best = fit;
      }
    }
    return best.map(fit -> ordered(fit, reached));
  }

  private static Fit ordered(Fit fit, double[] reached) {
    int types = fit.shares().length;
    Integer[] order = new Integer[types];
    Arrays.setAll(order, type -> type);
    Arrays.sort(order, Comparator.comparing(type -> fit.weights()[type], Arrays::compare));
    double[] shares = new double[types];
    double[][] weights = new double[types][];
    for (int type = 0; type < types; type++) {
      shares[type] = fit.shares()[order[type]];
      weights[type] = fit.weights()[order[type]];
    }
    int reaching = (int) Arrays.stream(reached)
        .filter(value -> value >= fit.logLikelihood() - 1e-4)
        .count();
    return new Fit(
        shares, weights, fit.logLikelihood(), fit.iterations(), fit.converged(), reaching);
  }

  private static Optional<Fit> climb(
      ChoiceTable table, double[] included, double[][] start, int maxIterations) {
    int types = start.length;
    double[][] weights = start.clone();
    double[] shares = new double[types];
    Arrays.fill(shares, 1.0 / types);
    double[][] memberships = new double[types][included.length];
    double total = Arrays.stream(included).sum();
    double value = expect(table, included, shares, weights, memberships);
    for (int iteration = 1; iteration <= maxIterations; iteration++) {
      for (int type = 0; type < types; type++) {
        shares[type] = Arrays.stream(memberships[type]).sum() / total;
        if (!(shares[type] * total > 1e-6)) {
          return Optional.empty();
        }
        ConditionalLogit.Fit fit = ConditionalLogit.fit(table, memberships[type], weights[type]);
        if (!fit.isMaximum()) {
          return Optional.empty();
        }
        weights[type] = fit.weights();
      }
      double next = expect(table, included, shares, weights, memberships);
      if (next < value - 1e-9 * Math.abs(value)) {
        throw new IllegalStateException("log-likelihood is " + next
            + " after an iteration, expected at least " + value + " before it.");
      }
      boolean still = next - value <= STOP;
      value = next;
      if (still) {
        return Optional.of(new Fit(shares, weights, value, iteration, true, 0));
      }
    }
    return Optional.of(new Fit(shares, weights, value, maxIterations, false, 0));
  }

  /** Fills the memberships (times inclusion) of every type and session; returns the log-likelihood. */
  static double expect(
      ChoiceTable table,
      double[] included,
      double[] shares,
      double[][] weights,
      double[][] memberships) {
    double value = 0;
    for (int session = 0; session < included.length; session++) {
      if (included[session] > 0) {
        double[] logs = sessionLogs(table, session, shares, weights);
        double sum = logSum(logs);
        value += sum;
        for (int type = 0; type < shares.length; type++) {
          memberships[type][session] = StrictMath.exp(logs[type] - sum);
        }
      }
    }
    return value;
  }

  /** log(share) + log-likelihood of the session under each type. */
  private static double[] sessionLogs(
      ChoiceTable table, int session, double[] shares, double[][] weights) {
    double[] logs = new double[shares.length];
    for (int type = 0; type < logs.length; type++) {
      logs[type] = StrictMath.log(shares[type])
          + ConditionalLogit.sessionLogLikelihood(table, session, weights[type]);
    }
    return logs;
  }

  /** Log of the mixture's probability of a session's choices. */
  static double sessionLogLikelihood(ChoiceTable table, int session, Fit fit) {
    return logSum(sessionLogs(table, session, fit.shares(), fit.weights()));
  }

  private static double logSum(double[] logs) {
    double best = Arrays.stream(logs).max().orElseThrow();
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - best);
    }
    return best + StrictMath.log(sum);
  }
}
