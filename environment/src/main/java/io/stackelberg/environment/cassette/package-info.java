/**
 * Recordings of raw answers: what a server once said is read again by the same parser, without the server.
 *
 * <p>Recorded is the layer of the transport, so that a replay exercises the reading of streams and errors. Not here: behaviour of servers
 * (that is scripted, package {@code environment.fake}) and reading of answers (package {@code environment.http}).
 *
 * <p>Read first: {@link io.stackelberg.environment.cassette.CassetteEndpoint}.
 */
package io.stackelberg.environment.cassette;
