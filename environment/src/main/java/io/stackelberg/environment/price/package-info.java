/**
 * What model calls and tool calls cost: tables of prices, the user's overrides, exact arithmetic.
 *
 * <p>No network and no accounts; a table is a file that the user has. Start at {@link
 * io.stackelberg.environment.price.PriceTable}.
 */
package io.stackelberg.environment.price;
