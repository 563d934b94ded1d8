/**
 * Policies that a study compares with: thresholds, limits, routers, bandits, policy gradients, off-policy learners.
 *
 * <p>A baseline sees the practice part of a study only. Start at {@link io.stackelberg.leader.baseline.Baseline}.
 */
package io.stackelberg.leader.baseline;
