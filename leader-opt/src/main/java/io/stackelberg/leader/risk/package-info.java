/**
 * A leader who dislikes risk: one lottery over commitments whose payoff depends on a random scenario.
 *
 * <p>Not here: limits on mean costs over many contexts (package {@code leader}).
 *
 * <p>Read first: {@link io.stackelberg.leader.risk.RiskMeasure}, then {@link
 * io.stackelberg.leader.risk.RiskAverseSolver}.
 */
package io.stackelberg.leader.risk;
