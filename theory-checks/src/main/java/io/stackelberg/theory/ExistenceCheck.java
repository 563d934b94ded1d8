package io.stackelberg.theory;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Existence of an optimal pure commitment in the restricted game, finite case (theory T1c): a non-empty
 * finite menu, a response that is a probability distribution over finitely many available actions, and a
 * finite value for each feasible commitment. Then the maximum is attained at every context.
 */
public final class ExistenceCheck {
  private static final String NAME = "existence (finite menu, finite actions)";

  private ExistenceCheck() {}

  /**
   * Checks the assumptions at every context by enumeration.
   *
   * @param contexts the contexts
   * @param menu the leader's menu
   * @param follower the response model
   * @param value the leader's surrogate value of an action at a context, by action index
   */
  public static CheckResult check(
      List<Context> contexts,
      List<Commitment> menu,
      FollowerModel follower,
      ToDoubleBiFunction<Context, Integer> value) {
    if (contexts.isEmpty() || menu.isEmpty()) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          contexts.size() + " contexts, " + menu.size() + " commitments",
          "An empty game has no equilibrium.");
    }
    double leastProbabilityError = 1e-9;
    double largestError = 0;
    long pairs = 0;
    for (Context context : contexts) {
      boolean feasible = false;
      for (Commitment commitment : menu) {
        if (!commitment.isFeasible(context)) {
          continue;
        }
        feasible = true;
        pairs++;
        double[] response = follower.respond(context, commitment);
        int actions = follower.actions().size();
        if (response.length != actions) {
          return violated(
              context, commitment, response.length + " probabilities for " + actions + " actions");
        }
        double sum = 0;
        double expected = 0;
        for (int action = 0; action < response.length; action++) {
          boolean available = context.isAvailable(follower.actions().get(action));
          if (!(response[action] >= 0) || !available && response[action] > 0) {
            return violated(context, commitment, "P(" + action + ") = " + response[action]);
          }
          sum += response[action];
          if (response[action] > 0) {
            expected += response[action] * value.applyAsDouble(context, action);
          }
        }
        if (!(Math.abs(sum - 1) <= leastProbabilityError)) {
          return violated(context, commitment, "probabilities sum to " + sum);
        }
        if (!(Math.abs(expected) < Double.POSITIVE_INFINITY)) {
          return violated(context, commitment, "value " + expected);
        }
        largestError = Math.max(largestError, Math.abs(sum - 1));
      }
      if (!feasible) {
        return new CheckResult.Violated(
            NAME,
            Rigour.EXACT,
            context.toString(),
            "No commitment of the menu is feasible at this context.");
      }
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        leastProbabilityError - largestError,
        "A maximum is attained at each of "
            + contexts.size()
            + " contexts: "
            + menu.size()
            + " commitments, "
            + follower.actions().size()
            + " actions, "
            + pairs
            + " finite values.");
  }

  private static CheckResult violated(Context context, Commitment commitment, String what) {
    return new CheckResult.Violated(
        NAME,
        Rigour.EXACT,
        what + " at " + context + " under " + commitment.label(),
        "The response model or the value is not well defined there.");
  }
}
