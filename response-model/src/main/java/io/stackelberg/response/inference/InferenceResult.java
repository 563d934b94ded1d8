package io.stackelberg.response.inference;

/** Outcome of an inference: the weights, or why there are none. */
public sealed interface InferenceResult permits InferredUtility, Refused {}
