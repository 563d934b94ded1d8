package io.stackelberg.response.xgboost;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.ResponseEstimator;
import io.stackelberg.response.ResponseTable;
import io.stackelberg.response.model.LinearScores;
import java.util.random.RandomGenerator;

/**
 * Gradient-boosted trees of the response, trained by XGBoost: the score of each action is a sum of regression
 * trees over the encoded context and the commitment's coordinates.
 *
 * <p>Training starts from equal scores, with histograms of 256 bins, a ridge of 1 in the leaves and one
 * thread. The number of rounds is the one with the least log-loss on held-out sessions; all rows are then
 * boosted anew for that many. With no gain over the smoothed frequencies of the actions these remain. Turns whose
 * commitment is a {@link Directive} are left out; an action that never occurs in the rest gets probability 0.
 *
 * <p>The returned model is plain Java, holds nothing of XGBoost and sends every row the way XGBoost does, in
 * floats; only the leaves are summed in doubles. The same seed gives the same model on one platform.
 *
 * <p>Needs XGBoost's native library, which its jar brings along for Linux and macOS on x86-64 and aarch64 and
 * for Windows on x86-64.
 *
 * <p>Source: Chen and Guestrin (2016) [chen2016xgboost].
 *
 * @param options the options
 */
public record XgBoostResponse(Options options) implements ResponseEstimator {
  /**
   * Options.
   *
   * @param rounds most rounds, at least 1
   * @param depth levels of splits of a tree, in [1, 20]
   * @param shrinkage factor on every tree, in (0, 1]
   * @param rowShare share of rows drawn per round, in (0, 1]
   * @param leafWeight least curvature in a leaf, summed over its rows, at least 0
   * @param holdOut share of the sessions that decides the number of rounds, in (0, 1); at most a half is taken
   */
  public record Options(
      int rounds, int depth, double shrinkage, double rowShare, double leafWeight, double holdOut) {
    /** At most 300 rounds of 4 levels, shrinkage 0.1, half of the rows a round. */
    public static final Options DEFAULT = new Options(300, 4, 0.1, 0.5, 1, 0.2);

    public Options {
      Require.atLeast("rounds", rounds, 1);
      Require.inRange("depth", depth, 1, 20);
      Require.inUnitInterval("shrinkage", Require.positive("shrinkage", shrinkage));
      Require.inUnitInterval("rowShare", Require.positive("rowShare", rowShare));
      Require.nonNegative("leafWeight", leafWeight);
      Require.inOpenUnitInterval("holdOut", holdOut);
    }

    /** The same options with another number of rounds. */
    public Options withRounds(int other) {
      return new Options(other, depth, shrinkage, rowShare, leafWeight, holdOut);
    }

    /** The same options with another depth. */
    public Options withDepth(int other) {
      return new Options(rounds, other, shrinkage, rowShare, leafWeight, holdOut);
    }

    /** The same options with another shrinkage. */
    public Options withShrinkage(double other) {
      return new Options(rounds, depth, other, rowShare, leafWeight, holdOut);
    }

    /** The same options with another share of rows. */
    public Options withRowShare(double other) {
      return new Options(rounds, depth, shrinkage, other, leafWeight, holdOut);
    }

    /** The same options with another least curvature in a leaf. */
    public Options withLeafWeight(double other) {
      return new Options(rounds, depth, shrinkage, rowShare, other, holdOut);
    }

    /** The same options with another share held out. */
    public Options withHoldOut(double other) {
      return new Options(rounds, depth, shrinkage, rowShare, leafWeight, other);
    }
  }

  /**
   * Fits a follower model.
   *
   * @throws IllegalArgumentException if a value is beyond the range of floats, or rows times columns beyond the
   *     length of an array
   */
  @Override
  public FollowerModel fit(TurnLog log, RandomGenerator random) {
    ResponseTable table = new ResponseTable(log);
    return table.follower(
        table.classes() == 1
            ? new LinearScores(new double[1][table.columns() + 1])
            : XgBoostTraining.fit(options, table, random));
  }
}
