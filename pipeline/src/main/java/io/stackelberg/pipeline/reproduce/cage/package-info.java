/**
 * The study of common agency: several objectives pay one agent, over its resource actions and over the tokens of a
 * small language model of our own.
 *
 * <p>Not here: solvers (package {@code leader.agency}), the language model (module {@code environment}) and checks
 * (module {@code theory-checks}).
 *
 * <p>Read first: {@link io.stackelberg.pipeline.reproduce.cage.CommonAgencyStudy}.
 */
package io.stackelberg.pipeline.reproduce.cage;
