package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Takes quality, tokens and money each from the simplest of several estimators whose cross-validated squared
 * error is within one standard error of the best one's.
 *
 * <p>The standard error is that of the paired difference of squared errors to the best estimator, clustered by
 * session: the classical rule, which takes the error of the best alone, would almost always pick the simplest
 * where all share the same noise. Estimators see the same folds, with sessions kept together. Cost: folds + 1
 * fits of each.
 *
 * <p>Source: Breiman et al. (1984) [breiman1984cart], the one-standard-error rule.
 *
 * @param candidates simplest first; at least one
 * @param folds folds of the cross-validation, at least 2
 */
public record SelectedOutcomes(List<OutcomeEstimator> candidates, int folds)
    implements OutcomeEstimator {
  public SelectedOutcomes {
    candidates = List.copyOf(Require.nonEmpty("candidates", candidates));
    Require.atLeast("folds", folds, 2);
  }

  /** What is predicted; each has a candidate of its own. */
  private enum Measure {
    QUALITY,
    TOKENS,
    MONEY;

    OptionalDouble observed(Turn turn) {
      return switch (this) {
        case QUALITY -> turn.outcome().quality();
        case TOKENS -> CostUnit.TOKENS.of(turn.outcome());
        case MONEY -> CostUnit.USD.of(turn.outcome());
      };
    }

    OptionalDouble predicted(ExpectedOutcome expected) {
      return switch (this) {
        case QUALITY -> OptionalDouble.of(expected.quality());
        case TOKENS -> expected.tokens();
        case MONEY -> expected.money();
      };
    }
  }

  @Override
  public OutcomeFit fit(TurnLog log, RandomGenerator random) {
    Require.nonEmpty("turns", log.turns());
    Map<String, Integer> foldOf = GroupFolds.draw(log.sessions(), folds, random);
    List<List<OptionalDouble[]>> predictions = new ArrayList<>();
    for (OutcomeEstimator candidate : candidates) {
      predictions.add(outOfFold(candidate, log, foldOf, random));
    }
    int[] chosen = new int[Measure.values().length];
    for (Measure measure : Measure.values()) {
      chosen[measure.ordinal()] = choose(measure, log, predictions);
    }
    OutcomeFit[] fits = new OutcomeFit[candidates.size()];
    for (int candidate : chosen) {
      if (fits[candidate] == null) {
        fits[candidate] = candidates.get(candidate).fit(log, random);
      }
    }
    OutcomeModel quality = fits[chosen[0]].model();
    OutcomeModel tokens = fits[chosen[1]].model();
    OutcomeModel money = fits[chosen[2]].model();
    return new OutcomeFit(
        (context, action) -> new ExpectedOutcome(
            quality.expect(context, action).quality(),
            tokens.expect(context, action).tokens(),
            money.expect(context, action).money()),
        skills(log, foldOf, fits, chosen, predictions));
  }

  /** Predictions of each turn by a model fitted without its fold; none where an action is then unseen. */
  private List<OptionalDouble[]> outOfFold(
      OutcomeEstimator candidate,
      TurnLog log,
      Map<String, Integer> foldOf,
      RandomGenerator random) {
    ActionSet actions = log.actions();
    List<OutcomeModel> models = new ArrayList<>();
    List<boolean[]> seen = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      int held = fold;
      List<Turn> rest = log.turns().stream()
          .filter(turn -> foldOf.get(turn.context().session()) != held)
          .toList();
      boolean[] occurs = new boolean[actions.size()];
      rest.forEach(turn -> occurs[actions.indexOf(turn.action().id())] = true);
      seen.add(occurs);
      models.add(
          rest.isEmpty()
              ? null
              : candidate.fit(new TurnLog(actions, rest), random).model());
    }
    List<OptionalDouble[]> predictions = new ArrayList<>();
    for (Turn turn : log.turns()) {
      int fold = foldOf.get(turn.context().session());
      int action = actions.indexOf(turn.action().id());
      OptionalDouble[] row = {OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()
      };
      if (seen.get(fold)[action]) {
        ExpectedOutcome expected = models.get(fold).expect(turn.context(), action);
        for (Measure measure : Measure.values()) {
          row[measure.ordinal()] = measure.predicted(expected);
        }
      }
      predictions.add(row);
    }
    return predictions;
  }

  /** The simplest candidate within one standard error; the first where nothing can be compared. */
  private int choose(Measure measure, TurnLog log, List<List<OptionalDouble[]>> predictions) {
    List<double[]> errors = new ArrayList<>();
    List<Integer> clusters = new ArrayList<>();
    Map<String, Integer> sessions = new LinkedHashMap<>();
    for (int row = 0; row < log.turns().size(); row++) {
      Turn turn = log.turns().get(row);
      double[] squared = new double[candidates.size()];
      boolean known = true;
      for (int candidate = 0; candidate < squared.length; candidate++) {
        double error = error(measure, turn, predictions.get(candidate).get(row));
        squared[candidate] = error * error;
        known &= !Double.isNaN(error);
      }
      if (known) {
        errors.add(squared);
        clusters.add(sessions.computeIfAbsent(turn.context().session(), key -> sessions.size()));
      }
    }
    if (errors.isEmpty()) {
      return 0;
    }
    int best = 0;
    for (int candidate = 1; candidate < candidates.size(); candidate++) {
      best = excess(errors, clusters, candidate, best).mean() < 0 ? candidate : best;
    }
    for (int candidate = 0; candidate < best; candidate++) {
      MeanEstimate excess = excess(errors, clusters, candidate, best);
      if (excess.mean() <= excess.standardError()) {
        return candidate;
      }
    }
    return best;
  }

  private static double error(Measure measure, Turn turn, OptionalDouble[] predicted) {
    return measure.observed(turn).orElse(Double.NaN)
        - predicted[measure.ordinal()].orElse(Double.NaN);
  }

  private static MeanEstimate excess(
      List<double[]> errors, List<Integer> clusters, int candidate, int best) {
    return ClusteredMeans.mean(
        errors.stream()
            .mapToDouble(squared -> squared[candidate] - squared[best])
            .toArray(),
        clusters.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Skills from the same cross-validation; penalties from the chosen candidates. */
  private List<OutcomeFit.Skill> skills(
      TurnLog log,
      Map<String, Integer> foldOf,
      OutcomeFit[] fits,
      int[] chosen,
      List<List<OptionalDouble[]>> predictions) {
    boolean tokens =
        log.turns().stream().allMatch(turn -> Measure.TOKENS.observed(turn).isPresent());
    Measure cost = tokens ? Measure.TOKENS : Measure.MONEY;
    List<OutcomeFit.Skill> skills = new ArrayList<>();
    for (OutcomeFit.Skill skill : fits[chosen[0]].skills()) {
      double costPenalty = fits[chosen[cost.ordinal()]].skills().stream()
          .filter(other -> other.action().equals(skill.action()))
          .mapToDouble(OutcomeFit.Skill::costPenalty)
          .findFirst()
          .orElse(Double.NaN);
      skills.add(new OutcomeFit.Skill(
          skill.action(),
          skill.rows(),
          skill.qualityPenalty(),
          costPenalty,
          skill(Measure.QUALITY, skill.action(), log, foldOf, predictions.get(chosen[0])),
          skill(cost, skill.action(), log, foldOf, predictions.get(chosen[cost.ordinal()]))));
    }
    return skills;
  }

  /** 1 − squared error / squared error of the mean of the other folds, over an action's turns or all. */
  private double skill(
      Measure measure,
      String action,
      TurnLog log,
      Map<String, Integer> foldOf,
      List<OptionalDouble[]> predictions) {
    double[] sums = new double[folds];
    int[] counts = new int[folds];
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < predictions.size(); row++) {
      Turn turn = log.turns().get(row);
      boolean wanted = action.equals("all") || turn.action().id().equals(action);
      if (wanted && !Double.isNaN(error(measure, turn, predictions.get(row)))) {
        int fold = foldOf.get(turn.context().session());
        sums[fold] += measure.observed(turn).orElseThrow();
        counts[fold]++;
        rows.add(row);
      }
    }
    double sum = java.util.Arrays.stream(sums).sum();
    double squared = 0;
    double ofMean = 0;
    double first = rows.isEmpty() ? 0 : observed(measure, log, rows.get(0));
    boolean varies = false;
    for (int row : rows) {
      int fold = foldOf.get(log.turns().get(row).context().session());
      double value = observed(measure, log, row);
      varies |= value != first;
      double error = error(measure, log.turns().get(row), predictions.get(row));
      double deviation = value - (sum - sums[fold]) / (rows.size() - counts[fold]);
      squared += error * error;
      ofMean += deviation * deviation;
    }
    return varies ? 1 - squared / ofMean : Double.NaN;
  }

  private static double observed(Measure measure, TurnLog log, int row) {
    return measure.observed(log.turns().get(row)).orElseThrow();
  }
}
