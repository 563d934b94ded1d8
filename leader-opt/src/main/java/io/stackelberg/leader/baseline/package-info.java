/**
 * Policies that a study compares with: thresholds, limits, routers, bandits, policy gradients, off-policy learners.
 *
 * <p>A baseline sees the practice part of a study only, and the policy it makes is fixed. Not here: the leader's own
 * solvers, and oracles, which see what they are scored on. Start at {@link io.stackelberg.leader.baseline.Baseline}.
 */
package io.stackelberg.leader.baseline;
