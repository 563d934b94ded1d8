package io.stackelberg.game;

import java.util.List;

/**
 * Executor that knows the recorded outcome of every available action, so that a policy is scored exactly
 * instead of by drawing turns.
 *
 * <p>Contexts do not depend on earlier actions.
 */
public interface RecordedOutcomes extends TurnExecutor {
  /** All contexts, in file order. */
  List<Context> contexts();

  /** The follower that answers commitments here. */
  FollowerModel follower();

  /**
   * Recorded outcomes of an action, one per replicate, in the order of the replicates' names.
   *
   * @return empty if the action was not recorded for this context
   */
  List<Outcome> outcomes(Context context, int actionIndex);
}
