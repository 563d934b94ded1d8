/**
 * Experiments that {@code governor reproduce} runs by name, each with its own question.
 *
 * <p>No command line and no rendering: an experiment returns {@link io.stackelberg.pipeline.io.Findings}. Start at
 * {@link io.stackelberg.pipeline.reproduce.Reproduction}.
 */
package io.stackelberg.pipeline.reproduce;
