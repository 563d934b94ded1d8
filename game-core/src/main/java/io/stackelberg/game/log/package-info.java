/**
 * Logged turns and their disjoint splits.
 *
 * <p>Here: {@link io.stackelberg.game.log.TurnLog}, the record of what was played, and {@link
 * io.stackelberg.game.log.SplitPlan}, which part of it each stage may see. Not here: reading files
 * (module {@code pipeline}, package {@code pipeline.io}).
 */
package io.stackelberg.game.log;
