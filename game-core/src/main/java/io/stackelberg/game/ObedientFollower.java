package io.stackelberg.game;

/**
 * Follower that does what a {@link Directive} says: the deployment case, in which the leader's commitment
 * decides the action.
 *
 * @param actions the actions
 */
public record ObedientFollower(ActionSet actions) implements FollowerModel {
  @Override
  public double[] respond(Context context, Commitment commitment) {
    if (!(commitment instanceof Directive directive)) {
      throw Require.unexpected(
          "commitment", commitment.label(), "a directive, for the follower obeys");
    }
    int action = actions.indexOf(directive.action());
    if (!context.isAvailable(actions.get(action))) {
      throw Require.unexpected("action", directive.action(), "an action available at " + context);
    }
    double[] response = new double[actions.size()];
    response[action] = 1;
    return response;
  }
}
