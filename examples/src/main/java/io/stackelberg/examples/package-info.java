/**
 * Short programs to copy from, each with a {@code main} that the build runs.
 *
 * <p>Here: one program per thing a newcomer wants to do with the library as it is, without files, without
 * wiring and without configuration. Not here: studies on recorded data ({@code examples/studies}), which
 * {@code ./governor run} runs.
 *
 * <p>Read first: {@link io.stackelberg.examples.SolveKnownGame}, then {@link
 * io.stackelberg.examples.GovernALog}.
 */
package io.stackelberg.examples;
