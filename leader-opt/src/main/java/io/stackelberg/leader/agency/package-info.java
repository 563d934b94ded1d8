/**
 * Common agency: several principals who pay one noisy agent.
 *
 * <p>Three different games share the type {@link io.stackelberg.game.CommonAgency} and must not be mistaken
 * for each other: payments of at least 0 ({@link io.stackelberg.leader.agency.LimitedLiabilityEquilibrium}),
 * payments of any sign that the agent accepts ({@link
 * io.stackelberg.leader.agency.IndividualRationality}), and the maximiser of a regularised joint welfare,
 * which is no equilibrium ({@link io.stackelberg.leader.agency.RegularisedWelfare}). Not here: leaders who
 * move along a line or a box (package {@code leader.several}).
 *
 * <p>Read first: {@link io.stackelberg.leader.agency.LimitedLiabilityEquilibrium}.
 */
package io.stackelberg.leader.agency;
