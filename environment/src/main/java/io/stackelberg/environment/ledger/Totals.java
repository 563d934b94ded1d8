package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;

/**
 * Sums of a ledger or of one session.
 *
 * @param settledCalls calls that are over
 * @param openCalls calls reserved and not yet over
 * @param releasedCalls reservations given back
 * @param settledMoney what is known to be spent
 * @param callsOfUnknownMoney settled calls whose cost is unknown: their reservation keeps counting in full
 * @param settledTokens tokens known to be spent
 * @param callsOfUnknownTokens settled calls whose tokens are unknown
 * @param heldMoney set aside for open calls and for those of unknown cost
 * @param heldTokens likewise
 * @param overshoots settled calls that cost more than was set aside, booked as they were
 * @param overshotMoney by how much, in all
 * @param overshotTokens by how much, in all
 */
public record Totals(
    long settledCalls,
    long openCalls,
    long releasedCalls,
    Money settledMoney,
    long callsOfUnknownMoney,
    long settledTokens,
    long callsOfUnknownTokens,
    Money heldMoney,
    long heldTokens,
    long overshoots,
    Money overshotMoney,
    long overshotTokens) {}
