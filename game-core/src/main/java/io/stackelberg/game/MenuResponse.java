package io.stackelberg.game;

/**
 * A follower's answers to every commitment of one menu, in one call.
 *
 * <p>Made by {@link FollowerModel#over}. May hold buffers: one instance serves one thread at a time.
 */
@FunctionalInterface
public interface MenuResponse {
  /**
   * Writes the response probabilities at a context.
   *
   * @param probabilities written, one row of actions per commitment of the menu, one after another; the
   *     row of a commitment that is infeasible at the context is NaN
   */
  void respond(Context context, double[] probabilities);
}
