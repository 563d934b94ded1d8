package io.stackelberg.game;

/** Follower's utility of an action under a commitment, U_F(x, l, a); larger is better. */
@FunctionalInterface
public interface FollowerUtility {
  /** Utility of the action at {@code actionIndex}; finite. */
  double of(Context context, Commitment commitment, int actionIndex);
}
