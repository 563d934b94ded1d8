package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.ActionForecasts;
import io.stackelberg.game.stats.ProperScores;
import io.stackelberg.game.stats.Reliability;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Held-out score of a learned follower: mean −log P(action) per turn, beside what a uniform guess and the
 * fitting part's action frequencies score on the same turns.
 *
 * @param turns held-out turns with a free choice
 * @param logLoss of the model; +infinity where it gave an action that occurred no probability
 * @param uniformLogLoss of a uniform guess
 * @param frequencyLogLoss of the frequencies, each action counted once more than seen
 * @param totalVariationLipschitz largest proved constant over the held-out contexts; empty if not stated
 * @param reliability of the forecasts of the likeliest action
 */
record ResponseScore(
    int turns,
    double logLoss,
    double uniformLogLoss,
    double frequencyLogLoss,
    OptionalDouble totalVariationLipschitz,
    Reliability reliability) {
  static ResponseScore of(FollowerModel model, TurnLog fitted, TurnLog held) {
    int actions = held.actions().size();
    double[] frequency = new double[actions];
    double total = 0;
    for (Turn turn : free(fitted)) {
      frequency[fitted.actions().indexOf(turn.action().id())]++;
      total++;
    }
    // Empty where some context has no constant: unknown is not zero.
    OptionalDouble constant = OptionalDouble.of(0);
    List<Turn> turns = free(held);
    double[][] learned = new double[turns.size()][];
    double[][] frequencies = new double[turns.size()][actions];
    int[] taken = new int[turns.size()];
    for (int index = 0; index < taken.length; index++) {
      Turn turn = turns.get(index);
      taken[index] = held.actions().indexOf(turn.action().id());
      learned[index] = model.respond(turn.context(), turn.commitment());
      for (int action = 0; action < actions; action++) {
        frequencies[index][action] = (frequency[action] + 1) / (total + actions);
      }
      if (constant.isPresent()) {
        constant = larger(constant.getAsDouble(), model, turn.context());
      }
    }
    int[] sessions = HeldOut.sessions(turns);
    ActionForecasts forecasts = new ActionForecasts(learned, taken, sessions);
    return new ResponseScore(
        turns.size(),
        ProperScores.logLoss(forecasts).mean(),
        StrictMath.log(actions),
        ProperScores.logLoss(new ActionForecasts(frequencies, taken, sessions)).mean(),
        constant,
        Reliability.of(forecasts.likeliest(), Reliability.Options.DEFAULT));
  }

  /** The larger of two constants; empty where the model states none at this context. */
  private static OptionalDouble larger(double constant, FollowerModel model, Context context) {
    return model instanceof Regularity.Stated stated
            && stated.regularity(context) instanceof Regularity.Lipschitz lipschitz
        ? OptionalDouble.of(Math.max(constant, lipschitz.totalVariation()))
        : OptionalDouble.empty();
  }

  private static List<Turn> free(TurnLog log) {
    return log.turns().stream()
        .filter(turn -> !(turn.commitment() instanceof Directive))
        .toList();
  }
}
