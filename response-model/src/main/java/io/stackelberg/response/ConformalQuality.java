package io.stackelberg.response;

import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Intervals that hold the quality of a single turn, from models each fitted without one fold of the sessions:
 * cross-conformal prediction.
 *
 * <pre>
 * R_i = |y_i − m_k(i)(x_i)|,  m_k(i) the model that has not seen session i
 * [c-th smallest of m_k(i)(x) − R_i,  c-th largest of m_k(i)(x) + R_i],  c = ⌊miss/2 · (n + K) − K⌋ + 1
 * </pre>
 *
 * <ul>
 *   <li>n sessions with the action, each by its first turn with it; K folds. The interval is for the first
 *       such turn of a new session.
 *   <li>Guarantee, in finite samples: coverage at least 1 − miss, if sessions are exchangeable and the folds
 *       were drawn without looking at them. It is marginal, over log and new session together: it holds
 *       neither for each context nor exactly for one log.
 *   <li>Per fold the rank of the new residual is a p-value; their mean, weighted by fold sizes, is valid once
 *       doubled (Vovk and Wang 2020), whatever the fold sizes: that is the half of {@code miss}. Coverage is
 *       therefore nearer to 1 − miss/2 for a stable estimator.
 *   <li>Below n = K (2/miss − 1) sessions c is no rank, and the interval is [0, 1], where quality always lies.
 *   <li>It is for single turns; {@link PredictionErrors} speaks of means over contexts.
 * </ul>
 *
 * <p>Source: Vovk (2015) [vovk2015cross]; the mean of p-values: Vovk and Wang (2020) [vovk2020combining]; compare
 * CV+ of Barber et al. (2021) [barber2021jackknife]. Cost: K predictions and O(n log n) per interval.
 */
public final class ConformalQuality {
  private static final double RANK_SLACK = 1e-9;

  private final List<OutcomeModel> models;
  private final List<List<Residual>> residuals;

  private record Residual(int fold, double size) {}

  /**
   * Residuals of a log.
   *
   * @param log turns with judged quality
   * @param foldOf fold of each session, in [0, models)
   * @param models model fitted without each fold; asked only at actions that occur outside it
   */
  public ConformalQuality(TurnLog log, Map<String, Integer> foldOf, List<OutcomeModel> models) {
    this.models = List.copyOf(models);
    residuals = new ArrayList<>();
    for (int action = 0; action < log.actions().size(); action++) {
      String id = log.actions().get(action).id();
      List<Turn> turns =
          log.turns().stream().filter(turn -> turn.action().id().equals(id)).toList();
      List<Residual> own = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (Turn turn : turns) {
        int fold = foldOf.get(turn.context().session());
        boolean isKnown =
            turns.stream().anyMatch(other -> foldOf.get(other.context().session()) != fold);
        if (isKnown && seen.add(turn.context().session())) {
          double quality = turn.outcome()
              .quality()
              .orElseThrow(() -> Require.unexpected(
                  "quality of " + turn.context().id(), "unknown", "a judged quality"));
          double predicted = models.get(fold).expect(turn.context(), action).quality();
          own.add(new Residual(fold, Math.abs(quality - predicted)));
        }
      }
      residuals.add(List.copyOf(own));
    }
  }

  /** Sessions with an action, n above. */
  public int sessions(int actionIndex) {
    return residuals.get(actionIndex).size();
  }

  /**
   * Interval for the quality of a turn.
   *
   * @param miss admitted probability of a miss, in (0, 1)
   * @return ends in [0, 1], around the mean of the models' predictions, cut to [0, 1]; {@code [0, 1]} where
   *     the sessions are too few
   * @throws IllegalArgumentException if the action occurs in one fold only, or never
   */
  public Interval interval(Context context, int actionIndex, double miss) {
    Require.inOpenUnitInterval("miss", miss);
    List<Residual> own = residuals.get(actionIndex);
    int size = own.size();
    if (size == 0) {
      throw Require.unexpected(
          "action", "index " + actionIndex, "one that occurs in at least two folds");
    }
    double[] predicted = new double[models.size()];
    Arrays.fill(predicted, Double.NaN);
    double[] low = new double[size];
    double[] high = new double[size];
    double sum = 0;
    for (int index = 0; index < size; index++) {
      Residual residual = own.get(index);
      int fold = residual.fold();
      if (Double.isNaN(predicted[fold])) {
        ExpectedOutcome expected = models.get(fold).expect(context, actionIndex);
        predicted[fold] = expected.quality();
      }
      sum += predicted[fold];
      low[index] = predicted[fold] - residual.size();
      high[index] = predicted[fold] + residual.size();
    }
    int folds = models.size();
    int rank = (int) Math.floor(miss / 2 * (size + folds) - folds + RANK_SLACK) + 1;
    double estimate = unit(sum / size);
    if (rank < 1) {
      return new Interval(estimate, 0, 1);
    }
    Arrays.sort(low);
    Arrays.sort(high);
    return new Interval(
        estimate,
        Math.min(estimate, unit(low[rank - 1])),
        Math.max(estimate, unit(high[size - rank])));
  }

  private static double unit(double value) {
    return Math.min(1, Math.max(0, value));
  }
}
