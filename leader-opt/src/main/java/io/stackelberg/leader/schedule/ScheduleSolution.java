package io.stackelberg.leader.schedule;

import io.stackelberg.game.BracketedIncentive;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What {@link ScheduleSolver} found against a follower that replies best.
 *
 * @param stopReason {@code PROVEN_OPTIMAL} when the follower's replies at the schedule, enumerated, yield the
 *     value and the value is the bound
 * @param schedule the best schedule found
 * @param value the leader's utility there, ties of the follower going to the leader
 * @param reply the follower's reply, an index into the actions
 * @param upperBound no schedule of the problem has a larger value
 * @param valuePerAction most the leader gets when this action is the reply; empty when no schedule makes it
 *     one, or it was not tried
 */
public record ScheduleSolution(
    StopReason stopReason,
    BracketedIncentive schedule,
    double value,
    int reply,
    double upperBound,
    List<OptionalDouble> valuePerAction) {
  public ScheduleSolution {
    valuePerAction = List.copyOf(valuePerAction);
  }

  /** Distance from the value to the proved bound. */
  public double gap() {
    return upperBound - value;
  }
}
