package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.HashedText;
import io.stackelberg.response.model.LinearOutcomes;
import io.stackelberg.response.model.OutcomeSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Outcome model by regression on the encoded context: one regression per named action, or one pooled over
 * actions that are resource vectors (their levels, the squares of the levels and their products with the
 * context enter as columns).
 *
 * <p>Quality is a ridge regression (not clipped, see {@link ExpectedOutcome}), or, by option, a logistic one where every quality is
 * 0 or 1. Cost is a ridge regression of its logarithm, scaled back so that the mean over the fitting rows
 * is kept (Duan 1983 [duan1983smearing]); of the cost itself where a cost of 0 occurs. Penalties are chosen
 * by cross-validation with sessions kept together; the mean alone is among the choices. Tokens and money
 * are each modelled where every row of the action has them, else they stay unknown. An action that never
 * occurs in the log is refused at prediction.
 *
 * @param options the options
 */
public record RegressionOutcomes(Options options) implements OutcomeEstimator {
  /** How quality is regressed. */
  public enum QualityLink {
    /** Ridge regression. */
    RIDGE,
    /** Logistic regression where every quality is 0 or 1, ridge otherwise. */
    LOGISTIC,
    /** The action alone, whatever the context; cost is still regressed on the context. */
    BY_ACTION
  }

  /**
   * Options.
   *
   * @param link how quality is regressed
   * @param folds folds of the cross-validation, at least 2
   * @param texts categorical features that are texts, see {@link FeatureEncoder}
   */
  public record Options(QualityLink link, int folds, Map<String, HashedText.Options> texts) {
    /** Ridge, five folds, no texts. */
    public static final Options DEFAULT = new Options(QualityLink.RIDGE, 5, Map.of());

    public Options {
      texts = Map.copyOf(texts);
      Require.atLeast("folds", folds, 2);
    }

    /** The same options with another link. */
    public Options withLink(QualityLink other) {
      return new Options(other, folds, texts);
    }

    /** The same options with another number of folds. */
    public Options withFolds(int other) {
      return new Options(link, other, texts);
    }

    /** The same options with other texts. */
    public Options withTexts(Map<String, HashedText.Options> other) {
      return new Options(link, folds, other);
    }
  }

  @Override
  public OutcomeFit fit(TurnLog log, RandomGenerator random) {
    List<Turn> turns = Require.nonEmpty("turns", log.turns());
    FeatureEncoder encoder =
        new FeatureEncoder(turns.stream().map(Turn::context).distinct().toList(), options.texts());
    Map<String, Integer> folds = GroupFolds.draw(log.sessions(), options.folds(), random);
    ActionSet actions = log.actions();
    boolean pooled = actions.actions().stream().allMatch(ResourceVector.class::isInstance);
    Map<Integer, List<Turn>> groups = new LinkedHashMap<>();
    for (Turn turn : turns) {
      int group = pooled ? 0 : actions.indexOf(turn.action().id());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(turn);
    }
    OutcomeSpace space = new OutcomeSpace(encoder, actions, pooled);
    List<Optional<LinearOutcomes.Lines>> lines = new ArrayList<>();
    List<OutcomeFit.Skill> skills = new ArrayList<>();
    for (int group = 0; group < (pooled ? 1 : actions.size()); group++) {
      List<Turn> rows = groups.get(group);
      if (rows == null) {
        lines.add(Optional.empty());
      } else {
        Regression regression = Regression.fit(rows, space, folds, options);
        lines.add(Optional.of(regression.lines()));
        skills.add(regression.skill(pooled ? "all" : actions.get(group).id(), rows.size()));
      }
    }
    return new OutcomeFit(new LinearOutcomes(space, lines), skills);
  }

  /** Quality and cost lines of one action, or of all actions pooled. */
  private static final class Regression {
    private final RidgeRegression.Line quality;
    private final double[] logit;
    private final CostLine tokens;
    private final CostLine money;

    private Regression(
        RidgeRegression.Line quality, double[] logit, CostLine tokens, CostLine money) {
      this.quality = quality;
      this.logit = logit;
      this.tokens = tokens;
      this.money = money;
    }

