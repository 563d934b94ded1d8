package io.stackelberg.environment;

import io.stackelberg.game.Context;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * What was recorded for one context: the real outcome of every action that was tried there.
 *
 * @param context the context; its unavailable actions are exactly those without an outcome
 * @param outcomes one list per action, in the order of the action set; the list holds one outcome per
 *     replicate and is empty where the action was never recorded
 */
public record Recording(Context context, List<List<Outcome>> outcomes) {
  public Recording {
    outcomes = outcomes.stream().map(List::copyOf).toList();
    Require.nonEmpty("outcomes of " + context.id(), outcomes);
  }
}
