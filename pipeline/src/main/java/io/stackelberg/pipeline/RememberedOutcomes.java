package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same answers as another model, each worked out once at the contexts that a solver comes back to.
 *
 * <p>For many threads: two may work out one answer twice, and get the same.
 */
final class RememberedOutcomes implements OutcomeModel {
  private final OutcomeModel model;
  private final Map<Context, ExpectedOutcome[]> known = new IdentityHashMap<>();

  /**
   * A model.
   *
   * @param contexts to remember at, told apart by identity; any other is asked afresh
   * @param actions number of actions
   */
  RememberedOutcomes(OutcomeModel model, List<Context> contexts, int actions) {
    this.model = model;
    contexts.forEach(context -> known.put(context, new ExpectedOutcome[actions]));
  }

  @Override
  public ExpectedOutcome expect(Context context, int actionIndex) {
    ExpectedOutcome[] row = known.get(context);
    if (row == null) {
      return model.expect(context, actionIndex);
    }
    if (row[actionIndex] == null) {
      row[actionIndex] = model.expect(context, actionIndex);
    }
    return row[actionIndex];
  }
}
