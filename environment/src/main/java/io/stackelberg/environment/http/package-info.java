/**
 * Any OpenAI-compatible chat completions endpoint over HTTP: request, retries, limits, reading of the answer.
 *
 * <p>Here: {@link io.stackelberg.environment.http.HttpEndpoint} over a {@link
 * io.stackelberg.environment.http.Transport}. Not here: the vocabulary of a call (package {@code environment.chat}),
 * recordings (package {@code environment.cassette}), prices and ledgers.
 *
 * <p>Read first: {@link io.stackelberg.environment.http.HttpEndpoint}.
 */
package io.stackelberg.environment.http;
