package io.stackelberg.leader.several;

import java.util.Optional;

/**
 * Game of several leaders who move at once and one or more followers who answer them all, seen from the
 * leaders: the followers' answer is inside the payoffs.
 *
 * <p>A profile holds one strategy per leader, an array of that leader's own length. Implementations keep no
 * state between calls and do not change the profiles they are given.
 */
public interface MultiLeaderGame {
  /** Number of leaders, at least 1. */
  int leaders();

  /** A feasible profile to start from; fresh arrays. */
  double[][] start();

  /** The leader's payoff, larger is better, the followers answering the profile. */
  double payoff(int leader, double[][] profile);

  /** A strategy that is best for the leader over its whole strategy set, the others as in the profile. */
  double[] bestReply(int leader, double[][] profile);

  /** The profile that the model's equations single out, not yet certified; empty when they single out none. */
  Optional<double[][]> candidate();

  /** Whether it is proved that no pure equilibrium exists. */
  default boolean provesNoEquilibrium() {
    return false;
  }

  /** What is known about other equilibria than this one, in a few words; empty text when nothing is. */
  String uniqueness(double[][] equilibrium);
}
