package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.response.GroupFolds;
import io.stackelberg.response.OutcomeEstimator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Outcome model that predicts a context of the fitting part by a model fitted without its session, and any
 * other context by the model fitted on all: every prediction is out of sample, the prices solved on the
 * fitting part included.
 *
 * @param folds fold of each session of the fitting part
 * @param models model fitted without each fold
 * @param whole model fitted on the whole part
 */
record CrossFittedOutcomes(
    Map<String, Integer> folds, List<OutcomeModel> models, OutcomeModel whole)
    implements OutcomeModel {
  CrossFittedOutcomes {
    folds = Map.copyOf(folds);
    models = List.copyOf(models);
  }

  /**
   * Fits one model per fold.
   *
   * @throws InputException if a named action occurs in one fold only
   */
  static CrossFittedOutcomes fit(
      TurnLog log,
      OutcomeModel whole,
      OutcomeEstimator estimator,
      int foldCount,
      SeedSplitter seeds,
      Tasks tasks) {
    Map<String, Integer> folds =
        GroupFolds.draw(log.sessions(), foldCount, seeds.generator("folds"));
    List<Callable<OutcomeModel>> fits = new ArrayList<>();
    for (int fold = 0; fold < foldCount; fold++) {
      int held = fold;
      List<Turn> rest = log.turns().stream()
          .filter(turn -> folds.get(turn.context().session()) != held)
          .toList();
      requireOccurring(log, rest);
      fits.add(() -> estimator
          .fit(new TurnLog(log.actions(), rest), seeds.generator("fold", "" + held))
          .model());
    }
    return new CrossFittedOutcomes(folds, tasks.inOrder(fits), whole);
  }

  /** A named action shares nothing with the others, so its held-out turns need turns that are not. */
  private static void requireOccurring(TurnLog log, List<Turn> rest) {
    Set<ResourceAction> kept = new HashSet<>();
    rest.forEach(turn -> kept.add(turn.action()));
    for (Turn turn : log.turns()) {
      if (turn.action() instanceof NamedAction rare && !kept.contains(rare)) {
        long sessions = log.turns().stream()
            .filter(other -> other.action().equals(rare))
            .map(other -> other.context().session())
            .distinct()
            .count();
        throw InputException.invalid("action \""
            + rare.id()
            + "\" occurs in "
            + sessions
            + " of "
            + log.sessions().size()
            + " fitting sessions, expected enough to learn it when a fold of them is held out."
            + "\nMaybe the action is too rare to be studied: leave its rows out of the data.");
      }
    }
  }

  @Override
  public ExpectedOutcome expect(Context context, int actionIndex) {
    Integer fold = folds.get(context.session());
    return (fold == null ? whole : models.get(fold)).expect(context, actionIndex);
  }
}
