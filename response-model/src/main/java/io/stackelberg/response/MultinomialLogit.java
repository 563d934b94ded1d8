package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.FeatureSpace;
import io.stackelberg.response.model.HashedText;
import io.stackelberg.response.model.LinearScores;
import io.stackelberg.response.model.SoftmaxFollower;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Multinomial logistic response model: the log-odds of the actions are linear in the encoded context and
 * in the commitment's coordinates.
 *
 * <p>Turns whose commitment is a {@link Directive} say nothing about free choice and are left out. An
 * action that never occurs in the remaining turns gets probability 0: the data cannot say more. Fitted by
 * smile; the returned model evaluates the weights itself.
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
    List<Turn> free = log.turns().stream()
        .filter(turn -> !(turn.commitment() instanceof Directive))
        .toList();
    Require.nonEmpty("turns with a commitment other than a directive", free);
    FeatureSpace space = new FeatureSpace(
        new FeatureEncoder(free.stream().map(Turn::context).toList(), options.texts()),
        List.copyOf(free.get(0).commitment().coordinates().keySet()));
    ActionSet actions = log.actions();
    boolean[] seen = new boolean[actions.size()];
    for (Turn turn : free) {
      seen[actions.indexOf(turn.action().id())] = true;
    }
    List<Integer> classes = new ArrayList<>();
    int[] classOf = new int[actions.size()];
    Arrays.fill(classOf, -1);
    for (int action = 0; action < seen.length; action++) {
      if (seen[action]) {
        classOf[action] = classes.size();
        classes.add(action);
      }
    }
    double[][] rows = new double[free.size()][];
    int[] labels = new int[free.size()];
    for (int row = 0; row < rows.length; row++) {
      Turn turn = free.get(row);
      rows[row] = space.row(turn.context(), turn.commitment());
      labels[row] = classOf[actions.indexOf(turn.action().id())];
    }
    double[][] fitted = classes.size() == 1
        ? new double[1][rows[0].length + 1]
        : SmileLogistic.fit(rows, labels, classes.size(), options.penalty());
    return new SoftmaxFollower(actions, space, classOf, new LinearScores(fitted), 1);
  }
}
