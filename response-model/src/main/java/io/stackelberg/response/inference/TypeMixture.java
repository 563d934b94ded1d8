package io.stackelberg.response.inference;

import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.response.GroupFolds;
import io.stackelberg.response.inference.Refused.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Latent types of quantal followers: every session is of one type, each type has its own weights.
 *
 * <p>Maximum likelihood by expectation-maximisation from several starts; the log-likelihood never falls.
 * Refused are types with too few sessions, a singular information, and sessions that cannot tell the types
 * apart ({@link KruskalCheck}). The number of types is declared; {@link #select} compares several.
 *
 * <p>Source: Dempster, Laird and Rubin (1977) [dempster1977maximum]; identifiability: Allman, Matias and
 * Rhodes (2009) [allman2009identifiability]; selection: Schwarz (1978) [schwarz1978estimating].
 *
 * @param features the declared terms, at least one
 * @param options the options
 */
public record TypeMixture(List<UtilityFeature> features, Options options) {
  private static final double SINGULAR = 1e-8;
  private static final double SQUARED_DECREMENT = 1e-3;

  /**
   * Options.
   *
   * @param types number of types, at least 1
   * @param starts number of starts, at least 1
   * @param maxIterations of one start, at least 1
   * @param confidence level of the intervals, in (0, 1)
   * @param minSessionsPerType expected sessions of a type below which it counts as collapsed, at least 1
   */
  public record Options(
      int types, int starts, int maxIterations, double confidence, int minSessionsPerType) {
    /** Two types, 10 starts, 2,000 iterations, 95 % intervals, 5 sessions per type. */
    public static final Options DEFAULT = new Options(2, 10, 2_000, 0.95, 5);

    public Options {
      Require.atLeast("types", types, 1);
      Require.atLeast("starts", starts, 1);
      Require.atLeast("maxIterations", maxIterations, 1);
      Require.inOpenUnitInterval("confidence", confidence);
      Require.atLeast("minSessionsPerType", minSessionsPerType, 1);
    }

    /** The same options with another number of types. */
    public Options withTypes(int other) {
      return new Options(other, starts, maxIterations, confidence, minSessionsPerType);
    }

    /** The same options with another number of starts. */
    public Options withStarts(int other) {
      return new Options(types, other, maxIterations, confidence, minSessionsPerType);
    }

    /** The same options with another limit on iterations. */
    public Options withMaxIterations(int other) {
      return new Options(types, starts, other, confidence, minSessionsPerType);
    }

    /** The same options with another level of the intervals. */
    public Options withConfidence(double other) {
      return new Options(types, starts, maxIterations, other, minSessionsPerType);
    }

    /** The same options with another least number of sessions per type. */
    public Options withMinSessionsPerType(int other) {
      return new Options(types, starts, maxIterations, confidence, other);
    }
  }

  public TypeMixture {
    features = List.copyOf(Require.nonEmpty("features", features));
  }

  /**
   * Fits the types.
   *
   * @param log turns with the commitment and the action taken
   * @param random draws the starts
   */
  public MixtureResult fit(TurnLog log, RandomGenerator random) {
    ChoiceTable table = ChoiceTable.of(log, features);
    Optional<Refused> unfit = Design.refusal(table, features, minSessions());
    if (unfit.isPresent()) {
      return unfit.get();
    }
    Optional<ExpectationMaximisation.Fit> best =
        climb(table, everySession(table), options.types(), random);
    if (best.isEmpty()) {
      return new Refused(
          Reason.COLLAPSED_TYPE,
          "in every start a type lost its sessions or its weights ran to infinity",
          "fewer types, or more turns per session",
          Map.of("starts", (double) options.starts()));
    }
    return judge(table, best.get());
  }

  /**
   * Compares 1, 2, ..., {@code maxTypes} types by BIC and on sessions left out.
   *
   * @param log turns with the commitment and the action taken
   * @param maxTypes at least 1
   * @param folds of the held-out comparison, at least 2
   * @param random draws the starts and the folds
   * @throws IllegalArgumentException if the menus cannot determine the weights; the message says why
   */
  public TypeSelection select(TurnLog log, int maxTypes, int folds, RandomGenerator random) {
    Require.atLeast("maxTypes", maxTypes, 1);
    ChoiceTable table = ChoiceTable.of(log, features);
    Optional<Refused> unfit = Design.refusal(table, features, minSessions());
    if (unfit.isPresent()) {
      throw Require.unexpected(
          "log", unfit.get().reason(), "one without: " + unfit.get().explanation());
    }
    Map<String, Integer> foldOf = GroupFolds.draw(table.sessions(), folds, random);
    Optional<double[]> single = heldOut(table, 1, folds, foldOf, random);
    List<TypeSelection.Row> rows = new ArrayList<>();
    int chosen = 1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int types = 1; types <= maxTypes; types++) {
      int parameters = types - 1 + types * table.features();
      OptionalDouble bic = climb(table, everySession(table), types, random)
          .map(fit -> OptionalDouble.of(bic(table, parameters, fit.logLikelihood())))
          .orElse(OptionalDouble.empty());
      Optional<double[]> several =
          types == 1 ? single : heldOut(table, types, folds, foldOf, random);
      rows.add(new TypeSelection.Row(
          types, bic, single.flatMap(one -> several.map(other -> gain(other, one)))));
      if (bic.isPresent() && bic.getAsDouble() < smallest) {
        smallest = bic.getAsDouble();
        chosen = types;
      }
    }
    return new TypeSelection(rows, chosen);
  }

  private int minSessions() {
    return Math.max(2, options.types() * options.minSessionsPerType());
  }

  private Optional<ExpectationMaximisation.Fit> climb(
      ChoiceTable table, double[] included, int types, RandomGenerator random) {
    return ExpectationMaximisation.best(
        table, included, types, types == 1 ? 1 : options.starts(), options.maxIterations(), random);
  }

  /** Log-likelihood of each session under a fit without its fold; empty if a fold's fit failed. */
  private Optional<double[]> heldOut(
      ChoiceTable table,
      int types,
      int folds,
      Map<String, Integer> foldOf,
      RandomGenerator random) {
    double[] values = new double[table.sessions().size()];
    for (int fold = 0; fold < folds; fold++) {
      double[] included = everySession(table);
      for (int session = 0; session < included.length; session++) {
        included[session] = foldOf.get(table.sessions().get(session)) == fold ? 0 : 1;
      }
      Optional<ExpectationMaximisation.Fit> fit = climb(table, included, types, random);
      if (fit.isEmpty()) {
        return Optional.empty();
      }
      for (int session = 0; session < included.length; session++) {
        if (included[session] == 0) {
          values[session] = ExpectationMaximisation.sessionLogLikelihood(table, session, fit.get());
        }
      }
    }
    return Optional.of(values);
  }

  private Interval gain(double[] several, double[] single) {
    double[] differences = new double[several.length];
    Arrays.setAll(differences, session -> several[session] - single[session]);
    return ClusteredMeans.mean(differences, IntStream.range(0, several.length).toArray())
        .interval(options.confidence());
  }

  private MixtureResult judge(ChoiceTable table, ExpectationMaximisation.Fit fit) {
    int sessions = table.sessions().size();
    double smallest = Arrays.stream(fit.shares()).min().orElseThrow() * sessions;
    if (smallest < options.minSessionsPerType()) {
      return new Refused(
          Reason.COLLAPSED_TYPE,
          "a type stands for fewer sessions than asked of each",
          "fewer types, or more sessions",
          Map.of("expected sessions of the smallest type", smallest));
    }
    KruskalCheck kruskal = KruskalCheck.of(table, fit.weights());
    MixtureInformation information = MixtureInformation.of(table, fit.shares(), fit.weights());
    if (options.types() > 1 && kruskal.sessionsMeeting() == 0) {
      return new Refused(
          Reason.UNIDENTIFIED,
          "no session has three independent views of its type (Kruskal's condition)",
          "at least three turns per session, with menus at which the types choose differently",
          Map.of("median separation", kruskal.medianSeparation()));
    }
    if (information.covariance().isEmpty() || !(information.leastEigenvalue() > SINGULAR)) {
      return new Refused(
          Reason.UNIDENTIFIED,
          "the information is singular: some direction of shares and weights is not seen",
          "fewer types, or more turns per session and more varied commitments",
          Map.of("smallest scaled eigenvalue", information.leastEigenvalue()));
    }
    if (!fit.converged() || information.squaredDecrement() > SQUARED_DECREMENT) {
      return new Refused(
          Reason.NOT_CONVERGED,
          "the best start had not reached a maximum",
          "more iterations",
          Map.of("squared Newton decrement", information.squaredDecrement()));
    }
    return inferred(table, fit, kruskal, information, information.covariance().get());
  }

  private InferredTypes inferred(
      ChoiceTable table,
      ExpectationMaximisation.Fit fit,
      KruskalCheck kruskal,
      MixtureInformation information,
      double[][] covariance) {
    int types = options.types();
    int terms = table.features();
    int sessions = table.sessions().size();
    List<List<MeanEstimate>> weights = new ArrayList<>();
    for (int type = 0; type < types; type++) {
      List<MeanEstimate> line = new ArrayList<>();
      for (int term = 0; term < terms; term++) {
        int entry = types - 1 + type * terms + term;
        line.add(new MeanEstimate(
            fit.weights()[type][term] / table.scale()[term],
            Math.sqrt(covariance[entry][entry]) / table.scale()[term],
            sessions - 1));
      }
      weights.add(line);
    }
    double[][] memberships = new double[types][sessions];
    ExpectationMaximisation.expect(
        table, everySession(table), fit.shares(), fit.weights(), memberships);
    Map<String, List<Double>> bySession = new LinkedHashMap<>();
    for (int session = 0; session < sessions; session++) {
      int column = session;
      bySession.put(
          table.sessions().get(session),
          IntStream.range(0, types).mapToObj(type -> memberships[type][column]).toList());
    }
    return new InferredTypes(
        features,
        shares(fit.shares(), covariance, sessions),
        weights,
        bySession,
        fit.logLikelihood(),
        bic(table, types - 1 + types * terms, fit.logLikelihood()),
        fit.iterations(),
        fit.reaching(),
        types == 1 ? 1 : options.starts(),
        kruskal,
        information.leastEigenvalue());
  }

  /** Intervals of the shares, symmetric on the log-odds scale, by the delta method. */
  private List<Interval> shares(double[] shares, double[][] covariance, int sessions) {
    double quantile = new TDistribution(sessions - 1)
        .inverseCumulativeProbability((1 + options.confidence()) / 2);
    List<Interval> intervals = new ArrayList<>();
    for (int type = 0; type < shares.length; type++) {
      double variance = 0;
      for (int row = 0; row < shares.length - 1; row++) {
        for (int column = 0; column < shares.length - 1; column++) {
          variance += covariance[row][column]
              * ((row == type ? 1 : 0) - shares[row])
              * ((column == type ? 1 : 0) - shares[column]);
        }
      }
      double spread = shares.length == 1 ? 0 : quantile * Math.sqrt(variance) / (1 - shares[type]);
      double odds = shares[type] / (1 - shares[type]);
      intervals.add(new Interval(
          shares[type],
          Math.min(shares[type], share(odds * StrictMath.exp(-spread))),
          Math.max(shares[type], share(odds * StrictMath.exp(spread)))));
    }
    return intervals;
  }

  private static double share(double odds) {
    return odds == Double.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
  }

  private static double bic(ChoiceTable table, int parameters, double logLikelihood) {
    return -2 * logLikelihood + parameters * StrictMath.log(table.sessions().size());
  }

  private static double[] everySession(ChoiceTable table) {
    double[] every = new double[table.sessions().size()];
    Arrays.fill(every, 1);
    return every;
  }
}
