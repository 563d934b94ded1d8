package io.stackelberg.response;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.LinearScores;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Multilayer perceptron of the response: rectified hidden layers over the encoded context and the
 * commitment's coordinates, one score per action, fitted to the log-loss by Adam with early stopping on
 * held-out sessions.
 *
 * <p>Trained here rather than by smile, whose MLP computes through a native BLAS: that is 70 MB of
 * binaries, and sums that may depend on its number of threads. This training is plain arithmetic on one
 * thread: the same seed gives the same model to the bit. Turns whose commitment is a {@link Directive} are
 * left out; an action that never occurs in the rest gets probability 0, every other one more than 0.
 *
 * <p>Source: Kingma and Ba (2015) [kingma2015adam], Prechelt (1998) [prechelt1998early].
 *
 * @param options the options
 */
public record NetworkResponse(Options options) implements ResponseEstimator {
  /**
   * Options.
   *
   * @param hidden units of each hidden layer, at least 1 each; empty for a linear model
   * @param batch rows per step, at least 1
   * @param learningRate step size, above 0
   * @param weightDecay decay of the weights per step as a multiple of the step size, at least 0
   * @param periods most periods, each ended by judging the held-out rows, at least 1
   * @param mostRowsPerPeriod a period is one pass over the fitting rows, or this many of them, at least 1
   * @param holdOut share of the sessions held out, in (0, 1); at most a half is taken
   * @param patience periods without gain after which training ends, at least 1
   */
  public record Options(
      List<Integer> hidden,
      int batch,
      double learningRate,
      double weightDecay,
      int periods,
      int mostRowsPerPeriod,
      double holdOut,
      int patience) {
    /** Two layers of 32 units, batches of 32, at most 200 periods of at most 100,000 rows. */
    public static final Options DEFAULT =
        new Options(List.of(32, 32), 32, 0.003, 0.01, 200, 100_000, 0.2, 10);

    public Options {
      hidden = List.copyOf(hidden);
      for (int units : hidden) {
        Require.atLeast("hidden", units, 1);
      }
      Require.atLeast("batch", batch, 1);
      Require.positive("learningRate", learningRate);
      Require.nonNegative("weightDecay", weightDecay);
      Require.atLeast("periods", periods, 1);
      Require.atLeast("mostRowsPerPeriod", mostRowsPerPeriod, 1);
      Require.inOpenUnitInterval("holdOut", holdOut);
      Require.atLeast("patience", patience, 1);
    }

    /** The same options with other hidden layers. */
    public Options withHidden(List<Integer> other) {
      return new Options(
          other, batch, learningRate, weightDecay, periods, mostRowsPerPeriod, holdOut, patience);
    }

    /** The same options with another batch size. */
    public Options withBatch(int other) {
      return new Options(
          hidden, other, learningRate, weightDecay, periods, mostRowsPerPeriod, holdOut, patience);
    }

    /** The same options with another learning rate. */
    public Options withLearningRate(double other) {
      return new Options(
          hidden, batch, other, weightDecay, periods, mostRowsPerPeriod, holdOut, patience);
    }

    /** The same options with another decay. */
    public Options withWeightDecay(double other) {
      return new Options(
          hidden, batch, learningRate, other, periods, mostRowsPerPeriod, holdOut, patience);
    }

    /** The same options with other most periods. */
    public Options withPeriods(int other) {
      return new Options(
          hidden, batch, learningRate, weightDecay, other, mostRowsPerPeriod, holdOut, patience);
    }

    /** The same options with other most rows a period. */
    public Options withMostRowsPerPeriod(int other) {
      return new Options(
          hidden, batch, learningRate, weightDecay, periods, other, holdOut, patience);
    }

    /** The same options with another share held out. */
    public Options withHoldOut(double other) {
      return new Options(
          hidden, batch, learningRate, weightDecay, periods, mostRowsPerPeriod, other, patience);
    }

    /** The same options with another patience. */
    public Options withPatience(int other) {
      return new Options(
          hidden, batch, learningRate, weightDecay, periods, mostRowsPerPeriod, holdOut, other);
    }
  }

  @Override
  public FollowerModel fit(TurnLog log, RandomGenerator random) {
    ResponseTable table = new ResponseTable(log);
    return table.follower(
        table.classes() == 1
            ? new LinearScores(new double[1][table.columns() + 1])
            : NetworkTraining.fit(options, table, random));
  }
}
