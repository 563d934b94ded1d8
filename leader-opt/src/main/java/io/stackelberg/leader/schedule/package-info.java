/**
 * Incentive schedules with brackets: slopes that make one follower do best for the leader.
 *
 * <p>A {@link io.stackelberg.leader.schedule.ScheduleProblem} fixes the brackets, {@link
 * io.stackelberg.leader.schedule.ScheduleSolver} optimises their slopes, exactly against a follower that
 * replies best and with a proved gap against a noisy one. The schedule itself is a commitment, {@link
 * io.stackelberg.game.BracketedIncentive}. Not here: where brackets should begin.
 *
 * <p>Read first: {@link io.stackelberg.leader.schedule.ScheduleSolver}.
 */
package io.stackelberg.leader.schedule;
