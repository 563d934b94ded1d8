package io.stackelberg.pipeline;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderSolution;
import java.util.List;

/**
 * The leader's part of a study: what was solved, and whether it earned its place.
 *
 * @param surrogate what was optimised on: the simplest outcome model that no other exceeds by a standard error
 * @param objective the study's objective, in numbers
 * @param solution the solver's answer to it
 * @param gate the cross-validated gain of that model over the mixture
 * @param gates the gains of all outcome models, the simplest first
 * @param isGateOpen whether the contextual policy is used at all
 * @param policy the learned policy: the solver's, or the mixture when the gate is closed
 * @param mixture the best mixture for the study's objective
 * @param atBudgets policies for the five budgets
 */
record Leader(
    Surrogate surrogate,
    LeaderObjective objective,
    LeaderSolution solution,
    MeanEstimate gate,
    List<MeanEstimate> gates,
    boolean isGateOpen,
    LeaderPolicy policy,
    LeaderPolicy mixture,
    List<LeaderPolicy> atBudgets) {}
