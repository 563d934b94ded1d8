package io.stackelberg.response;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.LinearScores;
import java.util.random.RandomGenerator;

/**
 * Baseline response model: the smoothed frequency of each action, whatever the context and the commitment.
 *
 * <p>Turns whose commitment is a {@link Directive} are left out. Smoothing is over the actions that occur;
 * one that never occurs in the remaining turns gets probability 0: the data cannot say more.
 *
 * <p>Source: Lidstone (1920) [lidstone1920note], additive smoothing.
 *
 * @param options the options
 */
public record FrequencyResponse(Options options) implements ResponseEstimator {
  /**
   * Options.
   *
   * @param smoothing added to the count of every action that occurs, at least 0
   */
  public record Options(double smoothing) {
    /** One turn more for every action that occurs. */
    public static final Options DEFAULT = new Options(1);

    public Options {
      Require.nonNegative("smoothing", smoothing);
    }

    /** The same options with other smoothing. */
    public Options withSmoothing(double other) {
      return new Options(other);
    }
  }

  @Override
  public FollowerModel fit(TurnLog log, RandomGenerator random) {
    ResponseTable table = new ResponseTable(log);
    double[] frequencies = table.logFrequencies(options.smoothing());
    double[][] weights = new double[table.classes()][table.columns() + 1];
    for (int label = 0; label < weights.length; label++) {
      weights[label][table.columns()] = frequencies[label];
    }
    return table.follower(new LinearScores(weights));
  }
}
