package io.stackelberg.response;

import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.HashedText;
import io.stackelberg.response.model.LinearScores;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Multinomial logistic response model: the log-odds of the actions are linear in the encoded context and
 * in the commitment's coordinates.
 *
 * <p>Turns whose commitment is a {@link Directive} say nothing about free choice and are left out. An
 * action that never occurs in the remaining turns gets probability 0: the data cannot say more. The weights
 * are the same to the bit for any number of threads; a million turns of 20 features fit into 2 GiB.
 *
 * <p>Source: McFadden (1974) [mcfadden1974conditional].
 *
 * @param options the options
 */
public record MultinomialLogit(Options options) implements ResponseEstimator {
  /**
   * Options.
   *
   * @param penalty on the squared slopes, at least 0
   * @param texts categorical features that are texts, see {@link FeatureEncoder}
   */
  public record Options(double penalty, Map<String, HashedText.Options> texts) {
    /** A penalty of 1, no texts. */
    public static final Options DEFAULT = new Options(1, Map.of());

    public Options {
      texts = Map.copyOf(texts);
      Require.nonNegative("penalty", penalty);
    }

    /** The same options with another penalty. */
    public Options withPenalty(double other) {
      return new Options(other, texts);
    }

    /** The same options with other texts. */
    public Options withTexts(Map<String, HashedText.Options> other) {
      return new Options(penalty, other);
    }
  }

  @Override
  public FollowerModel fit(TurnLog log, RandomGenerator random) {
    ResponseTable table = new ResponseTable(log, options.texts());
    double[][] weights = table.classes() == 1
        ? new double[1][table.columns() + 1]
        : LogisticFit.fit(table.rows(), table.labels(), table.classes(), options.penalty());
    return table.follower(new LinearScores(weights));
  }
}
