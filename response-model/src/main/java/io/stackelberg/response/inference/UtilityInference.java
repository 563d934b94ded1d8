package io.stackelberg.response.inference;

import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.response.inference.Refused.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Weights of a quantal follower's linear utility, from its choices; refuses where choices are incoherent.
 *
 * <p>Conditional logit, P(a | x, l) ∝ exp(Σ_k β_k f_k(x, l, a)), by maximum likelihood, with a covariance
 * robust to any dependence within sessions. Directed turns and menus of one action are left out and
 * counted. Cost: O(steps × rows × terms²).
 *
 * <p>Refused are: terms that do not vary or move together, choices that no finite weights fit best, pairs
 * whose majorities run in circles, and choices that the weights predict no better than a uniform draw.
 *
 * <p>Source: McFadden (1974) [mcfadden1974conditional]; covariance: Liang and Zeger (1986)
 * [liang1986longitudinal].
 *
 * @param features the declared terms, at least one, with distinct names
 * @param options the options
 */
public record UtilityInference(List<UtilityFeature> features, Options options) {
  /**
   * Options.
   *
   * @param confidence level of the intervals, in (0, 1)
   * @param level at or below which the p-value of intransitivity refuses, in (0, 1)
   * @param folds of the held-out test, at least 2
   * @param simulations of the Monte Carlo tests; 0 leaves them out, and the result says so
   * @param minSessions sessions with a free choice below which nothing is said, at least {@code folds}
   */
  public record Options(
      double confidence, double level, int folds, int simulations, int minSessions) {
    /** 95 % intervals, level 0.01, 5 folds, 199 simulations, 20 sessions. */
    public static final Options DEFAULT = new Options(0.95, 0.01, 5, 199, 20);

    public Options {
      Require.inOpenUnitInterval("confidence", confidence);
      Require.inOpenUnitInterval("level", level);
      Require.atLeast("folds", folds, 2);
      Require.atLeast("simulations", simulations, 0);
      Require.atLeast("minSessions", minSessions, folds);
    }

    /** The same options with another level of the intervals. */
    public Options withConfidence(double other) {
      return new Options(other, level, folds, simulations, minSessions);
    }

    /** The same options with another level of refusal. */
    public Options withLevel(double other) {
      return new Options(confidence, other, folds, simulations, minSessions);
    }

    /** The same options with another number of folds. */
    public Options withFolds(int other) {
      return new Options(confidence, level, other, simulations, minSessions);
    }

    /** The same options with another number of simulations. */
    public Options withSimulations(int other) {
      return new Options(confidence, level, folds, other, minSessions);
    }

    /** The same options with another least number of sessions. */
    public Options withMinSessions(int other) {
      return new Options(confidence, level, folds, simulations, other);
    }
  }

  public UtilityInference {
    features = List.copyOf(Require.nonEmpty("features", features));
    long names = features.stream().map(UtilityFeature::name).distinct().count();
    if (names != features.size()) {
      throw Require.unexpected(
          "features", features.stream().map(UtilityFeature::name).toList(), "distinct names");
    }
  }

  /**
   * Infers the weights.
   *
   * @param log turns with the commitment and the action taken; unavailable actions are not in the menu
   * @param random draws the folds and the simulated choices
   * @throws IllegalArgumentException if a term is not finite at an available action
   */
  public InferenceResult infer(TurnLog log, RandomGenerator random) {
    ChoiceTable table = ChoiceTable.of(log, features);
    Optional<Refused> unfit = Design.refusal(table, features, options.minSessions());
    if (unfit.isPresent()) {
      return unfit.get();
    }
    double[] everySession = new double[table.sessions().size()];
    Arrays.fill(everySession, 1);
    double[] origin = new double[table.features()];
    ConditionalLogit.Fit fit = ConditionalLogit.fit(table, everySession, origin);
    if (!fit.isMaximum()) {
      return Design.noMaximum(table, features, fit);
    }
    Optional<Transitivity> transitivity = Transitivity.of(table, options.simulations(), random);
    if (transitivity.isPresent() && transitivity.get().pValue().orElse(1) <= options.level()) {
      return intransitive(transitivity.get());
    }
    HeldOut heldOut = HeldOut.of(table, fit.weights(), options.folds(), random);
    if (heldOut.failedFolds() > 0) {
      return new Refused(
          Reason.SEPARATED,
          "without some sessions no finite weights fit best: a few choices carry the estimate",
          "more sessions whose choices go against the terms' prediction",
          Map.of("folds without a maximum", (double) heldOut.failedFolds()));
    }
    if (!(heldOut.overUniform().interval(options.confidence()).low() > 0)) {
      return new Refused(
          Reason.NO_SIGNAL,
          "on held-out sessions the weights do not predict better than a uniform draw",
          "more choices, terms that matter to the follower, or a follower that follows something",
          Map.of(
              "held-out gain per choice",
              heldOut.overUniform().mean(),
              "standard error",
              heldOut.overUniform().standardError()));
    }
    OptionalDouble dispersion = SessionDispersion.pValue(table, fit, options.simulations(), random);
    double uniform = ConditionalLogit.logLikelihood(table, everySession, origin);
    CoherenceTests tests = new CoherenceTests(
        heldOut.overUniform().interval(options.confidence()),
        heldOut.overFrequency().interval(options.confidence()),
        1 - fit.logLikelihood() / uniform,
        transitivity,
        ActionConstants.pValue(table, fit),
        dispersion);
    return inferred(table, fit, tests);
  }

