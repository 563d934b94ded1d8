/**
 * Files in and out: the study file, recorded data, the run directory and the report.
 *
 * <p>Here: {@link io.stackelberg.pipeline.io.StudyConfig} and its reader, the CSV reader, logs of turns
 * ({@link io.stackelberg.pipeline.io.TurnLogReader}), families of problems ({@link
 * io.stackelberg.pipeline.io.ProblemFamily}), the {@link io.stackelberg.pipeline.io.CheckCatalogue} of the
 * checks that a file can ask for, and what writes results. Not here: any stage of the main job; this package
 * is used by {@code pipeline} and does not know it.
 *
 * <p>Read first: {@link io.stackelberg.pipeline.io.StudyConfig} for what goes in, {@code docs/results.md}
 * for what comes out.
 */
package io.stackelberg.pipeline.io;
