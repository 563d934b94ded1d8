/**
 * What a quantal follower wants, from what it chose: utility weights with intervals, and latent types.
 *
 * <p>Here: a conditional logit of declared terms that refuses incoherent choices ({@link
 * io.stackelberg.response.inference.UtilityInference}) and a mixture of latent types, one per session
 * ({@link io.stackelberg.response.inference.TypeMixture}). Only weights divided by the temperature, hence
 * their ratios, can be known from choices; the result types say so. Not here: prediction of responses
 * without a declared utility (package {@code response}), any decision (module {@code leader-opt}).
 *
 * <p>Read first: {@link io.stackelberg.response.inference.InferredUtility}, then {@link
 * io.stackelberg.response.inference.QualityCostTerms} for the terms of the project's own follower.
 */
package io.stackelberg.response.inference;
