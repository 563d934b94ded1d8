/**
 * A compact box of commitments, searched at one context with a proved gap.
 *
 * <p>Either the follower's response is Lipschitz in the commitment, and boxes are bounded by the constant,
 * or it is constant on the cells of an axis-parallel partition, and the cells are enumerated: {@link
 * io.stackelberg.leader.grid.AdaptiveGrid}. What is searched is a {@link
 * io.stackelberg.leader.grid.SurrogateGame}; constants of logit responses come from {@link
 * io.stackelberg.leader.grid.LogitRegularity}. Not here: finite menus over many contexts (package {@code
 * leader}).
 *
 * <p>Read first: {@link io.stackelberg.leader.grid.AdaptiveGrid}.
 */
package io.stackelberg.leader.grid;
