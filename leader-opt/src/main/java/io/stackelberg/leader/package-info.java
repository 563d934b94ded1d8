/**
 * The leader's problem over many contexts and a menu of commitments, and its solvers.
 *
 * <p>Here: the contract {@link io.stackelberg.leader.LeaderSolver}, what it is given ({@link
 * io.stackelberg.leader.LeaderProblem}), what it returns ({@link io.stackelberg.leader.LeaderSolution}) and
 * its implementations; prices over many contexts ({@link io.stackelberg.leader.PriceSearch}). Not here: one
 * finite game (package {@code leader.finite}), bilevel programs ({@code leader.bilevel}), gradients ({@code leader.gradient}), several leaders
 * its implementations; prices over many contexts, of rewards alone ({@link
 * io.stackelberg.leader.PriceSearch}) or held near a baseline policy ({@link
 * io.stackelberg.leader.RegularisedPolicySearch}). Not here: one finite game (package {@code leader.finite}),
 * one lottery under risk ({@code leader.risk}), bilevel programs ({@code leader.bilevel}), several leaders
 * ({@code leader.several}, {@code leader.agency}); the follower and outcome models a problem refers to
 * its implementations; prices over many contexts ({@link io.stackelberg.leader.PriceSearch}); sessions on one
 * token budget ({@link io.stackelberg.leader.SessionPlanner}). Not here: boxes of commitments (package {@code
 * leader.grid}), incentive schedules ({@code leader.schedule}), one finite game ({@code leader.finite}),
 * bilevel programs ({@code leader.bilevel}), several leaders ({@code leader.several}, {@code
 * leader.agency}); the follower and outcome models a problem refers to
 * (contracts in {@code game}, estimators in module {@code response-model}), and making a policy safe (module
 * {@code repair}).
 *
 * <p>Read first: {@link io.stackelberg.leader.LeaderSolver}, then {@link
 * io.stackelberg.leader.ExhaustiveSolver}.
 */
package io.stackelberg.leader;