    static Regression fit(
        List<Turn> turns, OutcomeSpace space, Map<String, Integer> folds, Options options) {
      double[][] rows = new double[turns.size()][];
      double[] quality = new double[turns.size()];
      int[] fold = new int[turns.size()];
      boolean binary = true;
      for (int index = 0; index < rows.length; index++) {
        Turn turn = turns.get(index);
        rows[index] = space.row(
            space.encoder().encode(turn.context()),
            space.actions().indexOf(turn.action().id()));
        fold[index] = folds.get(turn.context().session());
        quality[index] = turn.outcome()
            .quality()
            .orElseThrow(() -> Require.unexpected(
                "quality of " + turn.context().id(), "unknown", "a judged quality"));
        binary &= quality[index] == 0 || quality[index] == 1;
      }
      RidgeRegression.Line line = RidgeRegression.fit(
          options.link() == QualityLink.BY_ACTION ? withoutContext(turns, space) : rows,
          quality,
          fold,
          options.folds());
      double[] logit = options.link() == QualityLink.LOGISTIC && binary && line.penalty() < 1e9
          ? logit(rows, quality, line.penalty())
          : null;
      return new Regression(
          line,
          logit,
          CostLine.fit(turns, CostUnit.TOKENS, rows, fold, options.folds()),
          CostLine.fit(turns, CostUnit.USD, rows, fold, options.folds()));
    }

    private static double[][] withoutContext(List<Turn> turns, OutcomeSpace space) {
      double[] nothing = new double[space.encoder().size()];
      return turns.stream()
          .map(turn -> space.row(nothing, space.actions().indexOf(turn.action().id())))
          .toArray(double[][]::new);
    }

    /** Weights of P(quality = 1); a penalty of p on a linear line is about p/4 on the logit scale. */
    private static double[] logit(double[][] rows, double[] quality, double penalty) {
      int[] labels = new int[quality.length];
      for (int row = 0; row < labels.length; row++) {
        labels[row] = quality[row] == 1 ? 0 : 1;
      }
      return LogisticFit.fit(rows, labels, 2, penalty / 4)[0];
    }

    LinearOutcomes.Lines lines() {
      return new LinearOutcomes.Lines(
          logit == null
              ? quality.line()
              : new LinearOutcomes.Line(
                  logit[logit.length - 1], Arrays.copyOf(logit, logit.length - 1)),
          logit != null,
          Optional.ofNullable(tokens).map(CostLine::fitted),
          Optional.ofNullable(money).map(CostLine::fitted));
    }

    OutcomeFit.Skill skill(String action, int rows) {
      CostLine cost = tokens != null ? tokens : money;
      return new OutcomeFit.Skill(
          action,
          rows,
          quality.penalty(),
          cost == null ? Double.NaN : cost.line.penalty(),
          quality.skill(),
          cost == null ? Double.NaN : cost.line.skill());
    }
  }

  /** Cost regressed on the logarithmic scale where it is always above 0. */
  private record CostLine(RidgeRegression.Line line, boolean logarithmic, double smearing) {
    static CostLine fit(
        List<Turn> turns, CostUnit unit, double[][] rows, int[] folds, int foldCount) {
      double[] cost = new double[turns.size()];
      boolean positive = true;
      double sum = 0;
      for (int row = 0; row < cost.length; row++) {
        OptionalDouble known = unit.of(turns.get(row).outcome());
        if (known.isEmpty()) {
          return null;
        }
        cost[row] = known.getAsDouble();
        positive &= cost[row] > 0;
        sum += cost[row];
      }
      if (!positive) {
        return new CostLine(RidgeRegression.fit(rows, cost, folds, foldCount), false, 1);
      }
      double[] logarithm = new double[cost.length];
      for (int row = 0; row < cost.length; row++) {
        logarithm[row] = StrictMath.log(cost[row]);
      }
      RidgeRegression.Line line = RidgeRegression.fit(rows, logarithm, folds, foldCount);
      double predicted = 0;
      for (double[] row : rows) {
        predicted += StrictMath.exp(line.at(row));
      }
      return new CostLine(line, true, sum / predicted);
    }

    LinearOutcomes.CostLine fitted() {
      return new LinearOutcomes.CostLine(line.line(), logarithmic, smearing);
    }
  }
}
