package io.stackelberg.leader;

import io.stackelberg.game.run.SolveLimits;
import java.util.random.RandomGenerator;

/** Finds a policy for a {@link LeaderProblem}; keeps no state between calls. */
@FunctionalInterface
public interface LeaderSolver {
  /**
   * Solves the problem within the limits.
   *
   * @param random the only source of randomness
   * @return why it stopped, what it found and what was proved; a reached limit is an answer
   */
  LeaderSolution solve(LeaderProblem problem, SolveLimits limits, RandomGenerator random);
}
