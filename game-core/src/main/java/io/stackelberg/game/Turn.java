package io.stackelberg.game;

import java.util.OptionalDouble;

/**
 * One leader decision and the follower's response to it.
 *
 * @param context what the leader knew
 * @param commitment what it announced
 * @param commitmentPropensity probability with which the logging leader drew the commitment, in (0, 1];
 *     empty when it was not logged
 * @param action what the follower did
 * @param outcome what came of it
 */
public record Turn(
    Context context,
    Commitment commitment,
    OptionalDouble commitmentPropensity,
    ResourceAction action,
    Outcome outcome) {
  public Turn {
    if (commitmentPropensity.isPresent()) {
      Require.inRange(
          "commitmentPropensity", commitmentPropensity.getAsDouble(), Double.MIN_VALUE, 1);
    }
    if (!context.isAvailable(action)) {
      throw Require.unexpected(
          "action", "\"" + action.id() + "\"", "an action available at " + context);
    }
  }
}
