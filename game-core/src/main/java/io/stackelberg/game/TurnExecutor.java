package io.stackelberg.game;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Plays turns: the follower answers a commitment and the outcome is realised.
 *
 * <p>Implementations keep no state between calls. What a session accumulates travels in the context's
 * {@link SessionState}, so that two policies can play the same sessions side by side.
 */
public interface TurnExecutor {
  /** The follower's actions. */
  ActionSet actions();

  /** Ids of all sessions that can be opened, in a fixed order. */
  List<String> sessions();

  /** The first context of a session. */
  Context open(String session);

  /** The context that follows a played turn; empty when the session is over. */
  Optional<Context> next(Turn played);

  /**
   * Plays one turn.
   *
   * @param context a context of this executor
   * @param commitment the leader's move; a {@link Directive} is obeyed
   * @param random source of the follower's draw and of the outcome's noise; equal streams give equal
   *     turns
   */
  Turn execute(Context context, Commitment commitment, RandomGenerator random);
}
