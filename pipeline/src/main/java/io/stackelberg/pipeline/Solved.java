package io.stackelberg.pipeline;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.leader.LeaderSolution;
import java.util.List;

/**
 * What the solver made of a surrogate.
 *
 * @param solution its answer to the study's objective
 * @param policy the contextual policy of that answer; the mixture where there is none
 * @param atBudgets contextual policies for the five budgets
 */
record Solved(LeaderSolution solution, LeaderPolicy policy, List<LeaderPolicy> atBudgets) {}
