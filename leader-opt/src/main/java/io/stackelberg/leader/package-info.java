/**
 * The leader's problem over many contexts and a menu of commitments, and its solvers.
 *
 * <p>Here: the contract {@link io.stackelberg.leader.LeaderSolver}, what it is given ({@link
 * io.stackelberg.leader.LeaderProblem}), what it returns ({@link io.stackelberg.leader.LeaderSolution}) and
 * its implementations; prices over many contexts ({@link io.stackelberg.leader.PriceSearch}, kept near a
 * baseline by {@link io.stackelberg.leader.RegularisedPolicySearch}); plans over a session's budget ({@link
 * io.stackelberg.leader.SessionPlanner}). Each of the following has a package: one finite game ({@code
 * leader.finite}), boxes of commitments searched with a proved gap ({@code leader.grid}) or climbed ({@code
 * leader.gradient}), bilevel programs ({@code leader.bilevel}), incentive schedules ({@code
 * leader.schedule}), risk ({@code leader.risk}), several leaders ({@code leader.several}, {@code
 * leader.agency}). Not here: the follower and outcome models a problem refers to (contracts in {@code game},
 * estimators in module {@code response-model}), and making a policy safe (module {@code repair}).
 *
 * <p>Read first: {@link io.stackelberg.leader.LeaderSolver}, then {@link
 * io.stackelberg.leader.ExhaustiveSolver}.
 */
package io.stackelberg.leader;
