package io.stackelberg.response;

import io.stackelberg.game.Context;
import java.util.OptionalDouble;

/** Upper bounds on what a turn will cost: what a budget sets aside before the turn is played. */
@FunctionalInterface
public interface CostBound {
  /**
   * A cost that the turn exceeds with probability at most {@code 1 − level}.
   *
   * @param actionIndex action that will be taken
   * @param level in (0, 1)
   * @return the bound; empty where the data cannot carry the level, which is never a bound of 0
   * @throws IllegalArgumentException if the level is outside its range
   */
  OptionalDouble upper(Context context, int actionIndex, double level);
}
