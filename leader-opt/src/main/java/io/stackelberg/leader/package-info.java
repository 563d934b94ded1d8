/**
 * The leader's problem over many contexts and a menu of commitments, and its solvers.
 *
 * <p>Here: the contract {@link io.stackelberg.leader.LeaderSolver}, what it is given ({@link
 * io.stackelberg.leader.LeaderProblem}), what it returns ({@link io.stackelberg.leader.LeaderSolution}) and
 * its implementations; prices over many contexts, of rewards alone ({@link
 * io.stackelberg.leader.PriceSearch}) or held near a baseline policy ({@link
 * io.stackelberg.leader.RegularisedPolicySearch}). Not here: one finite game (package {@code leader.finite}),
 * one lottery under risk ({@code leader.risk}), bilevel programs ({@code leader.bilevel}), several leaders
 * ({@code leader.several}, {@code leader.agency}); the follower and outcome models a problem refers to
 * (contracts in {@code game}, estimators in module {@code response-model}), and making a policy safe (module
 * {@code repair}).
 *
 * <p>Read first: {@link io.stackelberg.leader.LeaderSolver}, then {@link
 * io.stackelberg.leader.ExhaustiveSolver}.
 */
package io.stackelberg.leader;
