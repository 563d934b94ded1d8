package io.stackelberg.response.inference;

/** Outcome of fitting latent types: the types, or why there are none. */
public sealed interface MixtureResult permits InferredTypes, Refused {}