  private InferredUtility inferred(
      ChoiceTable table, ConditionalLogit.Fit fit, CoherenceTests tests) {
    int size = table.features();
    double[][] scaled = sandwich(table, fit);
    List<List<Double>> covariance = new ArrayList<>();
    List<MeanEstimate> estimates = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      List<Double> line = new ArrayList<>();
      for (int column = 0; column < size; column++) {
        line.add(scaled[row][column] / (table.scale()[row] * table.scale()[column]));
      }
      covariance.add(line);
      estimates.add(new MeanEstimate(
          fit.weights()[row] / table.scale()[row],
          Math.sqrt(line.get(row)),
          table.sessions().size() - 1));
    }
    return new InferredUtility(
        features,
        estimates,
        covariance,
        options.confidence(),
        table.sessions().size(),
        table.choices(),
        table.leftOut(),
        tests,
        assumptions(tests));
  }

  /** G/(G−1) · H⁻¹ (Σ_g s_g s_g') H⁻¹ in scaled columns. */
  private static double[][] sandwich(ChoiceTable table, ConditionalLogit.Fit fit) {
    int size = table.features();
    int sessions = table.sessions().size();
    double[][] covariance = new double[size][size];
    double[][] unused = new double[size][size];
    for (int session = 0; session < sessions; session++) {
      double[] score = new double[size];
      ConditionalLogit.accumulate(table, session, 1, fit.weights(), score, unused);
      double[] influence = fit.maximumFactor().solve(score);
      for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
          covariance[row][column] +=
              influence[row] * influence[column] * sessions / (sessions - 1.0);
        }
      }
    }
    return covariance;
  }

  private List<String> assumptions(CoherenceTests tests) {
    List<String> assumptions = new ArrayList<>(List.of(
        "the follower's expectations of each action are those of the declared terms",
        "independence of irrelevant alternatives: an action's odds against another do not depend on"
            + " the rest of the menu",
        "sessions are independent of each other"));
    if (tests.transitivity().isEmpty()) {
      assumptions.add("transitivity: no three actions were offered in all pairs in one situation");
    } else if (tests.transitivity().get().pValue().isEmpty()) {
      assumptions.add("transitivity: circles were counted, their chance was not simulated");
    }
    if (tests.actionConstantsP().isEmpty()) {
      assumptions.add("no action is liked for more than the declared terms");
    }
    if (tests.dispersionP().isEmpty()) {
      assumptions.add("all sessions share one set of weights");
    } else if (tests.dispersionP().getAsDouble() <= options.level()) {
      assumptions.add("one set of weights, although sessions differ more than it allows (p = "
          + tests.dispersionP().getAsDouble()
          + "): the weights are an average over types");
    }
    return assumptions;
  }

  private static Refused intransitive(Transitivity found) {
    return new Refused(
        Reason.INTRANSITIVE,
        "majorities of choices from pairs run in circles: no utility ranks the actions",
        found.triangleViolations() > 0
            ? "terms or commitments that explain the circles; no mixture of transitive followers has"
                + " these frequencies, though chance may break the inequality"
            : "a fit of latent types: a mixture of transitive followers can have these frequencies",
        Map.of(
            "triples",
            (double) found.triples(),
            "intransitive triples",
            (double) found.intransitive(),
            "broken triangle inequalities",
            (double) found.triangleViolations(),
            "p-value",
            found.pValue().orElse(Double.NaN)));
  }
}
