/**
 * What surrounds a computation: limits, tolerance, why it stopped, and where its numbers came from.
 *
 * <p>Read first: {@link io.stackelberg.game.run.SolveLimits} and {@link
 * io.stackelberg.game.run.Provenance}.
 */
package io.stackelberg.game.run;
