/**
 * Turn executors: where a leader's commitment meets a follower and an outcome is realised.
 *
 * <p>Here: {@link io.stackelberg.environment.ReplayExecutor}, which looks recorded outcomes up, and {@link
 * io.stackelberg.environment.SimulatedExecutor}, which draws them from declared laws; {@link io.stackelberg.environment.SimulatedModel} gives
 * those laws to others. Executors over a real chat model are in package {@code environment.api}. Not here: reading data files (module {@code
 * pipeline}, package {@code pipeline.io}) and learning from what was played (module {@code
 * response-model}).
 *
 * <p>Read first: {@link io.stackelberg.game.TurnExecutor}, the contract both implement.
 */
package io.stackelberg.environment;
