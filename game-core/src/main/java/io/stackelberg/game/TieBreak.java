package io.stackelberg.game;

/** Which of the follower's equally good replies counts. */
public enum TieBreak {
  /** The one best for the leader: the strong (optimistic) value. */
  OPTIMISTIC,
  /** The one worst for the leader: the weak (pessimistic) value. */
  PESSIMISTIC
}
