/**
 * Several leaders before one follower or one market, or on shared channels: equilibria by best replies, each with a certificate of
 * the largest gain from deviating.
 *
 * <p>Not here: principals who pay one noisy agent (package {@code leader.agency}).
 *
 * <p>Read first: {@link io.stackelberg.leader.several.MultiLeaderGame}, then {@link
 * io.stackelberg.leader.several.BestReplySolver}.
 */
package io.stackelberg.leader.several;
