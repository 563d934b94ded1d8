/**
 * Keeps account of what calls may spend and have spent: reserve before, settle after, release on failure.
 *
 * <p>No prices and no transport. Start at {@link io.stackelberg.environment.ledger.Ledger}.
 */
package io.stackelberg.environment.ledger;
