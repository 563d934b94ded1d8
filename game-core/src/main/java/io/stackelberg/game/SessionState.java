package io.stackelberg.game;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a session has accumulated before this turn: the state s of the theory.
 *
 * @param turn turns already played in this session, at least 0
 * @param historyTokens tokens of conversation history that could be sent, at least 0
 * @param tokensLeft remaining token budget; empty when no budget is armed
 * @param meanQuality mean quality of the session so far, in [0, 1]; empty before the first judged turn
 */
public record SessionState(
    int turn, long historyTokens, OptionalLong tokensLeft, OptionalDouble meanQuality) {
  /** A session that has not begun: no history, no budget. */
  public static final SessionState START =
      new SessionState(0, 0, OptionalLong.empty(), OptionalDouble.empty());

  public SessionState {
    Require.atLeast("turn", turn, 0);
    Require.atLeast("historyTokens", historyTokens, 0L);
    if (meanQuality.isPresent()) {
      Require.inUnitInterval("meanQuality", meanQuality.getAsDouble());
    }
  }
}
