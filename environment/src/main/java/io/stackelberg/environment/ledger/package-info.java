/**
 * Keeps account of what calls may spend and have spent: reserve before, settle after, release on failure.
 *
 * <p>No prices and no transport. Start at {@link io.stackelberg.environment.ledger.Ledger}; the one on disk is
 * {@link io.stackelberg.environment.ledger.JournalLedger}.
 */
package io.stackelberg.environment.ledger;
