/**
 * Known games with known answers, as data that any solver, example or benchmark can pick up.
 *
 * <p>Here: forms of games small enough to be evaluated straight from their definition, and {@link
 * io.stackelberg.game.catalog.Catalog}, which lists the instances together with published or derived
 * values. Not here: solvers (module {@code leader-opt}) and checks (module {@code theory-checks}); the
 * values these games compute of themselves are enumerations over what is given, never optimisations over
 * mixed commitments.
 *
 * <p>Read first: {@link io.stackelberg.game.catalog.Catalog}, then the form of game you need.
 */
package io.stackelberg.game.catalog;
