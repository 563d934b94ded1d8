package io.stackelberg.environment.api;

import io.stackelberg.environment.ledger.Charge;

/**
 * The most that playing sessions can take.
 *
 * @param turns turns of all sessions
 * @param calls calls at most, judges' included
 * @param upper their charges together; a part is empty as soon as one call's is unknown
 */
public record CallPlan(int turns, long calls, Charge upper) {}
