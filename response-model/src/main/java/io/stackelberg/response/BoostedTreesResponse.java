package io.stackelberg.response;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.LinearScores;
import java.util.random.RandomGenerator;

/**
 * Gradient-boosted trees of the response: the score of each action is a sum of regression trees over the
 * encoded context and the commitment's coordinates.
 *
 * <p>Each round fits one of smile's trees per action to the gradient of the softmax log-loss, on a random
 * sample of rows; leaves are Newton steps with a ridge. Rounds are counted on held-out sessions, then all
 * rows are boosted anew for that many; with no gain the smoothed frequencies remain. Any number of rows is
 * used, but a round never sorts more than {@code mostRowsPerRound} of them: that bounds time and memory per
 * tree in place of binning, as smile's trees split exactly. Turns whose commitment is a {@link Directive}
 * are left out; an action that never occurs in the rest gets probability 0, every other one more than 0.
 *
 * <p>The same seed gives the same model to the bit, whatever the number of threads.
 *
 * <p>Source: Friedman (2001) [friedman2001greedy], K-class logistic boosting; samples per round: Friedman
 * (2002) [friedman2002stochastic]. Departures: the ridge in the leaves, and no factor (K − 1)/K.
 *
 * @param options the options
 */
public record BoostedTreesResponse(Options options) implements ResponseEstimator {
  /**
   * Options.
   *
   * @param rounds most rounds, at least 1
   * @param levels levels of splits of a tree, in [1, 20]
   * @param leafRows least rows in a leaf, at least 1
   * @param shrinkage factor on every tree, in (0, 1)
   * @param ridge added to the curvature in a leaf, above 0: keeps leaves of pure nodes finite
   * @param subsample share of rows drawn per round, in [0, 1]
   * @param mostRowsPerRound most rows drawn per round, at least 2
   * @param holdOut share of the sessions that decides the number of rounds, in (0, 1); at most a half is taken
   * @param patience rounds without gain after which the search ends, at least 1
   */
  public record Options(
      int rounds,
      int levels,
      int leafRows,
      double shrinkage,
      double ridge,
      double subsample,
      int mostRowsPerRound,
      double holdOut,
      int patience) {
    /** At most 300 rounds of 4 levels, shrinkage 0.1, half of the rows and at most 20,000 a round. */
    public static final Options DEFAULT = new Options(300, 4, 5, 0.1, 1, 0.5, 20_000, 0.2, 15);

    public Options {
      Require.atLeast("rounds", rounds, 1);
      Require.inRange("levels", levels, 1, 20);
      Require.atLeast("leafRows", leafRows, 1);
      Require.inOpenUnitInterval("shrinkage", shrinkage);
      Require.positive("ridge", ridge);
      Require.inUnitInterval("subsample", subsample);
      Require.atLeast("mostRowsPerRound", mostRowsPerRound, 2);
      Require.inOpenUnitInterval("holdOut", holdOut);
      Require.atLeast("patience", patience, 1);
    }

    /** The same options with another number of rounds. */
    public Options withRounds(int other) {
      return new Options(
          other,
          levels,
          leafRows,
          shrinkage,
          ridge,
          subsample,
          mostRowsPerRound,
          holdOut,
          patience);
    }

    /** The same options with another number of levels. */
    public Options withLevels(int other) {
      return new Options(
          rounds,
          other,
          leafRows,
          shrinkage,
          ridge,
          subsample,
          mostRowsPerRound,
          holdOut,
          patience);
    }

    /** The same options with other least rows in a leaf. */
    public Options withLeafRows(int other) {
      return new Options(
          rounds, levels, other, shrinkage, ridge, subsample, mostRowsPerRound, holdOut, patience);
    }

    /** The same options with another shrinkage. */
    public Options withShrinkage(double other) {
      return new Options(
          rounds, levels, leafRows, other, ridge, subsample, mostRowsPerRound, holdOut, patience);
    }

    /** The same options with another ridge. */
    public Options withRidge(double other) {
      return new Options(
          rounds,
          levels,
          leafRows,
          shrinkage,
          other,
          subsample,
          mostRowsPerRound,
          holdOut,
          patience);
    }

    /** The same options with another share of rows. */
    public Options withSubsample(double other) {
      return new Options(
          rounds, levels, leafRows, shrinkage, ridge, other, mostRowsPerRound, holdOut, patience);
    }

    /** The same options with other most rows a round. */
    public Options withMostRowsPerRound(int other) {
      return new Options(
          rounds, levels, leafRows, shrinkage, ridge, subsample, other, holdOut, patience);
    }

    /** The same options with another share held out. */
    public Options withHoldOut(double other) {
      return new Options(
          rounds, levels, leafRows, shrinkage, ridge, subsample, mostRowsPerRound, other, patience);
    }

    /** The same options with another patience. */
    public Options withPatience(int other) {
      return new Options(
          rounds, levels, leafRows, shrinkage, ridge, subsample, mostRowsPerRound, holdOut, other);
    }
  }

  @Override
  public FollowerModel fit(TurnLog log, RandomGenerator random) {
    ResponseTable table = new ResponseTable(log);
    return table.follower(
        table.classes() == 1
            ? new LinearScores(new double[1][table.columns() + 1])
            : Boosting.fit(options, table, random));
  }
}
