/**
 * Gradients of the leader's value through the follower's response, and ascent along them.
 *
 * <p>Here: the best reply of a follower with a quadratic program and its derivative from the optimality
 * conditions ({@link io.stackelberg.leader.gradient.QuadraticFollower}); the gradient through a probabilistic
 * response, known or learned ({@link io.stackelberg.leader.gradient.ResponseValue}); projected gradient and
 * Adam over a box or polytope. Points where the derivative does not exist are flagged, never passed over. Not
 * here: proofs of optimality (package {@code leader.bilevel}) and finite menus (package {@code leader}).
 *
 * <p>Read first: {@link io.stackelberg.leader.gradient.ContinuousProblem}, then {@link
 * io.stackelberg.leader.gradient.ResponseJacobian}.
 */
package io.stackelberg.leader.gradient;
