package io.stackelberg.pipeline;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A follower and an outcome model with their answers at the fitting contexts worked out once: a study solves
 * for several budgets over the same contexts, and every solve asks the same questions. Other contexts are
 * passed on. Equal answers, bit for bit.
 */
final class Tabulated implements FollowerModel, OutcomeModel {
  /** Above this many response probabilities the table would cost more memory than the time it saves. */
  private static final long MOST_CELLS = 20_000_000;

  private final FollowerModel follower;
  private final OutcomeModel outcomes;
  private final Map<Commitment, Integer> menu = new HashMap<>();
  private final Map<Context, Row> rows = new HashMap<>();

  /** Answers at one context: responses per commitment (null where infeasible), outcomes per action. */
  private record Row(double[][] responses, ExpectedOutcome[] outcomes) {}

  Tabulated(
      FollowerModel follower,
      OutcomeModel outcomes,
      List<Context> contexts,
      List<Commitment> menu,
      Tasks tasks) {
    this.follower = follower;
    this.outcomes = outcomes;
    menu.forEach(commitment -> this.menu.put(commitment, this.menu.size()));
    long cells = (long) contexts.size() * menu.size() * follower.actions().size();
    if (cells <= MOST_CELLS) {
      List<Callable<Row>> work = new ArrayList<>();
      contexts.forEach(context -> work.add(() -> row(context, menu)));
      List<Row> worked = tasks.inOrder(work);
      for (int index = 0; index < worked.size(); index++) {
        rows.put(contexts.get(index), worked.get(index));
      }
    }
  }

  private Row row(Context context, List<Commitment> commitments) {
    double[][] responses = new double[commitments.size()][];
    for (int index = 0; index < responses.length; index++) {
      if (commitments.get(index).isFeasible(context)) {
        responses[index] = follower.respond(context, commitments.get(index));
      }
    }
    ExpectedOutcome[] expected = new ExpectedOutcome[follower.actions().size()];
    for (int action = 0; action < expected.length; action++) {
      boolean possible = false;
      for (double[] response : responses) {
        possible |= response != null && response[action] > 0;
      }
      expected[action] = possible ? outcomes.expect(context, action) : null;
    }
    return new Row(responses, expected);
  }

  @Override
  public ActionSet actions() {
    return follower.actions();
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    Row row = rows.get(context);
    Integer index = menu.get(commitment);
    return row == null || index == null || row.responses[index] == null
        ? follower.respond(context, commitment)
        : row.responses[index].clone();
  }

  @Override
  public ExpectedOutcome expect(Context context, int actionIndex) {
    Row row = rows.get(context);
    return row == null || row.outcomes[actionIndex] == null
        ? outcomes.expect(context, actionIndex)
        : row.outcomes[actionIndex];
  }
}
