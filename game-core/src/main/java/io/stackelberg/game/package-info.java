/**
 * The vocabulary of the game: context, commitment, resource action, outcome, and the two players.
 *
 * <p>Here: what a turn is and who moves. Not here: how a log is kept ({@code game.log}), how a run is
 * limited and traced ({@code game.run}), known games with known answers ({@code game.catalog}),
 * intervals and tests ({@code game.stats}), nor any solver or estimator.
 *
 * <p>Read first: {@link io.stackelberg.game.Context}, {@link io.stackelberg.game.Commitment}, {@link
 * io.stackelberg.game.FollowerModel}, {@link io.stackelberg.game.LeaderPolicy}.
 */
package io.stackelberg.game;
