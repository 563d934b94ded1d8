package io.stackelberg.leader.gradient;

import io.stackelberg.game.run.SolveLimits;
import java.util.random.RandomGenerator;

/** Climbs the leader's value from several starts; local, and keeps no state between calls. */
@FunctionalInterface
public interface AscentMethod {
  /**
   * Climbs within the limits.
   *
   * @param random draws the starts after the first, which is the centre of the box
   * @return the best point found; {@code CONVERGED} where its climb met the method's own criterion, never
   *     {@code PROVEN_OPTIMAL}
   */
  AscentSolution solve(ContinuousProblem problem, SolveLimits limits, RandomGenerator random);
}
