package io.stackelberg.leader.baseline;

import io.stackelberg.game.LeaderPolicy;
import java.util.random.RandomGenerator;

/** A way to make a policy that a study compares with; keeps no state between calls. */
public interface Baseline {
  /** What it does and where it comes from, in one sentence. */
  String summary();

  /**
   * Makes the policy.
   *
   * @param practice all that may be seen and tried beforehand
   * @param random for whatever is drawn while learning; equal streams give equal policies
   * @return a policy fixed from then on, feasible at every context
   * @throws IllegalArgumentException if the practice part cannot carry it, saying what is missing
   */
  LeaderPolicy train(Practice practice, RandomGenerator random);
}
