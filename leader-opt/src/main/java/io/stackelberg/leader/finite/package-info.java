/**
 * Exact solvers of one finite game: strong and weak commitments, types of followers, security resources, a
 * logit follower.
 *
 * <p>Not here: a policy over many contexts (package {@code leader}), and the games themselves as data ({@code
 * game.catalog}).
 *
 * <p>Read first: {@link io.stackelberg.leader.finite.MultipleLpSolver}, then {@link
 * io.stackelberg.leader.finite.DenseSimplex}, on which it stands.
 */
package io.stackelberg.leader.finite;
