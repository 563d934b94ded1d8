/**
 * Solvers for the leader's policy.
 *
 * <p>Here: the contract {@link io.stackelberg.leader.LeaderSolver}, what it is given ({@link
 * io.stackelberg.leader.LeaderProblem}), what it returns ({@link io.stackelberg.leader.LeaderSolution}) and
 * its implementations; prices over many contexts ({@link io.stackelberg.leader.PriceSearch}); exact solvers
 * of finite games ({@link io.stackelberg.leader.MultipleLpSolver}, {@link
 * io.stackelberg.leader.BayesianStackelbergSolver}, {@link io.stackelberg.leader.SecurityGameSolver}, {@link
 * io.stackelberg.leader.LogitCommitmentSolver}); bilevel programs ({@link
 * io.stackelberg.leader.BilevelSolver}, {@link io.stackelberg.leader.PolynomialBilevelSolver}). Not here: the
 * follower and outcome models a problem refers to (contracts in {@code game}, estimators in module {@code
 * response-model}), and making a policy safe (module {@code repair}).
 *
 * <p>Read first: {@link io.stackelberg.leader.LeaderSolver}, then {@link
 * io.stackelberg.leader.ExhaustiveSolver}.
 */
package io.stackelberg.leader;
