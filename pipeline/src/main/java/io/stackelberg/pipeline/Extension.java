package io.stackelberg.pipeline;

import com.google.inject.Module;

/**
 * Module of an outside jar that gives implementations of the public contracts names for a study file.
 *
 * <p>A jar on {@code --classpath} names its extensions in {@code META-INF/services/io.stackelberg.pipeline.Extension}.
 * Each has a public constructor without parameters and binds into the map of a contract, one line per implementation:
 *
 * <pre>{@code
 * MapBinder.newMapBinder(binder(), String.class, LeaderSolver.class)
 *     .addBinding("mine").to(MySolver.class);
 * }</pre>
 *
 * <p>Contracts: {@code LeaderSolver}, {@code ResponseEstimator}, {@code OutcomeEstimator}, {@code RepairStrategy}. An
 * implementation may ask for the {@code StudyConfig}. A name that is taken is an error.
 */
public interface Extension extends Module {}
