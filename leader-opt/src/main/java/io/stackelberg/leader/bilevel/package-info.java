/**
 * Bilevel programs: the leader chooses numbers, the follower answers with a solution of its own program.
 *
 * <p>Here: linear and quadratic programs ({@link io.stackelberg.leader.bilevel.BilevelSolver}), their
 * pessimistic value where both levels are linear ({@link io.stackelberg.leader.bilevel.PessimisticBilevel}), and
 * small polynomial ones ({@link io.stackelberg.leader.bilevel.PolynomialBilevelSolver}). Both levels minimise here,
 * as in the literature and in its collections of problems. Not here: finite menus (package {@code leader})
 * and finite games ({@code leader.finite}).
 *
 * <p>Read first: {@link io.stackelberg.leader.bilevel.BilevelProblem}, then {@link
 * io.stackelberg.leader.bilevel.ComplementarityBranchAndBound}.
 */
package io.stackelberg.leader.bilevel;
