/**
 * Solvers for the leader's policy.
 *
 * <p>Here: the contract {@link io.stackelberg.leader.LeaderSolver}, what it is given ({@link
 * io.stackelberg.leader.LeaderProblem}), what it returns ({@link io.stackelberg.leader.LeaderSolution}),
 * and its implementations; bilevel linear and quadratic programs ({@link
 * io.stackelberg.leader.BilevelProblem}, {@link io.stackelberg.leader.BilevelSolver}). Not here: the follower and outcome models a problem refers to (contracts in
 * {@code game}, estimators in module {@code response-model}), and making a policy safe (module {@code
 * repair}).
 *
 * <p>Read first: {@link io.stackelberg.leader.LeaderSolver}, then {@link
 * io.stackelberg.leader.ExhaustiveSolver}.
 */
package io.stackelberg.leader;
