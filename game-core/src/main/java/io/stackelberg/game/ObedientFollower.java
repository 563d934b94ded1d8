package io.stackelberg.game;

import java.util.Arrays;
import java.util.List;

/**
 * Follower that does what a {@link Directive} says: the deployment case, in which the leader's commitment
 * decides the action.
 *
 * @param actions the actions
 */
public record ObedientFollower(ActionSet actions) implements FollowerModel {
  @Override
  public double[] respond(Context context, Commitment commitment) {
    int action = index(commitment);
    if (!context.isAvailable(actions.get(action))) {
      throw Require.unexpected(
          "action", actions.get(action).id(), "an action available at " + context);
    }
    double[] response = new double[actions.size()];
    response[action] = 1;
    return response;
  }

  @Override
  public MenuResponse over(List<Commitment> menu) {
    int[] chosen = Require.nonEmpty("menu", menu).stream().mapToInt(this::index).toArray();
    return (context, probabilities) -> {
      for (int index = 0; index < chosen.length; index++) {
        int first = index * actions.size();
        boolean available = context.isAvailable(actions.get(chosen[index]));
        Arrays.fill(probabilities, first, first + actions.size(), available ? 0 : Double.NaN);
        probabilities[first + chosen[index]] = available ? 1 : Double.NaN;
      }
    };
  }

  private int index(Commitment commitment) {
    if (!(commitment instanceof Directive directive)) {
      throw Require.unexpected(
          "commitment", commitment.label(), "a directive, for the follower obeys");
    }
    return actions.indexOf(directive.action());
  }
}
