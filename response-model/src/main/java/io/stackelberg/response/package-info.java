/**
 * Estimators of the follower's response and of a turn's outcome, learned from logged turns.
 *
 * <p>Here: the contracts {@link io.stackelberg.response.ResponseEstimator} and {@link
 * io.stackelberg.response.OutcomeEstimator}, their implementations, and the {@link
 * io.stackelberg.response.model.FeatureEncoder} they share. Responses are learned as frequencies, by a
 * multinomial logit, by boosted trees or by a network; {@link io.stackelberg.response.ResponseSelection}
 * chooses among them. What they return are the player and outcome contracts of {@code game}. How far a fitted
 * model may be trusted: {@link io.stackelberg.response.PredictionErrors} and, for what a budget sets aside,
 * {@link io.stackelberg.response.CostQuantile}. Not here: what a fitted model computes (package {@code
 * response.model}), and any decision (module {@code leader-opt}).
 *
 * <p>Read first: {@link io.stackelberg.response.MultinomialLogit}, {@link
 * io.stackelberg.response.ResponseSelection} and {@link io.stackelberg.response.RegressionOutcomes}.
 */
package io.stackelberg.response;
