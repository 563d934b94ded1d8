package io.stackelberg.response;

import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far the predictions for one action were off, on turns of sessions the predicting model had not seen.
 *
 * @param action id of the action
 * @param turns turns with this action
 * @param sessions sessions with this action
 * @param quality errors of quality
 * @param tokens errors of input plus output tokens; empty where a turn's tokens are unknown
 * @param money errors of US dollars; empty where a turn's money is unknown
 */
public record PredictionErrors(
    String action,
    int turns,
    int sessions,
    Measure quality,
    Optional<Measure> tokens,
    Optional<Measure> money) {

  /**
   * Errors of one measure, in its own unit.
   *
   * @param predicted mean prediction
   * @param bias mean of (outcome − prediction), its standard error clustered by session
   * @param rootMeanSquare root of the mean squared error, the spread of single outcomes around their
   *     prediction
   */
  public record Measure(double predicted, MeanEstimate bias, double rootMeanSquare) {
    public Measure {
      Require.finite("predicted", predicted);
      Require.nonNegative("rootMeanSquare", rootMeanSquare);
    }

    /**
     * Interval around a mean of predictions over contexts of the same law as those of the errors.
     *
     * <p>The prediction is corrected by the bias. Asymptotic in the number of sessions; the interval is for a
     * mean over contexts: no interval of bounded width holds for the expectation at every single context
     * without further assumptions (Barber 2020 [barber2020binary]).
     *
     * @param meanPrediction mean prediction over the contexts
     * @param confidence in (0, 1)
     */
    public Interval around(double meanPrediction, double confidence) {
      return new MeanEstimate(
              meanPrediction + bias.mean(), bias.standardError(), bias.degreesOfFreedom())
          .interval(confidence);
    }

    private static Measure of(double[] predicted, double[] residuals, int[] clusters) {
      double mean = 0;
      double squares = 0;
      for (int turn = 0; turn < predicted.length; turn++) {
        mean += predicted[turn] / predicted.length;
        squares += residuals[turn] * residuals[turn];
      }
      return new Measure(
          mean, ClusteredMeans.mean(residuals, clusters), Math.sqrt(squares / predicted.length));
    }
  }

  /**
   * Errors of a model on a log, one entry per action that occurs, in the order of the action set.
   *
   * @param outOfSample predicts each turn by a model fitted without its session
   * @param log turns with judged quality
   */
  public static List<PredictionErrors> of(OutcomeModel outOfSample, TurnLog log) {
    List<PredictionErrors> errors = new ArrayList<>();
    for (int action = 0; action < log.actions().size(); action++) {
      String id = log.actions().get(action).id();
      List<Turn> turns =
          log.turns().stream().filter(turn -> turn.action().id().equals(id)).toList();
      if (!turns.isEmpty()) {
        errors.add(of(id, action, turns, outOfSample));
      }
    }
    return errors;
  }

  private static PredictionErrors of(
      String id, int action, List<Turn> turns, OutcomeModel outOfSample) {
    Map<String, Integer> sessions = new LinkedHashMap<>();
    int[] clusters = new int[turns.size()];
    List<ExpectedOutcome> expected = new ArrayList<>();
    List<OptionalDouble> quality = new ArrayList<>();
    for (Turn turn : turns) {
      clusters[expected.size()] =
          sessions.computeIfAbsent(turn.context().session(), key -> sessions.size());
      expected.add(outOfSample.expect(turn.context(), action));
      quality.add(turn.outcome().quality());
    }
    return new PredictionErrors(
        id,
        turns.size(),
        sessions.size(),
        measure(
                expected.stream()
                    .map(outcome -> OptionalDouble.of(outcome.quality()))
                    .toList(),
                quality,
                clusters)
            .orElseThrow(
                () -> Require.unexpected("quality of " + id, "unknown", "a judged quality")),
        measure(
            expected.stream().map(ExpectedOutcome::tokens).toList(),
            turns.stream().map(turn -> CostUnit.TOKENS.of(turn.outcome())).toList(),
            clusters),
        measure(
            expected.stream().map(ExpectedOutcome::money).toList(),
            turns.stream().map(turn -> CostUnit.USD.of(turn.outcome())).toList(),
            clusters));
  }

  private static Optional<Measure> measure(
      List<OptionalDouble> expected, List<OptionalDouble> observed, int[] clusters) {
    double[] predicted = new double[clusters.length];
    double[] residuals = new double[clusters.length];
    for (int turn = 0; turn < clusters.length; turn++) {
      if (expected.get(turn).isEmpty() || observed.get(turn).isEmpty()) {
        return Optional.empty();
      }
      predicted[turn] = expected.get(turn).getAsDouble();
      residuals[turn] = observed.get(turn).getAsDouble() - predicted[turn];
    }
    return Optional.of(Measure.of(predicted, residuals, clusters));
  }
}
