package io.stackelberg.pipeline;

import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.ActionForecasts;
import io.stackelberg.game.stats.BoundedMean;
import io.stackelberg.game.stats.ProperScores;
import io.stackelberg.game.stats.Reliability;
import io.stackelberg.game.stats.TemperatureScaling;
import io.stackelberg.response.ConformalQuality;
import io.stackelberg.response.GroupFolds;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.ResponseEstimator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Scores estimators by cross-validation: every turn is predicted by a model fitted without its session.
 *
 * @param foldOf fold of each session
 * @param folds number of folds
 * @param seeds one generator per estimator and fold
 */
record HeldOut(Map<String, Integer> foldOf, int folds, SeedSplitter seeds) {
  /** Admitted probability that an interval of a turn's quality misses. */
  static final double MISS = 0.1;

  /** Turns per action at which the interval's width is looked at. */
  private static final int WIDTHS = 100;

  static HeldOut of(TurnLog log, int folds, SeedSplitter seeds) {
    return new HeldOut(
        GroupFolds.draw(log.sessions(), folds, seeds.generator("folds")), folds, seeds);
  }

  /**
   * Held-out scores of a response estimator; all are of unscaled forecasts but {@code scaledLogLoss}.
   *
   * @param logLoss mean −log P(action)
   * @param brier mean Σ (P − 1{taken})², in [0, 2]
   * @param reliability of the likeliest action
   * @param temperature fitted on all held-out forecasts
   * @param scaledLogLoss log-loss when each fold is scaled by a temperature fitted on the other folds
   */
  record ResponseScores(
      ProperScores.LogLoss logLoss,
      BoundedMean brier,
      Reliability reliability,
      TemperatureScaling temperature,
      ProperScores.LogLoss scaledLogLoss) {
    /** Whether scaling by a temperature lowers the log-loss out of sample. */
    boolean isScaled() {
      return scaledLogLoss.mean() < logLoss.mean();
    }

    /** The log-loss of the model as it would be saved. */
    double best() {
      return Math.min(logLoss.mean(), scaledLogLoss.mean());
    }
  }

