/**
 * The main job and how it is started.
 *
 * <p>Here: {@link io.stackelberg.pipeline.Study}, whose {@code run} reads like the picture in {@code
 * docs/architecture.md}; the {@link io.stackelberg.pipeline.Arena} its policies play in; the Guice module
 * that gives every implementation its name; and the command line. Not here: files (package {@code
 * pipeline.io}) and any algorithm (the modules below).
 *
 * <p>Read first: {@link io.stackelberg.pipeline.Study}.
 */
package io.stackelberg.pipeline;
