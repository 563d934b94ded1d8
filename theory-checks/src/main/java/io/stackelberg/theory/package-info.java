/**
 * Numeric checks of the stated guarantees, from definitions only.
 *
 * <p>Here: {@link io.stackelberg.theory.CheckResult} and the checks. Not here: any solver or estimator of
 * this project: a checker that shares code with what it checks proves nothing, so everything is recomputed
 * by short, slow, plain code over the contracts of {@code game}. Intervals and tests of {@code game.stats} are
 * shared vocabulary; {@link io.stackelberg.theory.MeanBoundsCheck} recomputes them too.
 *
 * <p>Checks of the catalogue carry its identifier in their result's name ("C01 sse-matrix"); each takes what is
 * claimed and the data, and computes where nothing is claimed.
 *
 * <p>A {@link io.stackelberg.theory.Certificate} gathers what is claimed of a policy, the interval found and the
 * status of each assumption; its {@link io.stackelberg.theory.Verdict} follows from them. {@link
 * io.stackelberg.theory.PairedClaims} computes its intervals from paired sessions.
 *
 * <p>Read first: {@link io.stackelberg.theory.CheckResult}, then {@link
 * io.stackelberg.theory.ExistenceCheck}; {@link io.stackelberg.theory.SmallGain} is a certificate that the
 * pipeline also puts beside what solvers found.
 */
package io.stackelberg.theory;