  ResponseScores response(String name, ResponseEstimator estimator, TurnLog free) {
    List<Turn> turns = free.turns();
    double[][] probabilities = new double[turns.size()][];
    for (int fold = 0; fold < folds; fold++) {
      FollowerModel model = estimator.fit(rest(free, fold), seeds.generator(name, "" + fold));
      for (int index = 0; index < probabilities.length; index++) {
        Turn turn = turns.get(index);
        if (fold(turn) == fold) {
          probabilities[index] = model.respond(turn.context(), turn.commitment());
        }
      }
    }
    int[] actions = turns.stream()
        .mapToInt(turn -> free.actions().indexOf(turn.action().id()))
        .toArray();
    int[] sessions = sessions(turns);
    ActionForecasts forecasts = new ActionForecasts(probabilities, actions, sessions);
    double[][] scaled = new double[probabilities.length][];
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      IntPredicate isHeld = index -> fold(turns.get(index)) == held;
      TemperatureScaling scaling = TemperatureScaling.fit(
          only(probabilities, actions, sessions, isHeld.negate()),
          TemperatureScaling.Options.DEFAULT);
      for (int index = 0; index < scaled.length; index++) {
        if (isHeld.test(index)) {
          scaled[index] = scaling.apply(probabilities[index]);
        }
      }
    }
    return new ResponseScores(
        ProperScores.logLoss(forecasts),
        ProperScores.brierSum(forecasts),
        Reliability.of(forecasts.likeliest(), Reliability.Options.DEFAULT),
        TemperatureScaling.fit(forecasts, TemperatureScaling.Options.DEFAULT),
        ProperScores.logLoss(new ActionForecasts(scaled, actions, sessions)));
  }

  private static ActionForecasts only(
      double[][] probabilities, int[] actions, int[] sessions, IntPredicate kept) {
    int[] indices = IntStream.range(0, actions.length).filter(kept).toArray();
    return new ActionForecasts(
        Arrays.stream(indices).mapToObj(index -> probabilities[index]).toArray(double[][]::new),
        Arrays.stream(indices).map(index -> actions[index]).toArray(),
        Arrays.stream(indices).map(index -> sessions[index]).toArray());
  }

  /**
   * Held-out errors of an outcome estimator.
   *
   * @param turns turns predicted
   * @param unpredicted turns whose action occurs in no other fold
   * @param tokensError Σ|predicted − actual| / Σ actual
   * @param tokensBias Σ(predicted − actual) / Σ actual
   * @param qualityError root of the mean squared error of quality
   * @param actions quality by action, of those that occur in two folds
   */
  record OutcomeScores(
      int turns,
      int unpredicted,
      OptionalDouble tokensError,
      OptionalDouble tokensBias,
      double qualityError,
      List<ActionQuality> actions) {}

  /**
   * How far the predicted quality of one action is from that of single turns.
   *
   * @param turns turns predicted
   * @param sessions sessions that calibrate the interval
   * @param error root of the mean squared error
   * @param halfWidth of the interval that misses with probability at most {@link #MISS}, mean over turns
   */
  record ActionQuality(String action, int turns, int sessions, double error, double halfWidth) {}

  /** Scores on turns of known quality and tokens. */
  OutcomeScores outcome(String name, OutcomeEstimator estimator, TurnLog judged) {
    double actual = 0;
    double absolute = 0;
    double signed = 0;
    double squares = 0;
    int predicted = 0;
    double[] squaresOf = new double[judged.actions().size()];
    int[] turnsOf = new int[squaresOf.length];
    List<OutcomeModel> models = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      TurnLog rest = rest(judged, fold);
      Set<String> known = new HashSet<>();
      rest.turns().forEach(turn -> known.add(turn.action().id()));
      OutcomeModel model = estimator.fit(rest, seeds.generator(name, "" + fold)).model();
      models.add(model);
      for (Turn turn : judged.turns()) {
        if (fold(turn) == fold && known.contains(turn.action().id())) {
          int action = judged.actions().indexOf(turn.action().id());
          var expected = model.expect(turn.context(), action);
          double tokens = turn.outcome().tokens().total().orElseThrow();
          double error = expected.tokens().orElseThrow() - tokens;
          double missed = expected.quality() - turn.outcome().quality().orElseThrow();
          actual += tokens;
          absolute += Math.abs(error);
          signed += error;
          squares += missed * missed;
          squaresOf[action] += missed * missed;
          turnsOf[action]++;
          predicted++;
        }
      }
    }
    return new OutcomeScores(
        predicted,
        judged.turns().size() - predicted,
        actual > 0 ? OptionalDouble.of(absolute / actual) : OptionalDouble.empty(),
        actual > 0 ? OptionalDouble.of(signed / actual) : OptionalDouble.empty(),
        Math.sqrt(squares / predicted),
        qualities(judged, new ConformalQuality(judged, foldOf, models), squaresOf, turnsOf));
  }

  private static List<ActionQuality> qualities(
      TurnLog judged, ConformalQuality bands, double[] squares, int[] turns) {
    List<ActionQuality> qualities = new ArrayList<>();
    for (int index = 0; index < turns.length; index++) {
      int action = index;
      String id = judged.actions().get(action).id();
      if (turns[action] > 0) {
        double width = judged.turns().stream()
            .filter(turn -> turn.action().id().equals(id))
            .limit(WIDTHS)
            .mapToDouble(turn -> bands.interval(turn.context(), action, MISS).width())
            .average()
            .orElseThrow();
        qualities.add(new ActionQuality(
            id,
            turns[action],
            bands.sessions(action),
            Math.sqrt(squares[action] / turns[action]),
            width / 2));
      }
    }
    return qualities;
  }

  private int fold(Turn turn) {
    return foldOf.get(turn.context().session());
  }

  private TurnLog rest(TurnLog log, int fold) {
    return new TurnLog(
        log.actions(), log.turns().stream().filter(turn -> fold(turn) != fold).toList());
  }

  static int[] sessions(List<Turn> turns) {
    Map<String, Integer> labels = new LinkedHashMap<>();
    List<Integer> sessions = new ArrayList<>();
    for (Turn turn : turns) {
      String session = turn.context().session();
      labels.putIfAbsent(session, labels.size());
      sessions.add(labels.get(session));
    }
    return sessions.stream().mapToInt(Integer::intValue).toArray();
  }
}
