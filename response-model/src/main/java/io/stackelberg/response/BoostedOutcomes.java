package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.HashedText;
import io.stackelberg.response.model.TreeOutcomes;
import io.stackelberg.response.model.TreeOutcomes.CostTrees;
import io.stackelberg.response.model.TreeScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Outcome model by boosted regression trees on the encoded context and the action's coordinates: the levels
 * of a resource vector, one indicator per named action.
 *
 * <p>All actions share the trees, whose trailing columns are those of the action, so that the trees are walked
 * once per context for all actions. Cost is boosted on the logarithmic scale and scaled back so that the mean
 * of each action over the fitting rows is kept (Duan 1983 [duan1983smearing]); on its own scale, cut at 0,
 * where a cost of 0 occurs. Tokens and money are each modelled where every turn has them, else they stay
 * unknown. An action that never occurs in the log is refused at prediction. Skills are not measured: see
 * {@link SelectedOutcomes}.
 *
 * <p>Source: Friedman (2001) [friedman2001greedy].
 *
 * @param options the options
 */
public record BoostedOutcomes(Options options) implements OutcomeEstimator {
  /**
   * Options.
   *
   * @param trees number of trees, at least 1
   * @param levels levels of splits of a tree, in [1, 12]
   * @param shrinkage share of a tree that is added, in (0, 1]
   * @param rowShare share of the rows each tree sees, in (0, 1]
   * @param leafRows least rows of a leaf, at least 1
   * @param texts categorical features that are texts, see {@link FeatureEncoder}
   */
  public record Options(
      int trees,
      int levels,
      double shrinkage,
      double rowShare,
      int leafRows,
      Map<String, HashedText.Options> texts) {
    /** A hundred trees of three levels, a twentieth of each, half the rows, ten rows per leaf. */
    public static final Options DEFAULT = new Options(100, 3, 0.05, 0.5, 10, Map.of());

    public Options {
      texts = Map.copyOf(texts);
      Require.atLeast("trees", trees, 1);
      Require.inRange("levels", levels, 1, 12);
      Require.inRange("shrinkage", shrinkage, Double.MIN_VALUE, 1);
      Require.inRange("rowShare", rowShare, Double.MIN_VALUE, 1);
      Require.atLeast("leafRows", leafRows, 1);
    }

    /** The same options with another number of trees. */
    public Options withTrees(int other) {
      return new Options(other, levels, shrinkage, rowShare, leafRows, texts);
    }

    /** The same options with another number of levels. */
    public Options withLevels(int other) {
      return new Options(trees, other, shrinkage, rowShare, leafRows, texts);
    }

    /** The same options with another shrinkage. */
    public Options withShrinkage(double other) {
      return new Options(trees, levels, other, rowShare, leafRows, texts);
    }

    /** The same options with another share of rows. */
    public Options withRowShare(double other) {
      return new Options(trees, levels, shrinkage, other, leafRows, texts);
    }

    /** The same options with another least number of rows of a leaf. */
    public Options withLeafRows(int other) {
      return new Options(trees, levels, shrinkage, rowShare, other, texts);
    }

    /** The same options with other texts. */
    public Options withTexts(Map<String, HashedText.Options> other) {
      return new Options(trees, levels, shrinkage, rowShare, leafRows, other);
    }
  }

  @Override
  public OutcomeFit fit(TurnLog log, RandomGenerator random) {
    List<Turn> turns = Require.nonEmpty("turns", log.turns());
    FeatureEncoder encoder =
        new FeatureEncoder(turns.stream().map(Turn::context).distinct().toList(), options.texts());
    ActionSet actions = log.actions();
    double[][] grid = TreeOutcomes.coordinates(actions);
    int leading = encoder.size();
    double[][] rows = new double[turns.size()][leading + grid[0].length];
    int[] action = new int[rows.length];
    int[] turnsOf = new int[actions.size()];
    double[] quality = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      Turn turn = turns.get(row);
      action[row] = actions.indexOf(turn.action().id());
      turnsOf[action[row]]++;
      encoder.encode(turn.context(), rows[row]);
      System.arraycopy(grid[action[row]], 0, rows[row], leading, grid[0].length);
      quality[row] = turn.outcome()
          .quality()
          .orElseThrow(() -> Require.unexpected(
              "quality of " + turn.context().id(), "unknown", "a judged quality"));
    }
    Booster booster = new Booster(options);
    TreeScores qualityTrees = booster.fit(rows, quality, random);
    Optional<CostTrees> tokens =
        cost(turns, CostUnit.TOKENS, rows, action, actions.size(), booster, random);
    Optional<CostTrees> money =
        cost(turns, CostUnit.USD, rows, action, actions.size(), booster, random);
    List<OutcomeFit.Skill> skills = new ArrayList<>();
    for (int index = 0; index < turnsOf.length; index++) {
      if (turnsOf[index] > 0) {
        skills.add(new OutcomeFit.Skill(
            actions.get(index).id(),
            turnsOf[index],
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN));
      }
    }
    List<Boolean> occurred = Arrays.stream(turnsOf).mapToObj(count -> count > 0).toList();
    return new OutcomeFit(
        new TreeOutcomes(encoder, actions, occurred, qualityTrees, tokens, money), skills);
  }

  /** Trees of cost, and the factor per action that keeps its mean; logarithmic exactly with factors. */
  private static Optional<CostTrees> cost(
      List<Turn> turns,
      CostUnit unit,
      double[][] rows,
      int[] action,
      int actions,
      Booster booster,
      RandomGenerator random) {
    double[] cost = new double[rows.length];
    boolean positive = true;
    for (int row = 0; row < cost.length; row++) {
      OptionalDouble known = unit.of(turns.get(row).outcome());
      if (known.isEmpty()) {
        return Optional.empty();
      }
      cost[row] = known.getAsDouble();
      positive &= cost[row] > 0;
    }
    if (!positive) {
      return Optional.of(new CostTrees(booster.fit(rows, cost, random), List.of()));
    }
    double[] logarithm = new double[cost.length];
    for (int row = 0; row < cost.length; row++) {
      logarithm[row] = StrictMath.log(cost[row]);
    }
    TreeScores trees = booster.fit(rows, logarithm, random);
    double[] spent = new double[actions];
    double[] predicted = new double[actions];
    double[] score = new double[1];
    for (int row = 0; row < cost.length; row++) {
      trees.score(rows[row], score);
      spent[action[row]] += cost[row];
      predicted[action[row]] += StrictMath.exp(score[0]);
    }
    // The factor of an action that never occurred is not read.
    return Optional.of(new CostTrees(
        trees,
        IntStream.range(0, actions)
            .mapToObj(index -> predicted[index] > 0 ? spent[index] / predicted[index] : 1)
            .toList()));
  }
}
