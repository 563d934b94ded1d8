/**
 * Off-policy evaluation: what a leader's policy would have earned, from turns another policy logged.
 *
 * <p>Here: the contract {@link io.stackelberg.response.ope.OffPolicyEstimator}, one implementation per
 * method, the input {@link io.stackelberg.response.ope.LoggedDecisions} and the result, which is either an
 * estimate with its intervals and diagnostics or a refusal with a witness. Not here: a choice among methods
 * (fix one before the data are seen) or among policies (one log may certify the policy it chose only under
 * a uniform bound), and reading files.
 *
 * <p>Read first: {@link io.stackelberg.response.ope.LoggedDecisions} for what is estimated, then {@link
 * io.stackelberg.response.ope.InversePropensity}.
 */
package io.stackelberg.response.ope;
